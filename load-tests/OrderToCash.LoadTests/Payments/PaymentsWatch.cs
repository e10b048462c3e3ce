using System.Collections.Concurrent;
using System.Diagnostics;
using OrderToCash.Application.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Engine.Shards;
using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.Payments;

/// <summary>Sees what the engine commits: how many payments got how far, and when the last one did.</summary>
/// <remarks>Called on the shards' loops: it only counts and passes on.</remarks>
internal sealed class PaymentsWatch(PaymentMatcher matcher, ProjectionWatch? projections) : IShardObserver
{
    private long _received;
    private long _matched;
    private long _parked;
    private long _setAside;
    private long _applied;
    private long _lastReceived;
    private long _lastDecided;
    private long _lastApplied;

    public ConcurrentQueue<string> Notices { get; } = new();

    /// <summary>Payments that the bank booked.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Payments whose customer is found.</summary>
    public long Matched => Interlocked.Read(ref _matched);

    /// <summary>Decisions to let a person decide.</summary>
    public long Parked => Interlocked.Read(ref _parked);

    /// <summary>Payments that are no customer's.</summary>
    public long SetAside => Interlocked.Read(ref _setAside);

    /// <summary>Payments whose money is in their customer's account.</summary>
    public long Applied => Interlocked.Read(ref _applied);

    /// <summary>Timestamps: the last payment was received, decided, applied.</summary>
    public (long Received, long Decided, long Applied) Last =>
        (Interlocked.Read(ref _lastReceived), Interlocked.Read(ref _lastDecided), Interlocked.Read(ref _lastApplied));

    /// <summary>Forgets what was counted. Called while nothing is on its way.</summary>
    public void StartMeasuring()
    {
        (_received, _matched, _parked, _setAside, _applied) = (0, 0, 0, 0, 0);
        _lastReceived = _lastDecided = _lastApplied = Stopwatch.GetTimestamp();
    }

    public void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events)
    {
        matcher.OnCommitted(shard, events);
        projections?.OnCommitted(shard, events);
        foreach (var committed in events)
        {
            switch (committed.Event)
            {
                case PaymentEvent.Received:
                    Count(ref _received, ref _lastReceived);
                    break;
                case PaymentEvent.Matched:
                    Count(ref _matched, ref _lastDecided);
                    break;
                case PaymentEvent.Parked:
                    Count(ref _parked, ref _lastDecided);
                    break;
                case PaymentEvent.SetAside:
                    Count(ref _setAside, ref _lastDecided);
                    break;
                case PaymentEvent.Applied:
                    Count(ref _applied, ref _lastApplied);
                    break;
            }
        }
    }

    public void OnDelivered(int shard, long position) => matcher.OnDelivered(shard, position);

    public void OnNotice(in ShardNotice notice)
    {
        if (notice.Kind != ShardNoticeKind.Activated)
            Notices.Enqueue($"{notice.Kind}: {notice.Text}");
    }

    private static void Count(ref long counter, ref long last)
    {
        Interlocked.Increment(ref counter);
        Interlocked.Exchange(ref last, Stopwatch.GetTimestamp());
    }
}
