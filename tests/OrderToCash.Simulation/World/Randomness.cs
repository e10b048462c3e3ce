namespace OrderToCash.Simulation.World;

/// <summary>Draws that read well where they are used.</summary>
internal static class Randomness
{
    /// <summary>True with this probability.</summary>
    public static bool Is(this Random random, double probability) =>
        probability > 0 && random.NextDouble() < probability;

    /// <summary>A time between two of so many milliseconds.</summary>
    public static TimeSpan Ms(this Random random, double from, double to) =>
        TimeSpan.FromTicks((long)((from + ((to - from) * random.NextDouble())) * TimeSpan.TicksPerMillisecond));

    /// <summary>One of these.</summary>
    public static T OneOf<T>(this Random random, IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
}
