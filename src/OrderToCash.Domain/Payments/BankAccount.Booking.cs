using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <content>Booking statements.</content>
/// <remarks>
/// A statement is a stretch of the account's history between two balances; <see cref="Placement"/> finds where it lies
/// in what is booked. What is booked of it is known, the rest is new. What lies nowhere stops the feed.
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
        var place = Placement.Find(state, book, before);
        var reading = Read(state, book.Entries, place.IsKnown);
        var total = before.NewMinor + before.KnownMinor + reading.FreshMinor + reading.KnownMinor;
        if (book.IsLast && FindTotalFault(book, before, total) is { } fault)
            return Refuse(BankReplyCode.InvalidStatement, fault);
        switch (place.Kind)
        {
            case PlaceKind.Repeat:
                return book.IsLast
                    ? Refuse(BankReplyCode.Duplicate, null)
                    : Book(state, book, reading, wasMissing: false);
            case PlaceKind.GoesOn:
                return before.NewEntries == 0 && MissingNumber(state, statement) is { } missing
                    ? Stop(
                        state, statement, statement.OpeningMinor + before.KnownMinor + reading.KnownMinor,
                        StatementTexts.NumberMissing(statement, missing))
                    : Book(state, book, reading, wasMissing: false);
            case PlaceKind.Gap:
                return Book(state, book, reading, wasMissing: true);
        }

        return Stop(state, statement, statement.OpeningMinor + place.KnownMinor, place.Kind switch
        {
            PlaceKind.OverGap => StatementTexts.WasGivenUp(statement),
            PlaceKind.BeforeAll => StatementTexts.BeforeAll(statement),
            PlaceKind.Unclear => StatementTexts.Unclear(statement),
            _ => StatementTexts.ChainBroken(state.LastStatement ?? statement, statement, place.KnownMinor),
        });
    }

    private static Decision<BankReply, BankEvent> Book(
        BankAccountState state, BankCommand.BookEntries book, PartReading reading, bool wasMissing)
    {
        var booked = new BankEvent.EntriesBooked(
            book.Statement.Id, book.Part, state.Id, reading.Fresh, reading.Known, book.Actor, reading.KnownMinor);
        ImmutableArray<BankEvent> events = !book.IsLast ? [booked]
            : book.Entries.IsEmpty ? [new BankEvent.StatementBooked(book.Statement, wasMissing)]
            : [booked, new BankEvent.StatementBooked(book.Statement, wasMissing)];
        return new Decision<BankReply, BankEvent>(new BankReply(BankReplyCode.Accepted), events);
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
        var statement = book.Statement;
        return IsOutOfRange(statement.OpeningMinor) || IsOutOfRange(statement.ClosingMinor)
            ? StatementTexts.OutOfRange("statement " + statement.Id, statement.Currency, "a balance")
            : FindFault($"part {book.Part} of statement {statement.Id}", statement.Currency, book.Entries);
    }

    private static string? FindFault(string what, Currency currency, ImmutableArray<BankTransaction> entries)
    {
        if (entries.Length > MaxPartEntries)
            return StatementTexts.PartTooLarge(what, entries.Length);
        var identities = new HashSet<string>(entries.Length, StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (IsOutOfRange(entry.SignedMinor))
                return StatementTexts.OutOfRange(what, currency, "entry " + entry.Identity);
            if (!identities.Add(entry.Identity))
                return StatementTexts.SameIdentity(what, entry.Identity);
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
