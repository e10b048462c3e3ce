using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Application.CashApplication;

/// <content>Payments are decided in the order of the bank, however their shards are ahead of each other.</content>
public sealed partial class MatchFeed
{
    private readonly BookingsUnderWay _underWay = new();

    /// <summary>The stored events that <see cref="OnBooked"/> is to be told of where they aren't delivered.</summary>
    public static EventSelection Bookings { get; } = new(["bank.entries-booked"]);

    /// <summary>Payments that are held back until what was booked with them and before them is known.</summary>
    public int HeldBackCount => _underWay.Count;

    /// <summary>
    /// A bank account booked entries; told before what comes of it. None of its payments is decided before
    /// <see cref="OnDelivered"/> says that all of them, and those booked before them, have been told.
    /// </summary>
    /// <param name="shard">The account's.</param>
    /// <param name="position">The event's in the shard.</param>
    public void OnBooked(int shard, long position, BankEvent.EntriesBooked booked) =>
        _underWay.Add(shard, position, booked);

    /// <summary>What the shard's events up to this position cause elsewhere has been told.</summary>
    public void OnDelivered(int shard, long position) => _underWay.Deliver(shard, position, LookAt);

    private void LookAt(PaymentId id)
    {
        if (Find(id) is { Stage: OpenStage.New or OpenStage.Parked } payment)
            MakeDue(payment);
    }
}
