using System.Collections.Immutable;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Domain.Flows;

/// <summary>
/// The reminders of orders: each hold has its own, which cancels the order if it still waits then. An order decides by
/// its holds' own times, so a reminder that fires twice or late does no harm.
/// </summary>
public static class OrderReminders
{
    /// <summary>Money before delivery has not come.</summary>
    public const string Expire = "expire";

    /// <summary>No person has reviewed the order.</summary>
    public const string ExpireReview = "expire-review";

    /// <summary>No person has decided about refused credit.</summary>
    public const string ExpireCredit = "expire-credit";

    /// <summary>The changes to the order's reminders that an event brings; empty where it brings none.</summary>
    public static ImmutableArray<Reminder> Remind(OrderEvent happened) => happened switch
    {
        OrderEvent.Held held => [new Reminder(NameOf(held.Reason), held.ExpiresAt)],
        OrderEvent.HoldReleased released => [new Reminder(NameOf(released.Reason), null)],
        OrderEvent.Cancelled { Whole: true } or OrderEvent.Rejected or OrderEvent.Edited { Asks.IsEmpty: false } =>
            [new Reminder(Expire, null), new Reminder(ExpireReview, null), new Reminder(ExpireCredit, null)],
        _ => [],
    };

    /// <summary>The command that a reminder of this name gives.</summary>
    /// <param name="name">One of the names above; every reminder of an order gives the same command.</param>
    public static OrderCommand Command(string name) => name is Expire or ExpireReview or ExpireCredit
        ? new OrderCommand.Expire()
        : throw new ArgumentOutOfRangeException(nameof(name), name, "Not a reminder of orders.");

    private static string NameOf(HoldReason reason) => reason switch
    {
        HoldReason.Review => ExpireReview,
        HoldReason.Credit => ExpireCredit,
        _ => Expire,
    };
}
