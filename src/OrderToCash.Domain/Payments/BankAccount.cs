using System.Diagnostics;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>
/// An own bank account: books each transaction once, however statements repeat or overlap, and only where the balances
/// join. This file: registration and what events change; <c>Booking</c>: statements, <c>Chain</c>: whether
/// they join, <c>Expected</c>: what is announced and detailed.
/// </summary>
public static partial class BankAccount
{
    /// <summary>The account before its first event.</summary>
    public static BankAccountState Initial(string id) => new(id);

    /// <summary>What the command changes; never changes the state itself.</summary>
    /// <param name="at">When the command came, UTC; no decision of a bank account depends on it.</param>
    public static Decision<BankReply, BankEvent> Decide(
        BankAccountState state, BankCommand command, DateTimeOffset at) => command switch
        {
            BankCommand.BookEntries book => BookEntries(state, book),
            BankCommand.Announce announce => Announce(state, announce),
            BankCommand.NoteDetails note => NoteDetails(state, note),
            BankCommand.AcceptGap accept => AcceptGap(state, accept),
            BankCommand.Register register => Register(state, register),
            _ => throw new UnreachableException(),
        };

    /// <summary>Changes the state by the event and returns it.</summary>
    public static BankAccountState Evolve(BankAccountState state, BankEvent bankEvent)
    {
        switch (bankEvent)
        {
            case BankEvent.Registered registered:
                state.IsRegistered = true;
                state.Currency = registered.Currency;
                state.Name = registered.Name;
                return state;
            case BankEvent.EntriesBooked booked:
                Apply(state, booked);
                return state;
            case BankEvent.StatementBooked booked:
                Apply(state, booked);
                return state;
            case BankEvent.EntriesAnnounced announced:
                state.Expected.Add(announced.Entries);
                return state;
            case BankEvent.EntryDetailed detailed:
                state.Identities.Add(DetailPart(detailed.Entry, detailed.Part));
                return state;
            case BankEvent.FeedStopped stopped:
                state.Stop = new FeedStop(stopped.Statement, stopped.ExpectedMinor, stopped.FoundMinor);
                return state;
            case BankEvent.GapAccepted accepted:
                Apply(state, accepted);
                return state;
            default:
                throw new UnreachableException();
        }
    }

    private static Decision<BankReply, BankEvent> Register(BankAccountState state, BankCommand.Register register)
    {
        if (!state.IsRegistered || (state.Currency == register.Currency && state.Name != register.Name))
        {
            return new Decision<BankReply, BankEvent>(
                new BankReply(BankReplyCode.Accepted),
                [new BankEvent.Registered(register.Currency, register.Name, register.Actor)]);
        }

        return state.Currency == register.Currency
            ? Refuse(BankReplyCode.Duplicate, null)
            : Refuse(BankReplyCode.WrongCurrency, StatementTexts.AccountCurrency(state, register.Currency));
    }

    private static void Apply(BankAccountState state, BankEvent.EntriesBooked booked)
    {
        // Part 0 of another statement replaces one of which nothing new was booked.
        var before = booked.Part > 0 ? state.Pending : null;
        if (booked.Part == 0)
            state.Periods.ClearPending();
        long newMinor = 0;
        foreach (var entry in booked.Entries)
        {
            state.Identities.Add(entry.Identity);
            if (entry.EntryReference is { } whole)
                state.Identities.Add(InDetail(whole));
            state.Periods.AddPending(BookedLine.Of(entry));
            state.Expected.Confirm(entry);
            newMinor += entry.SignedMinor;
        }

        state.EntryCount += booked.Entries.Length;
        state.Pending = new PendingStatement(
            booked.StatementId, booked.Part + 1,
            (before?.Entries ?? 0) + booked.Entries.Length + booked.Known,
            (before?.NewEntries ?? 0) + booked.Entries.Length,
            (before?.NewMinor ?? 0) + newMinor,
            (before?.KnownMinor ?? 0) + booked.KnownMinor);
    }

    private static void Apply(BankAccountState state, BankEvent.StatementBooked booked)
    {
        var statement = booked.Statement;
        if (booked.WasMissing)
        {
            // The account's balance and its last statement are those behind the gap.
            state.Periods.Fill(statement);
        }
        else
        {
            state.Periods.Append(
                statement, state.LastStatement?.ClosingMinor ?? statement.OpeningMinor,
                isOverlap: state.Pending is { } pending && pending.Entries > pending.NewEntries);
            state.NumberRun = NumberRun(state, statement);
            state.LastStatement = statement;
        }

        state.Statements.Add(statement.Id);
        state.Pending = null;
        state.LetIn = null;
        // What is older may be what was missing; the one that stopped the feed is still to come.
        if (state.Stop is { Statement: var stopped }
            && (stopped.Id == statement.Id || !(statement.ToDate < stopped.ToDate)))
        {
            state.Stop = null;
        }

        if (statement.ToDate is { } day)
            state.Expected.Lapse(day);
    }

    private static void Apply(BankAccountState state, BankEvent.GapAccepted accepted)
    {
        if (state.Stop is { } stop)
            state.Periods.AddGap(stop.Statement, accepted.ToMinor);
        state.LetIn = accepted.StatementId;
        state.Stop = null;
        state.NumberRun = 0;
        // Parts that seemed known are read again: behind a gap they may be new.
        state.Pending = null;
        if (state.LastStatement is { } last)
            state.LastStatement = last with { ClosingMinor = accepted.ToMinor };
    }

    private static Decision<BankReply, BankEvent> Refuse(BankReplyCode code, string? detail) =>
        new(new BankReply(code, detail), []);
}
