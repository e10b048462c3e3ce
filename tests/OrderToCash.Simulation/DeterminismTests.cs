namespace OrderToCash.Simulation;

/// <summary>A failure can be seen again: the same seed is the same life.</summary>
public sealed class DeterminismTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(90)]
    public void The_same_seed_gives_the_same_trace(int seed)
    {
        var first = SimulationRun.Run(new SimulationOptions(seed));
        using var words = new StringWriter();
        var second = SimulationRun.Run(new SimulationOptions(seed) { Trace = words });

        Assert.Equal(first, second);
        Assert.NotEqual(first.TraceHash, SimulationRun.Run(new SimulationOptions(seed + 1)).TraceHash);
        Assert.Contains($"seed {seed}:", words.ToString(), StringComparison.Ordinal);
    }
}
