using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using OrderToCash.Application.CashApplication;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.LoadTests.Peak;

/// <summary>
/// Sees what the engine commits, and hands to the warehouse what is allocated and to the bank what is invoiced.
/// </summary>
/// <remarks>Called on the shards' loops: it only counts and queues.</remarks>
/// <param name="projections">
/// Where read models follow, an order is in flight until its end can be read: so a run goes as fast as the whole does.
/// </param>
internal sealed class Traffic(PaymentMatcher matcher, SemaphoreSlim inFlight, ProjectionWatch? projections = null)
    : IShardObserver, IReplyTo
{
    /// <summary>By the order's number: when it was placed. Orders in flight are far fewer than its length.</summary>
    private readonly long[] _placedAt = new long[1 << 20];

    private readonly ConcurrentDictionary<string, OrderContent> _lines = new(StringComparer.Ordinal);
    private long _events;
    private long _closed;
    private long _ended;
    private long _confirmed;
    private long _refused;

    public Channel<(string Order, OrderEvent.Allocated Event)> Allocated { get; } =
        Channel.CreateUnbounded<(string, OrderEvent.Allocated)>(new UnboundedChannelOptions { SingleReader = true });

    public Channel<AccountEvent.ItemOpened> Opened { get; } =
        Channel.CreateUnbounded<AccountEvent.ItemOpened>(new UnboundedChannelOptions { SingleReader = true });

    public LatencyHistogram Acknowledgements { get; private set; } = new();

    public LatencyHistogram Completions { get; private set; } = new();

    public ConcurrentQueue<string> Notices { get; } = new();

    public long Events => Interlocked.Read(ref _events);

    /// <summary>Orders that went all the way to cash.</summary>
    public long Closed => Interlocked.Read(ref _closed);

    /// <summary>Orders that reached an end: closed, or rejected for want of stock.</summary>
    public long Ended => Interlocked.Read(ref _ended);

    public long Confirmed => Interlocked.Read(ref _confirmed);

    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>Forgets what was counted. Called while nothing is on its way.</summary>
    public void StartMeasuring()
    {
        (_events, _closed, _ended, _confirmed, _refused) = (0, 0, 0, 0, 0);
        (Acknowledgements, Completions) = (new LatencyHistogram(), new LatencyHistogram());
    }

    public void OnPlacing(string order, int number, OrderContent content)
    {
        var now = Stopwatch.GetTimestamp();
        if (content.Lines.Length > 1)
        {
            _lines[order] = content;
        }

        _placedAt[number & (_placedAt.Length - 1)] = now;
    }

    /// <summary>The order's line of a SKU; a generated order has each SKU once.</summary>
    public string LineOf(string order, Sku sku) =>
        _lines.TryGetValue(order, out var content) ? content.Lines.First(line => line.Sku == sku).LineId : "1";

    public void OnReply(long tag, in CommandReply reply)
    {
        if (tag >= 0)
        {
            Acknowledgements.Record(Stopwatch.GetElapsedTime(_placedAt[tag & (_placedAt.Length - 1)]));
        }

        if (reply.Status != CommandStatus.Decided || reply.Reply is OrderReply { IsDone: false })
        {
            Interlocked.Increment(ref _refused);
            Notices.Enqueue($"{reply.Status} {reply.Reply} {reply.Error}");
        }
    }

    public void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events)
    {
        Interlocked.Add(ref _events, events.Count);
        matcher.OnCommitted(shard, events);
        projections?.OnCommitted(shard, events);
        foreach (var committed in events)
        {
            switch (committed.Event)
            {
                case OrderEvent.Allocated allocated:
                    Allocated.Writer.TryWrite((committed.Entity.Id, allocated));
                    break;
                case AccountEvent.ItemOpened opened:
                    Opened.Writer.TryWrite(opened);
                    break;
                case OrderEvent.Confirmed:
                    Interlocked.Increment(ref _confirmed);
                    break;
                case OrderEvent.Closed:
                    Interlocked.Increment(ref _closed);
                    End(shard, committed);
                    break;
                case OrderEvent.Rejected:
                    End(shard, committed);
                    break;
            }
        }
    }

    public void OnDelivered(int shard, long position) => matcher.OnDelivered(shard, position);

    public void OnNotice(in ShardNotice notice)
    {
        if (notice.Kind != ShardNoticeKind.Activated)
        {
            Notices.Enqueue($"{notice.Kind}: {notice.Text}");
        }
    }

    private void End(int shard, in CommittedEvent committed)
    {
        var order = committed.Entity.Id;
        Interlocked.Increment(ref _ended);
        var number = int.Parse(order.AsSpan(order.IndexOf(':') + 1), CultureInfo.InvariantCulture);
        Completions.Record(Stopwatch.GetElapsedTime(_placedAt[number & (_placedAt.Length - 1)]));
        if (!_lines.IsEmpty)
        {
            _lines.TryRemove(order, out _);
        }

        if (projections is null)
            inFlight.Release();
        else
            projections.ReleaseWhenReadable(shard, committed.Position, inFlight);
    }
}
