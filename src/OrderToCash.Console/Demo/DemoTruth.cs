using System.Collections.Immutable;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Console.Demo;

/// <summary>What each bank transaction was meant for, and whether what was made of it is that.</summary>
internal sealed class DemoTruth
{
    private readonly Dictionary<string, DemoMeant> _meant = new(StringComparer.Ordinal);

    /// <summary>How many transactions the banks booked.</summary>
    public int Count => _meant.Count;

    /// <summary>A transaction that the bank booked.</summary>
    public void Note(string payment, DemoMeant meant) => _meant.Add(payment, meant);

    /// <summary>What it was meant for; null where the demonstration never wrote such a transaction.</summary>
    public DemoMeant? Of(string payment) => _meant.GetValueOrDefault(payment);

    /// <summary>Judges what became of a payment.</summary>
    public DemoVerdict Judge(PaymentState payment) => payment.Status switch
    {
        PaymentStatus.Parked => DemoVerdict.ForPerson,
        PaymentStatus.Waiting => DemoVerdict.Waits,
        _ => IsAsMeant(payment) ? DemoVerdict.Right : DemoVerdict.Wrong,
    };

    private bool IsAsMeant(PaymentState payment) => Of(payment.Id.Value) switch
    {
        DemoMeant.Documents meant => payment.Status is PaymentStatus.Applied or PaymentStatus.Reversed
            && IsAsMeant(payment, meant),
        DemoMeant.TakesBack meant => payment.Status == PaymentStatus.TookBack
            && payment.Reverses?.Value == meant.Payment,
        DemoMeant.Nobody => payment.Status is PaymentStatus.SetAside or PaymentStatus.Outgoing,
        DemoMeant.Payout meant => payment.Status == PaymentStatus.Settled && payment.Settlement == meant.Id,
        _ => false,
    };

    // Only the customer, and only what was meant; and nothing stays on account while something of it is not settled.
    private static bool IsAsMeant(PaymentState payment, DemoMeant.Documents meant)
    {
        var shares = SharesOf(payment);
        if (shares.IsEmpty || shares.Any(share => share.Account.Value != meant.Account))
            return false;
        var settled = shares.SelectMany(static share => share.Allocations)
            .Select(static allocation => allocation.Document).ToHashSet(StringComparer.Ordinal);
        return settled.IsSubsetOf(meant.Numbers)
            && (meant.IsAgain || settled.Count == meant.Numbers.Length);
    }

    // What the bank took back later was decided all the same.
    private static ImmutableArray<AppliedShare> SharesOf(PaymentState payment) =>
    [
        .. payment.Shares.Select(static share => share.Applied).OfType<AppliedShare>(),
        .. payment.TakenBack.SelectMany(static taken => taken.Shares),
    ];
}

/// <summary>What became of a payment, against what it was meant for.</summary>
internal enum DemoVerdict
{
    /// <summary>As it was meant.</summary>
    Right,

    /// <summary>Not as it was meant.</summary>
    Wrong,

    /// <summary>A person decides.</summary>
    ForPerson,

    /// <summary>For something that can be named.</summary>
    Waits,
}
