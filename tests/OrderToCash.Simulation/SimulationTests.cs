namespace OrderToCash.Simulation;

/// <summary>Seeded lives of the whole system; each seed is a life, and the same one again.</summary>
public abstract class SimulationTests
{
    private const int SeedsPerTest = 25;

    /// <summary>Runs seeds one after the other.</summary>
    protected static void Run(int first)
    {
        for (var seed = first; seed < first + SeedsPerTest; seed++)
        {
            var result = SimulationRun.Run(new SimulationOptions(seed));
            Assert.True(result.Holds, $"Seed {seed}: {result.Problem}\nTo see it: {result.Command}");
        }
    }
}

/// <summary>Half of the seeds.</summary>
public sealed class FirstSeedsTests : SimulationTests
{
    [Theory]
    [InlineData(1)]
    public void Everything_holds_whatever_breaks(int first) => Run(first);
}
