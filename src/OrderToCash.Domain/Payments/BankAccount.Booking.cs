using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <content>Booking statements.</content>
/// <remarks>
/// The rule that joins statements: what a statement opens with, plus those of its entries that are booked already, is
/// the balance of what is booked. Without overlap that is "opening = last closing". It is checked with the first part
/// that brings a new entry, before that part is booked; a part after it can't know an entry.
/// </remarks>
public static partial class BankAccount
{
    /// <summary>Entries in one part at most: a command yields at most 1,024 events and reactions.</summary>
    public const int MaxPartEntries = 500;

    /// <summary>
    /// The highest amount of an entry or a balance, minor units, either sign: a thousandfold of any order.
    /// </summary>
    public const long MaxAmountMinor = 1_000_000_000_000_000;

    private static Decision<BankReply, BankEvent> BookEntries(BankAccountState state, BankCommand.BookEntries book)
    {
        var statement = book.Statement;
        var pending = state.Pending;
        var goesOn = pending is not null && pending.Id == statement.Id;
        if (state.Statements.Contains(statement.Id) || (goesOn && pending is not null && book.Part < pending.NextPart))
            return Refuse(BankReplyCode.Duplicate, null);
        if (!state.IsRegistered)
            return Refuse(BankReplyCode.UnknownAccount, StatementTexts.UnknownAccount(state.Id));
        if (WrongCurrency(state, book) is { } wrong)
            return Refuse(BankReplyCode.WrongCurrency, StatementTexts.AccountCurrency(state, wrong));
        if (pending is { NewEntries: > 0 } && !goesOn)
            return Refuse(BankReplyCode.StatementUnfinished, StatementTexts.Unfinished(pending));
        var before = goesOn && pending is not null ? pending : new PendingStatement(statement.Id, 0, 0, 0, 0, 0);
        if (book.Part != before.NextPart)
            return Refuse(BankReplyCode.PartMissing, StatementTexts.PartMissing(book, before.NextPart));
        if (FindFault(book) is { } fault)
            return Refuse(BankReplyCode.InvalidStatement, fault);
        return BookPart(state, book, before);
    }

    private static Decision<BankReply, BankEvent> BookPart(
        BankAccountState state, BankCommand.BookEntries book, PendingStatement before)
    {
        var statement = book.Statement;
        var fresh = ImmutableArray.CreateBuilder<BankTransaction>(book.Entries.Length);
        long newMinor = before.NewMinor;
        long knownMinor = 0;
        string? knownIdentity = null;
        foreach (var entry in book.Entries)
        {
            if (state.Identities.Contains(entry.Identity))
            {
                knownIdentity ??= entry.Identity;
                knownMinor += entry.SignedMinor;
            }
            else
            {
                fresh.Add(entry);
                newMinor += entry.SignedMinor;
            }
        }

        var known = book.Entries.Length - fresh.Count;
        var allKnownMinor = before.KnownMinor + knownMinor;
        if (book.IsLast && FindTotalFault(book, before, newMinor + allKnownMinor) is { } fault)
            return Refuse(BankReplyCode.InvalidStatement, fault);
        if (before.NewEntries > 0 && knownIdentity is not null)
            return Refuse(BankReplyCode.ChainBroken, StatementTexts.KnownInside(statement, knownIdentity));

        var anyNew = before.NewEntries + fresh.Count > 0;
        if (!anyNew && book.IsLast && IsBookedAlready(state, statement, before.Entries + known))
            return Refuse(BankReplyCode.Duplicate, null);
        if (before.NewEntries == 0 && (anyNew || book.IsLast) && state.LastStatement is { } last
            && statement.OpeningMinor + allKnownMinor != last.ClosingMinor)
        {
            return Refuse(BankReplyCode.ChainBroken, StatementTexts.ChainBroken(last, statement, allKnownMinor));
        }

        var entries = fresh.DrainToImmutable();
        return new Decision<BankReply, BankEvent>(
            new BankReply(BankReplyCode.Accepted), EventsOf(state, book, entries, known, knownMinor));
    }

    private static ImmutableArray<BankEvent> EventsOf(
        BankAccountState state, BankCommand.BookEntries book, ImmutableArray<BankTransaction> entries, int known,
        long knownMinor)
    {
        var booked = new BankEvent.EntriesBooked(
            book.Statement.Id, book.Part, state.Id, entries, known, book.Actor, knownMinor);
        if (!book.IsLast)
            return [booked];
        return book.Entries.IsEmpty
            ? [new BankEvent.StatementBooked(book.Statement)]
            : [booked, new BankEvent.StatementBooked(book.Statement)];
    }

    // A statement that brings nothing new is a repeat, unless it starts where the last one ended and moves the balance:
    // then its entries are other ones that the reader gave known identities, and dropping them would lose money.
    // Without entries only an older period tells a repeat from a gap.
    private static bool IsBookedAlready(BankAccountState state, StatementHeader statement, int entries)
    {
        if (state.LastStatement is not { } last)
            return false;
        if (statement.ToDate < last.ToDate)
            return true;
        return entries > 0
            && (statement.OpeningMinor != last.ClosingMinor || statement.ClosingMinor == statement.OpeningMinor);
    }

    private static Currency? WrongCurrency(BankAccountState state, BankCommand.BookEntries book)
    {
        if (book.Statement.Currency != state.Currency)
            return book.Statement.Currency;
        foreach (var entry in book.Entries)
        {
            if (entry.Currency != state.Currency)
                return entry.Currency;
        }

        return null;
    }

    private static string? FindFault(BankCommand.BookEntries book)
    {
        if (book.Entries.Length > MaxPartEntries)
            return StatementTexts.PartTooLarge(book);
        if (IsOutOfRange(book.Statement.OpeningMinor) || IsOutOfRange(book.Statement.ClosingMinor))
            return StatementTexts.OutOfRange(book.Statement, "a balance");
        var identities = new HashSet<string>(book.Entries.Length, StringComparer.Ordinal);
        foreach (var entry in book.Entries)
        {
            if (IsOutOfRange(entry.SignedMinor))
                return StatementTexts.OutOfRange(book.Statement, "entry " + entry.Identity);
            if (!identities.Add(entry.Identity))
                return StatementTexts.SameIdentity(book.Statement, entry.Identity);
        }

        return null;
    }

    private static string? FindTotalFault(BankCommand.BookEntries book, PendingStatement before, long movedMinor)
    {
        var count = before.Entries + book.Entries.Length;
        if (count != book.Statement.EntryCount)
            return StatementTexts.CountDiffers(book.Statement, count);
        return book.Statement.OpeningMinor + movedMinor == book.Statement.ClosingMinor
            ? null
            : StatementTexts.SumDiffers(book.Statement, movedMinor);
    }

    private static bool IsOutOfRange(long minor) => minor is < -MaxAmountMinor or > MaxAmountMinor;
}
