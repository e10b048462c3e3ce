using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.CashApplication;

/// <summary>
/// Payments that bank accounts have booked, and of which not all may be known here yet: they lie in many shards, and
/// which of them tells first is chance.
/// </summary>
/// <remarks>
/// A bank account's event is told before what it causes, and that before the account's shard says that all of it is
/// delivered. So what was booked by one event, and before it, is known when its position is said to be delivered, also
/// where a payment could not be recorded at all.
/// </remarks>
internal sealed class BookingsUnderWay
{
    private readonly HashSet<PaymentId> _payments = [];
    private readonly Dictionary<int, OfShard> _shards = [];

    /// <summary>How many are under way.</summary>
    public int Count => _payments.Count;

    /// <summary>True where payments booked before this one may not be known yet.</summary>
    public bool Contains(PaymentId payment) => _payments.Contains(payment);

    /// <summary>An account booked these. Events of a shard in their order; one that is delivered, or known, is not
    /// under way.</summary>
    public void Add(int shard, long position, BankEvent.EntriesBooked booked)
    {
        var events = Of(shard);
        if (booked.Entries.IsEmpty || position <= events.Delivered || position <= events.Last)
            return;
        events.Last = position;
        var payments = new PaymentId[booked.Entries.Length];
        for (var i = 0; i < payments.Length; i++)
            payments[i] = Payment.IdOf(booked.Account, booked.Entries[i]);
        _payments.UnionWith(payments);
        events.UnderWay.Enqueue((position, payments));
    }

    /// <summary>
    /// What the shard's events up to a position cause is known; hands over the payments that are not under way any
    /// more, in the order in which they were booked.
    /// </summary>
    public void Deliver(int shard, long position, Action<PaymentId> onKnown)
    {
        var events = Of(shard);
        events.Delivered = Math.Max(events.Delivered, position);
        while (events.UnderWay.TryPeek(out var first) && first.Position <= events.Delivered)
        {
            events.UnderWay.Dequeue();
            foreach (var payment in first.Payments)
                _payments.Remove(payment);
            foreach (var payment in first.Payments)
                onKnown(payment);
        }
    }

    private OfShard Of(int shard)
    {
        if (!_shards.TryGetValue(shard, out var events))
            _shards.Add(shard, events = new OfShard());
        return events;
    }

    private sealed class OfShard
    {
        public readonly Queue<(long Position, PaymentId[] Payments)> UnderWay = new();
        public long Delivered;
        public long Last;
    }
}
