using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>A statement's identity and its balances, verified whole before the first part is booked.</summary>
/// <param name="Id">Account, kind, sequence number, year, period and balances, as one text.</param>
/// <param name="FromDate">First day it covers; null where not said.</param>
/// <param name="OpeningMinor">Signed opening balance.</param>
/// <param name="ClosingMinor">Signed closing balance.</param>
/// <param name="EntryCount">How many transactions all its parts hold together.</param>
public sealed record StatementHeader(
    string Id, string? SequenceNumber, DateOnly? FromDate, DateOnly? ToDate, Currency Currency,
    long OpeningMinor, long ClosingMinor, int EntryCount);

/// <summary>What a bank account can be asked to do.</summary>
public abstract record BankCommand
{
    private BankCommand()
    {
    }

    /// <summary>This is an own account.</summary>
    public sealed record Register(Currency Currency, string? Name, Actor Actor) : BankCommand;

    /// <summary>
    /// Book a part (at most 500 entries) of a statement. Parts come in order, 0 first; a repeat of a booked part
    /// changes nothing.
    /// </summary>
    /// <param name="Entries">Booked ones only, each with an identity that is unique in the account.</param>
    /// <param name="IsLast">True for the part that completes the statement.</param>
    public sealed record BookEntries(
        StatementHeader Statement, int Part, bool IsLast, ImmutableArray<BankTransaction> Entries, Actor Actor)
        : BankCommand;

    /// <summary>
    /// The bank expects these: they are shown, and nothing is booked. What is booked, or expected already, is left out.
    /// </summary>
    /// <param name="Report">What told of them: an intraday report or a statement with pending entries.</param>
    /// <param name="Entries">At most 500, with identities as in <see cref="BookEntries"/>.</param>
    public sealed record Announce(string Report, ImmutableArray<BankTransaction> Entries, Actor Actor) : BankCommand;

    /// <summary>
    /// An entry that the bank books as one total is made of these. They may come before the entry or after it; nothing
    /// is booked. Parts come in order, 0 first.
    /// </summary>
    /// <param name="Entry">The entry's identity.</param>
    /// <param name="Details">At most 500, with identities as they would have if they were booked one by one.</param>
    public sealed record NoteDetails(string Entry, int Part, ImmutableArray<BankTransaction> Details, Actor Actor)
        : BankCommand;

    /// <summary>
    /// The statement that stopped the feed may be booked although one before it is missing: a person decided.
    /// </summary>
    /// <param name="Reason">Why, in that person's words.</param>
    public sealed record AcceptGap(string Reason, Actor Actor) : BankCommand;
}

/// <summary>What happened to a bank account.</summary>
public abstract record BankEvent
{
    private BankEvent()
    {
    }

    /// <summary>The account was registered as an own account.</summary>
    public sealed record Registered(Currency Currency, string? Name, Actor Actor) : BankEvent;

    /// <summary>Entries of a statement were booked; each new one becomes a payment.</summary>
    /// <param name="Entries">Only those not known before.</param>
    /// <param name="Known">How many of the part were known before.</param>
    /// <param name="KnownMinor">Signed sum of those.</param>
    public sealed record EntriesBooked(
        string StatementId, int Part, Iban Account, ImmutableArray<BankTransaction> Entries, int Known, Actor Actor,
        long KnownMinor = 0) : BankEvent;

    /// <summary>A statement is booked to its end; the account's balance is its closing balance.</summary>
    /// <param name="WasMissing">
    /// True where it lies in a gap that was accepted: the account's balance is what it was.
    /// </param>
    public sealed record StatementBooked(StatementHeader Statement, bool WasMissing = false) : BankEvent;

    /// <summary>The bank expects these; no payment comes of it until a statement books them.</summary>
    /// <param name="Entries">Only those that were neither booked nor expected before.</param>
    public sealed record EntriesAnnounced(
        string Report, Iban Account, ImmutableArray<BankTransaction> Entries, Actor Actor) : BankEvent;

    /// <summary>An entry that is booked as one total is made of these; no payment comes of it.</summary>
    /// <param name="Entry">The entry's identity.</param>
    public sealed record EntryDetailed(
        string Entry, int Part, Iban Account, ImmutableArray<BankTransaction> Details, Actor Actor) : BankEvent;

    /// <summary>
    /// A statement does not go on from the last one: nothing of it is booked, and no later one is until the missing one
    /// comes or a person accepts the gap.
    /// </summary>
    /// <param name="ExpectedMinor">The last statement's closing balance.</param>
    /// <param name="FoundMinor">
    /// What this one goes on from: its opening balance and those of its entries that are booked already.
    /// </param>
    public sealed record FeedStopped(StatementHeader Statement, long ExpectedMinor, long FoundMinor) : BankEvent;

    /// <summary>A person accepted that statements are missing: the account goes on from another balance.</summary>
    /// <param name="StatementId">The one that may be booked now.</param>
    public sealed record GapAccepted(
        string StatementId, long FromMinor, long ToMinor, string Reason, Actor Actor) : BankEvent;
}

/// <summary>What a bank account answers, in order of precedence. Numbers are fixed for good.</summary>
public enum BankReplyCode
{
    /// <summary>Done.</summary>
    Accepted = 0,

    /// <summary>Done before; nothing changed.</summary>
    Duplicate = 1,

    /// <summary>The account is not registered as an own account.</summary>
    UnknownAccount = 2,

    /// <summary>The statement is in another currency than the account.</summary>
    WrongCurrency = 3,

    /// <summary>
    /// The opening balance is not the last closing balance, or a number is missing; the detail shows both. The feed of
    /// this account has stopped.
    /// </summary>
    ChainBroken = 4,

    /// <summary>A part came before the one it follows.</summary>
    PartMissing = 5,

    /// <summary>A part of another statement, which is not finished, is expected.</summary>
    StatementUnfinished = 6,

    /// <summary>
    /// The part is too large, repeats an identity or holds an amount out of range, or the entries don't add up to what
    /// the header says. Nothing of the part was booked; the reader of this format has a fault, or the file has.
    /// </summary>
    InvalidStatement = 7,

    /// <summary>There is no gap to accept: the feed has not stopped, or no reason was given.</summary>
    NoGap = 8,
}

/// <summary>A bank account's answer.</summary>
public readonly record struct BankReply(BankReplyCode Code, string? Detail = null)
{
    /// <summary>True where the command is done, now or before.</summary>
    public bool IsDone => Code is BankReplyCode.Accepted or BankReplyCode.Duplicate;
}
