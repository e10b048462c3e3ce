using System.Runtime.CompilerServices;

namespace OrderToCash.Simulation.Audit;

/// <summary>The first thing that was found wrong; what follows from it says no more.</summary>
internal sealed class Verdict
{
    public string? Problem { get; private set; }

    public bool Holds => Problem is null;

    public void Fail(string problem) => Problem ??= problem;

    /// <summary>Fails unless it holds; the words are put together only then.</summary>
    public void Require(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref Words problem)
    {
        if (!holds)
            Fail(problem.ToStringAndClear());
    }

    /// <summary>Fails where two numbers differ that must not; the words are put together only then.</summary>
    public void Same(
        long expected, long found,
        [InterpolatedStringHandlerArgument(nameof(expected), nameof(found))] ref Words what)
    {
        if (expected != found)
            Fail($"{what.ToStringAndClear()}: expected {expected}, found {found}.");
    }

    /// <summary>An interpolated text that costs nothing while all is well: most checks run for every event.</summary>
    [InterpolatedStringHandler]
    public ref struct Words
    {
        private DefaultInterpolatedStringHandler _text;

        public Words(int literalLength, int formattedCount, bool holds, out bool isNeeded)
        {
            isNeeded = !holds;
            _text = isNeeded ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
        }

        public Words(int literalLength, int formattedCount, long expected, long found, out bool isNeeded)
            : this(literalLength, formattedCount, expected == found, out isNeeded)
        {
        }

        public void AppendLiteral(string value) => _text.AppendLiteral(value);

        public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

        public void AppendFormatted<T>(T value, string? format) => _text.AppendFormatted(value, format);

        public string ToStringAndClear() => _text.ToStringAndClear();
    }
}
