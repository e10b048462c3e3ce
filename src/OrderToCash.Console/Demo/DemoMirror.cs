using System.Collections.Concurrent;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Console.Demo;

/// <summary>What warehouse, bank and stopwatch know: a copy of each order, fed by its events.</summary>
/// <remarks>
/// Shards' loops write; an order has one shard, so its copy has one writer. Read only while the engine is quiet.
/// </remarks>
internal sealed class DemoMirror(TimeProvider time) : IShardObserver, IDisposable
{
    /// <summary>Orders between being read and being durable, of all channels together.</summary>
    private const int MaxOutstanding = 512;

    private readonly ConcurrentDictionary<string, OrderState> _orders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _readAt = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<TimeSpan> _acknowledgements = [];
    private readonly SemaphoreSlim _outstanding = new(MaxOutstanding);
    private long _placed;

    /// <summary>Orders taken in so far.</summary>
    public long Placed => Interlocked.Read(ref _placed);

    /// <summary>The orders, in the order of their ids.</summary>
    public IEnumerable<OrderState> Orders => _orders.Values.OrderBy(order => order.Id.Value, StringComparer.Ordinal);

    /// <summary>How long each order took from being read to being durable, shortest first.</summary>
    public TimeSpan[] Acknowledgements() => [.. _acknowledgements.Order()];

    /// <summary>An order was read: waits while too many are not durable yet.</summary>
    public async ValueTask OnReadAsync(string order, CancellationToken cancellationToken)
    {
        if (_orders.ContainsKey(order) || !_readAt.TryAdd(order, 0))
            return;
        await _outstanding.WaitAsync(cancellationToken);
        _readAt[order] = time.GetTimestamp();
    }

    /// <summary>An input was decided: one that was refused is waited for no longer.</summary>
    public void OnDecided(string order)
    {
        if (_readAt.TryRemove(order, out _))
            _outstanding.Release();
    }

    /// <inheritdoc/>
    public void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events)
    {
        foreach (var committed in events)
        {
            if (committed.Entity.Kind != Kinds.Order || committed.Event is not OrderEvent orderEvent)
                continue;
            var id = committed.Entity.Id;
            if (orderEvent is OrderEvent.Placed)
            {
                Interlocked.Increment(ref _placed);
                if (_readAt.TryRemove(id, out var readAt))
                {
                    _acknowledgements.Add(time.GetElapsedTime(readAt));
                    _outstanding.Release();
                }
            }

            var state = _orders.GetOrAdd(id, static id => Order.Initial(id));
            _orders[id] = Order.Evolve(state, orderEvent);
        }
    }

    /// <inheritdoc/>
    public void OnDelivered(int shard, long position)
    {
    }

    /// <inheritdoc/>
    public void OnNotice(in ShardNotice notice)
    {
    }

    /// <inheritdoc/>
    public void Dispose() => _outstanding.Dispose();
}
