using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.CashApplication;

/// <summary>How far the matcher is with a payment.</summary>
internal enum OpenStage
{
    /// <summary>Nothing is decided.</summary>
    New,

    /// <summary>The payment was told a decision and has not answered by its events yet.</summary>
    Asked,

    /// <summary>A person, or something that can be named, is awaited.</summary>
    Parked,

    /// <summary>It is decided; others carry that out.</summary>
    Carried,
}

/// <summary>A payment that is not at its end, as the matcher has to know it.</summary>
internal sealed class OpenPayment(PaymentId id, BankTransaction transaction)
{
    /// <summary>As often refused, it is left to persons: account and index differ.</summary>
    public const int MaxRefusals = 3;

    /// <summary>Less than any score: whatever is found next is worth telling.</summary>
    public const int NoScore = WaitingPayments.NoScore;

    public PaymentId Id { get; } = id;

    public BankTransaction Transaction { get; } = transaction;

    public OpenStage Stage { get; set; }

    /// <summary>True where it is among those to be decided.</summary>
    public bool IsDue { get; set; }

    /// <summary>True where it was left to a person before.</summary>
    public bool WasParked { get; set; }

    /// <summary>Points of the best that was found when it was parked.</summary>
    public int Score { get; set; } = NoScore;

    /// <summary>What had been told of items and reports when it was left open; -1 where it was not left open here.
    /// </summary>
    public long LeftOpenAt { get; set; } = -1;

    /// <summary>How often an account refused its share.</summary>
    public int Refusals { get; set; }

    /// <summary>How often it said that it is not open, though its events say that it is.</summary>
    public int Denials { get; set; }

    /// <summary>Accounts that have to take back what they applied before it can be decided anew.</summary>
    public int SharesToUndo { get; set; }

    /// <summary>The provider's payout that it is about to settle.</summary>
    public string? Settlement { get; set; }

    /// <summary>Why the matcher must not book it; null where it may.</summary>
    public string? Objection { get; set; }

    /// <summary>The policy that its booking counts for; null where nothing was booked by one.</summary>
    public string? BookedUnder { get; set; }

    /// <summary>What is held back for it.</summary>
    public List<MatchAllocation> Held { get; } = [];

    /// <summary>By the bank's days; what takes money back after what brings it; then by id.</summary>
    public static Comparer<OpenPayment> ByDay { get; } = Comparer<OpenPayment>.Create(static (one, other) =>
    {
        var days = one.Transaction.BookingDate.CompareTo(other.Transaction.BookingDate);
        if (days != 0)
            return days;
        var signs = (one.Transaction.SignedMinor < 0).CompareTo(other.Transaction.SignedMinor < 0);
        return signs != 0 ? signs : string.CompareOrdinal(one.Id.Value, other.Id.Value);
    });
}
