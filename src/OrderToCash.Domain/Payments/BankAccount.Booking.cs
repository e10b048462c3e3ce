using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <content>Booking statements.</content>
/// <remarks>
/// The rule that joins statements: what a statement opens with, plus those of its entries that are booked already, is
/// the balance of what is booked. Without overlap that is "opening = last closing". It is checked with the first part
/// that brings a new entry, before that part is booked; a part after it can't know an entry. Identities are believed
/// first. Where the balances then don't join, entries that agree in dates and amount are taken for known (the other
/// format has no reference of the bank); else those that are known by their content are taken for new (two equal
/// payments of one day, in two statements), and at last all of them (a bank that uses its references again). What joins
/// in no way stops the feed.
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
        var isProven = before.NewEntries > 0;
        var isMissing = IsMissing(state, book, before);
        var goesOn = GoesOnExactly(state, book, before);
        var reading = Read(
            state, book.Entries,
            isProven ? Trust.References
            : isMissing || goesOn ? Trust.Nothing
            : Trust.Identities);
        var total = before.NewMinor + before.KnownMinor + reading.FreshMinor + reading.KnownMinor;
        if (book.IsLast && FindTotalFault(book, before, total) is { } fault)
            return Refuse(BankReplyCode.InvalidStatement, fault);
        if (isProven)
        {
            return reading.FirstKnown is { } identity
                ? Stop(state, statement, statement.OpeningMinor + before.KnownMinor + reading.KnownMinor,
                    StatementTexts.KnownInside(statement, identity))
                : Book(state, book, reading, isMissing);
        }

        if (isMissing)
            return Book(state, book, reading, isMissing);
        // It can't be a repeat of anything, and what is before the first statement is in that one's opening balance.
        if (before.Entries == 0 && statement.ToDate < state.LastStatement?.ToDate
            && state.Periods.IsBeforeAll(statement) && !NamesBooked(state, book.Entries))
            return Stop(state, statement, statement.OpeningMinor, StatementTexts.BeforeAll(statement));
        if (IsRepeat(state, book, before, reading))
            return Refuse(BankReplyCode.Duplicate, null);
        if (Joins(state, book, before, reading))
            return BookJoined(state, book, before, Likelier(state, book, before, reading));
        // A gap is as large as what lies in it: to take that for known would always join, and drop it.
        ReadOnlySpan<Trust> others = goesOn ? [] : [Trust.Slots, Trust.References, Trust.Nothing];
        foreach (var trust in others)
        {
            // Whoever doubts all references has to see all of the statement.
            if (trust == Trust.Nothing && (book.Part > 0 || !book.IsLast))
                break;
            var other = Read(state, book.Entries, trust);
            if (trust == Trust.Slots && IsRepeatBySlots(state, book, before, other))
                return Refuse(BankReplyCode.Duplicate, null);
            if (Joins(state, book, before, other))
                return BookJoined(state, book, before, other);
        }

        // What comes behind a gap has nothing in common with what is before it.
        var isBehind = (statement.FromDate ?? statement.ToDate) >= state.LastStatement?.ToDate
            && !NamesBooked(state, book.Entries);
        var knownMinor = isBehind ? 0 : before.KnownMinor + reading.KnownMinor;
        return Stop(
            state, statement, statement.OpeningMinor + knownMinor,
            goesOn
                ? StatementTexts.WasGivenUp(statement)
                : StatementTexts.ChainBroken(state.LastStatement ?? statement, statement, knownMinor));
    }

    // What lies in a gap that a person accepted is new, whatever it looks like. Only a reference of the bank that is
    // booked speaks against it; and where it moves nothing, dates and amounts that are.
    private static bool IsMissing(BankAccountState state, BankCommand.BookEntries book, PendingStatement before) =>
        book.Statement.EntryCount > 0 && before.Entries == before.NewEntries && state.Periods.IsMissing(book.Statement)
        && (before.NewEntries > 0 || !NamesBooked(state, book.Entries))
        && !((state.Periods.IsDoubtful(book.Statement) || state.Periods.Covers(book.Statement))
            && Read(state, book.Entries, Trust.Slots).Fresh.IsEmpty);

    // It opens with the balance of what is booked and is no repeat of it: what it brings looks known by chance. Where a
    // gap was accepted and nothing came behind it, what is booked ends before the gap too.
    private static bool GoesOnExactly(
        BankAccountState state, BankCommand.BookEntries book, PendingStatement before) =>
        before.Entries == 0 && state.LastStatement is { } last
        && ((book.Statement.OpeningMinor == last.ClosingMinor
                && (book.Statement.FromDate ?? book.Statement.ToDate) >= last.ToDate)
            || state.Periods.BeginsLastGap(book.Statement))
        && !state.Periods.Covers(book.Statement)
        && !NamesBooked(state, book.Entries);

    // A reference of the bank that is booked with these dates and this amount is the same entry.
    private static bool NamesBooked(BankAccountState state, ImmutableArray<BankTransaction> entries)
    {
        foreach (var entry in entries)
        {
            if (!entry.IsKnownByContent && IsBooked(state, entry)
                && (entry.EntryReference is not null || state.Slots.ContainsReferenced(entry)))
                return true;
        }

        return false;
    }

    // A period that began before the last statement ended overlaps it. Where what overlaps adds up to nothing, the
    // balances join with it and without it: then it is what is booked already, in the other format.
    private static PartReading Likelier(
        BankAccountState state, BankCommand.BookEntries book, PendingStatement before, PartReading reading)
    {
        if (reading.Fresh.IsEmpty
            || !(book.Statement.FromDate < state.LastStatement?.ToDate || state.Periods.Covers(book.Statement)))
            return reading;
        var other = Read(state, book.Entries, Trust.Slots);
        return other.Known > reading.Known && Joins(state, book, before, other) ? other : reading;
    }

    private static Decision<BankReply, BankEvent> BookJoined(
        BankAccountState state, BankCommand.BookEntries book, PendingStatement before, PartReading reading)
    {
        var isUndecided = reading.Fresh.IsEmpty && !book.IsLast;
        if (!isUndecided && MissingNumber(state, book.Statement) is { } missing)
        {
            return Stop(
                state, book.Statement, book.Statement.OpeningMinor + before.KnownMinor + reading.KnownMinor,
                StatementTexts.NumberMissing(book.Statement, missing));
        }

        return Book(state, book, reading, wasMissing: false);
    }

    // As long as nothing new came, more that is known may follow, and it is too early to tell.
    private static bool Joins(
        BankAccountState state, BankCommand.BookEntries book, PendingStatement before, PartReading reading) =>
        state.LastStatement is not { } last || (reading.Fresh.IsEmpty && !book.IsLast)
        || book.Statement.OpeningMinor + before.KnownMinor + reading.KnownMinor == last.ClosingMinor;

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

    private static bool IsRepeat(
        BankAccountState state, BankCommand.BookEntries book, PendingStatement before, PartReading reading)
    {
        if (!book.IsLast)
            return false;
        if (reading.Fresh.IsEmpty)
        {
            return IsBookedAlready(state, book, before.Entries + reading.Known)
                && (LeadsWhereBooked(state, book.Statement) || state.Periods.Covers(book.Statement)
                    || before.Entries > 0 || NamesBooked(state, book.Entries));
        }

        // A period that is booked, in the other format. Where nothing is left of it, or what it moved was moved back
        // since, the balances would let it in a second time.
        var isNothingLeft = book.Statement.OpeningMinor == book.Statement.ClosingMinor;
        return state.LastStatement is { } last
            && (book.Statement.ToDate < last.ToDate || (isNothingLeft && book.Statement.ToDate == last.ToDate)
                || state.Periods.Covers(book.Statement))
            && Read(state, book.Entries, Trust.Slots).Fresh.IsEmpty;
    }

    // That all dates and amounts are known makes a repeat only of what is not newer than the last statement, and leads
    // where that led.
    private static bool IsRepeatBySlots(
        BankAccountState state, BankCommand.BookEntries book, PendingStatement before, PartReading reading) =>
        book.IsLast && reading.Fresh.IsEmpty
        && IsBookedAlready(state, book, before.Entries + reading.Known)
        && LeadsWhereBooked(state, book.Statement);

    private static bool LeadsWhereBooked(BankAccountState state, StatementHeader statement) =>
        statement.ToDate < state.LastStatement?.ToDate
        || statement.ClosingMinor == state.LastStatement?.ClosingMinor;

    // A statement that brings nothing new is a repeat, unless it starts where the last one ended and moves the balance:
    // then its entries are other ones that the reader gave known identities, and dropping them would lose money.
    // Without entries only an older period tells a repeat from a gap.
    private static bool IsBookedAlready(BankAccountState state, BankCommand.BookEntries book, int entries)
    {
        var statement = book.Statement;
        if (state.LastStatement is not { } last)
            return false;
        if (statement.ToDate < last.ToDate)
            return true;
        if (entries > 0 && (state.Periods.Covers(statement)
            || (state.Periods.Begins(statement) && NamesBooked(state, book.Entries))))
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
