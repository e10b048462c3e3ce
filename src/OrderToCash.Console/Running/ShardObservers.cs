using OrderToCash.Engine.Shards;

namespace OrderToCash.Console.Running;

/// <summary>Several who hear what shards do; one may join while the engine runs.</summary>
/// <remarks>Shards' loops call; any thread adds.</remarks>
internal sealed class ShardObservers(params IShardObserver[] observers) : IShardObserver
{
    private readonly Lock _gate = new();
    private volatile IShardObserver[] _observers = observers;

    /// <summary>Adds one.</summary>
    public void Add(IShardObserver observer)
    {
        lock (_gate)
            _observers = [.. _observers, observer];
    }

    /// <inheritdoc/>
    public void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events)
    {
        foreach (var observer in _observers)
            observer.OnCommitted(shard, events);
    }

    /// <inheritdoc/>
    public void OnDelivered(int shard, long position)
    {
        foreach (var observer in _observers)
            observer.OnDelivered(shard, position);
    }

    /// <inheritdoc/>
    public void OnNotice(in ShardNotice notice)
    {
        foreach (var observer in _observers)
            observer.OnNotice(notice);
    }
}
