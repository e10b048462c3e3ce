using System.Collections.Immutable;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>What a settlement can be asked to do.</summary>
public abstract record SettlementCommand
{
    private SettlementCommand()
    {
    }

    /// <summary>The provider's report. Idempotent; another content under the same id is a conflict.</summary>
    public sealed record Record(SettlementReport Report, Actor Actor) : SettlementCommand;

    /// <summary>A bank transaction is (a part of) the payout. May come before the report.</summary>
    /// <param name="Allocations">Open items that its rows are to settle, as the matcher found them.</param>
    public sealed record NotePayout(SettlementPayout Payout, ImmutableArray<MatchAllocation> Allocations)
        : SettlementCommand;

    /// <summary>A person undid that decision of the payment.</summary>
    public sealed record UndoPayout(PaymentId Payment, int Attempt, DateOnly Date) : SettlementCommand;

    /// <summary>Whose money rows are. Counts for a row while nothing is carried out for it.</summary>
    /// <param name="Rows">At most <see cref="Settlement.MaxBatch"/>, each once.</param>
    public sealed record Allocate(ImmutableArray<RowTarget> Rows, Actor Actor) : SettlementCommand;

    /// <summary>An account carried out what it was asked for a row, or took it back.</summary>
    /// <param name="Row">Index of the row.</param>
    /// <param name="IsTakenBack">True where items are open again, false where they were settled.</param>
    public sealed record NoteRow(
        int Row, int Attempt, ImmutableArray<Allocation> Allocations, long OnAccountMinor, long RefundMinor,
        bool IsTakenBack) : SettlementCommand;

    /// <summary>An account refused what it was asked for a row.</summary>
    public sealed record NoteRefused(int Row, int Attempt, string Reason) : SettlementCommand;

    /// <summary>Go on with rows, from this place on: a large report is carried out step by step.</summary>
    public sealed record GoOn(int From) : SettlementCommand;
}

/// <summary>What happened to a settlement.</summary>
public abstract record SettlementEvent
{
    private SettlementEvent()
    {
    }

    /// <summary>The provider's report came, and adds up.</summary>
    public sealed record Recorded(SettlementReport Report, Actor Actor) : SettlementEvent;

    /// <summary>A bank transaction is (a part of) the payout; the report or the rest may be awaited.</summary>
    public sealed record PayoutNoted(SettlementPayout Payout) : SettlementEvent;

    /// <summary>That bank transaction is not this payout.</summary>
    public sealed record PayoutRefused(PaymentId Payment, int Attempt, long AmountMinor, string Reason)
        : SettlementEvent;

    /// <summary>A bank transaction is no longer this payout; nothing had been booked for it.</summary>
    public sealed record PayoutWithdrawn(PaymentId Payment, int Attempt) : SettlementEvent;

    /// <summary>Report and money belong together: the payout is booked as what its rows are.</summary>
    /// <param name="Run">Counts how often: 1 at first.</param>
    /// <param name="Payouts">The bank transactions; none where nothing is paid out.</param>
    /// <param name="Sums">What the rows are, in sums.</param>
    /// <param name="Next">Where to begin asking accounts; null where none is to be asked.</param>
    public sealed record Settled(
        int Run, ImmutableArray<SettlementPayout> Payouts, SettlementSums Sums, Currency Currency, DateOnly Date,
        int? Next) : SettlementEvent;

    /// <summary>It is known whose money rows are.</summary>
    /// <param name="Moved">What changes of the sums that are booked; nothing before the payout is settled.</param>
    public sealed record RowsAllocated(
        ImmutableArray<RowTarget> Rows, Actor Actor, SettlementSums Moved, Currency Currency) : SettlementEvent;

    /// <summary>Accounts are asked to carry out rows: what was paid settles, what went back opens again.</summary>
    /// <param name="Next">Where to go on; null where all is asked.</param>
    public sealed record RowsAsked(ImmutableArray<RowAsk> Rows, Currency Currency, DateOnly Date, int? Next)
        : SettlementEvent;

    /// <summary>An account carried out a row.</summary>
    /// <param name="IsTakenBack">True where items are open again, false where they were settled.</param>
    public sealed record RowApplied(
        int Row, int Attempt, ImmutableArray<Allocation> Allocations, long OnAccountMinor, long RefundMinor,
        bool IsTakenBack) : SettlementEvent;

    /// <summary>An account refused a row: whose it is, is open again.</summary>
    /// <param name="Moved">What changes of the sums that are booked.</param>
    public sealed record RowRefused(int Row, int Attempt, string Reason, SettlementSums Moved, Currency Currency)
        : SettlementEvent;

    /// <summary>A person undid the payout's decision; accounts are asked to take back what they did.</summary>
    /// <param name="Payment">The payment whose decision it was.</param>
    /// <param name="Next">Where to begin; null where no account has carried out a row.</param>
    public sealed record UndoBegun(PaymentId Payment, int Attempt, DateOnly Date, int? Next) : SettlementEvent;

    /// <summary>Accounts are asked to take back what they did for rows.</summary>
    /// <param name="Next">Where to go on; null where all is asked.</param>
    public sealed record RowsReturned(ImmutableArray<RowReturn> Rows, Currency Currency, DateOnly Date, int? Next)
        : SettlementEvent;

    /// <summary>An account took back what it had done for a row.</summary>
    /// <param name="AmountMinor">What the row had moved there, as a positive amount.</param>
    public sealed record RowUndone(int Row, int Attempt, long AmountMinor, Currency Currency) : SettlementEvent;

    /// <summary>All of it is taken back: the payout's money is again where it was.</summary>
    /// <param name="Undone">The payment whose decision was undone; other parts of the payout are told.</param>
    public sealed record Unsettled(
        int Run, PaymentId Undone, ImmutableArray<SettlementPayout> Payouts, SettlementSums Sums, Currency Currency,
        DateOnly Date) : SettlementEvent;
}

/// <summary>What a settlement answers, in order of precedence. Numbers are fixed for good.</summary>
public enum SettlementReplyCode
{
    /// <summary>Done.</summary>
    Accepted = 0,

    /// <summary>Done before; nothing changed.</summary>
    Duplicate = 1,

    /// <summary>The report doesn't add up, or is another payout's.</summary>
    InvalidReport = 2,

    /// <summary>A report of this payout is known, with other content.</summary>
    Conflict = 3,

    /// <summary>There is no report of this payout.</summary>
    Unknown = 4,

    /// <summary>There is no such row, it is no customer's, or something is carried out for it.</summary>
    RowNotOpen = 5,
}

/// <summary>A settlement's answer.</summary>
public readonly record struct SettlementReply(SettlementReplyCode Code, string? Detail = null)
{
    /// <summary>True where the command is done, now or before.</summary>
    public bool IsDone => Code is SettlementReplyCode.Accepted or SettlementReplyCode.Duplicate;
}
