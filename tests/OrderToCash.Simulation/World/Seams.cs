using OrderToCash.Application;
using OrderToCash.Application.Outbound;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Simulation.World;

/// <summary>
/// What the engine is put together from. A test of the simulator itself puts something broken in one of the places.
/// </summary>
public sealed record Seams
{
    /// <summary>The real parts.</summary>
    public static Seams Real { get; } = new();

    /// <summary>Wraps the store itself, below every fault.</summary>
    public Func<IJournal, IJournal> Store { get; init; } = static journal => journal;

    /// <summary>Wraps what a node sees of the store.</summary>
    public Func<IJournal, IJournal> Node { get; init; } = static journal => journal;

    /// <summary>Wraps what shards send by.</summary>
    public Func<ITransport, ITransport> Transport { get; init; } = static transport => transport;

    /// <summary>Wraps the queue of what sales channels are to be told.</summary>
    public Func<IOutboundStore, IOutboundStore> Outbound { get; init; } = static queue => queue;

    /// <summary>The kinds of entity.</summary>
    public IReadOnlyList<EntityKind> Kinds { get; init; } = EntityKinds.All;
}
