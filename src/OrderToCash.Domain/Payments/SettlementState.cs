using System.Collections.Immutable;
using System.Globalization;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>What a settlement remembers.</summary>
/// <remarks>Mutable and private to its shard: only <see cref="Settlement.Evolve"/> changes it.</remarks>
public sealed class SettlementState
{
    internal SettlementState(string id) => Id = id;

    /// <summary>Provider and payout, <c>stripe/po_1</c>.</summary>
    public string Id { get; }

    /// <summary>The provider: what stands before the first slash.</summary>
    public string Provider => Id.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? Id[..slash] : Id;

    /// <summary>How far it is.</summary>
    public SettlementStatus Status { get; internal set; }

    /// <summary>What the provider reports; null before that.</summary>
    public SettlementReport? Report { get; internal set; }

    /// <summary>What became of the report's rows, by index.</summary>
    public IReadOnlyList<SettlementRowState> Rows => RowStates;

    /// <summary>Bank transactions that are (parts of) the payout.</summary>
    public IReadOnlyList<SettlementPayout> Payouts => PayoutList;

    /// <summary>How often it was settled.</summary>
    public int Run { get; internal set; }

    /// <summary>Rows of customers of which nobody knows whose they are.</summary>
    public int OpenCount => CountOf(RowStatus.Open);

    /// <summary>What it waits for, in words; null where nothing is left to do.</summary>
    public string? WaitsFor => Status switch
    {
        SettlementStatus.Unknown => "the report of the payout",
        SettlementStatus.Recorded when PayoutList.Count > 0 => "the rest of the payout",
        SettlementStatus.Recorded => "the payout",
        SettlementStatus.Undoing => "accounts to take back what they did",
        _ when CountOf(RowStatus.Asked) > 0 => "accounts to carry out its rows",
        _ when OpenCount > 0 => string.Create(
            CultureInfo.InvariantCulture, $"a person: rows whose customer is not known, {OpenCount} of them"),
        _ => null,
    };

    internal SettlementRowState[] RowStates { get; set; } = [];

    internal List<SettlementPayout> PayoutList { get; } = [];

    /// <summary>The last decision of each payment that was taken in, by payment.</summary>
    internal SortedDictionary<string, PayoutDecision> Decisions { get; } = new(StringComparer.Ordinal);

    /// <summary>What the last <see cref="SettlementEvent.Settled"/> booked.</summary>
    internal ImmutableArray<SettlementPayout> SettledWith { get; set; } = [];

    /// <summary>On which day; no date before.</summary>
    internal DateOnly SettledOn { get; set; }

    /// <summary>Where the status is <see cref="SettlementStatus.Undoing"/>: what began it.</summary>
    internal SettlementUndo? Undo { get; set; }

    internal int CountOf(RowStatus status) => StatusCounts[(int)status];

    internal int[] StatusCounts { get; } = new int[5];
}

/// <summary>What became of one row.</summary>
/// <param name="Target">Whose it is; null where that is not known, or it is no customer's.</param>
/// <param name="Attempt">How often an account was asked for it.</param>
/// <param name="Share">What the account did; null where it did nothing.</param>
/// <param name="IsTakenBack">True where that opened items, false where it settled them.</param>
/// <param name="Reason">Why the account refused it last; null where it did not.</param>
public sealed record SettlementRowState(
    RowStatus Status, RowTarget? Target, int Attempt, AppliedShare? Share, bool IsTakenBack, string? Reason);

/// <summary>What became of a payment's decision to be the payout.</summary>
/// <param name="Attempt">Which decision of the payment.</param>
/// <param name="IsWithdrawn">True where it was undone.</param>
public readonly record struct PayoutDecision(string Payment, int Attempt, bool IsWithdrawn);

/// <summary>An undoing that is under way.</summary>
public sealed record SettlementUndo(PaymentId Payment, int Attempt, DateOnly Date);

/// <summary>How far a settlement is. Numbers are fixed for good.</summary>
public enum SettlementStatus
{
    /// <summary>There is no report.</summary>
    Unknown = 0,

    /// <summary>The report came; its money did not, or not all.</summary>
    Recorded = 1,

    /// <summary>The money is booked as what the report says.</summary>
    Settled = 2,

    /// <summary>A person undid that; accounts are asked to take back what they did.</summary>
    Undoing = 3,
}

/// <summary>How far a row is. Numbers are fixed for good.</summary>
public enum RowStatus
{
    /// <summary>A customer's, and nobody knows whose.</summary>
    Open = 0,

    /// <summary>Nothing is to be carried out: it is no customer's, or it is known whose it is.</summary>
    Ready = 1,

    /// <summary>An account is asked for it.</summary>
    Asked = 2,

    /// <summary>An account carried it out.</summary>
    Done = 3,

    /// <summary>An account is asked to take it back.</summary>
    Returning = 4,
}
