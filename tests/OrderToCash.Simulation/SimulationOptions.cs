using OrderToCash.Simulation.World;

namespace OrderToCash.Simulation;

/// <summary>What a run is made from: the same options give the same run.</summary>
/// <param name="Seed">Everything else is drawn from it.</param>
public sealed record SimulationOptions(int Seed)
{
    /// <summary>How many orders are placed; others are edited, cancelled, shipped and paid meanwhile.</summary>
    /// <value>50.</value>
    public int Orders { get; init; } = 50;

    /// <summary>What goes wrong; null draws it from the seed.</summary>
    public Faults? Faults { get; init; }

    /// <summary>The parts of the engine; the real ones.</summary>
    public Seams Seams { get; init; } = Seams.Real;

    /// <summary>Where to tell what happens; null where nobody reads it.</summary>
    public TextWriter? Trace { get; init; }
}

/// <summary>How a run ended.</summary>
/// <param name="Problem">The first thing that was wrong; null where everything held.</param>
/// <param name="TraceHash">Equal for equal runs.</param>
public sealed record SimulationResult(
    int Seed, string? Problem, ulong TraceHash, int Events, int Orders, int ClosedOrders, long Replies, int Crashes,
    int Moves)
{
    /// <summary>True where nothing was wrong.</summary>
    public bool Holds => Problem is null;

    /// <summary>How to see it again.</summary>
    public string Command =>
        $"dotnet run --project load-tests/OrderToCash.LoadTests -- simulate --seed {Seed} --trace";
}
