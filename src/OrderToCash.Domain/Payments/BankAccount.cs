using System.Diagnostics;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>
/// An own bank account: books each transaction once, however statements repeat or overlap, and only where the balances
/// join. This file: registration and what events change; <c>Booking</c>: statements.
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
                state.LastStatement = booked.Statement;
                state.Statements.Add(booked.Statement.Id);
                state.Pending = null;
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
        long newMinor = 0;
        foreach (var entry in booked.Entries)
        {
            state.Identities.Add(entry.Identity);
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

    private static Decision<BankReply, BankEvent> Refuse(BankReplyCode code, string? detail) =>
        new(new BankReply(code, detail), []);
}
