namespace OrderToCash.Simulation.Audit;

/// <summary>The first thing that was found wrong; what follows from it says no more.</summary>
internal sealed class Verdict
{
    public string? Problem { get; private set; }

    public bool Holds => Problem is null;

    public void Fail(string problem) => Problem ??= problem;

    public void Require(bool holds, string problem)
    {
        if (!holds)
            Fail(problem);
    }

    /// <summary>Fails where two numbers differ that must not; the words are made only then.</summary>
    public void Same(long expected, long found, Func<string> what)
    {
        if (expected != found)
            Fail($"{what()}: expected {expected}, found {found}.");
    }
}
