using System.Globalization;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>What a bank account says where it refuses: what happened, to which statement, and what to do.</summary>
internal static class StatementTexts
{
    private const string AcceptGap = "o2c accounts accept-gap";

    public static string UnknownAccount(Iban account) =>
        $"{account} is not registered as an own account; register it with: o2c accounts add {account}";

    public static string AccountCurrency(BankAccountState state, Currency found) =>
        $"account {state.Id} is kept in {state.Currency}, found {found}; check that the file belongs to this account";

    public static string Unfinished(PendingStatement pending) =>
        $"statement {pending.Id} is not finished, its part {pending.NextPart} is expected; deliver its file again, "
        + "then this one";

    public static string PartMissing(BankCommand.BookEntries book, int expected) =>
        $"part {book.Part} of statement {book.Statement.Id} came where part {expected} is expected; "
        + "deliver the statement again from its beginning";

    public const string NoReason = "a gap is accepted with a reason; say why the statements are missing";

    public static string NoGap(Iban account) =>
        $"the feed of account {account} has not stopped: there is no gap to accept";

    public static string OlderThanBooked(StatementHeader statement) =>
        $"the statement that stopped the feed ({Name(statement)}) is older than the last one booked: nothing is "
        + "missing before that; deliver the newest statement";

    public static string NumberMissing(StatementHeader statement, long missing) =>
        $"statement no. {statement.SequenceNumber} came where no. {missing} is expected, although the balances join; "
        + $"deliver no. {missing} first, or accept the gap: {AcceptGap}";

    public static string DetailsMissing(BankCommand.NoteDetails note) =>
        $"part {note.Part} of the details of entry {note.Entry} came where part {note.Part - 1} is expected; "
        + "deliver the notification again from its beginning";

    public static string PartTooLarge(string what, int entries) =>
        $"{what} holds {entries} entries, expected at most {BankAccount.MaxPartEntries}";

    public static string OutOfRange(string whole, Currency currency, string what) =>
        $"{whole}: {what} is out of range, expected at most {Amount(BankAccount.MaxAmountMinor, currency)} in amount";

    public static string SameIdentity(string what, string identity) =>
        $"{what} holds two entries with the identity {identity}; equal entries need an occurrence number in their "
        + "identity";

    public static string CountDiffers(StatementHeader statement, int found) =>
        $"statement {statement.Id} holds {found} entries, its header says {statement.EntryCount}";

    public static string SumDiffers(StatementHeader statement, long movedMinor) =>
        $"statement {statement.Id}: opening balance {Amount(statement.OpeningMinor, statement.Currency)} plus entries "
        + $"{Amount(movedMinor, statement.Currency)} is not the closing balance "
        + Amount(statement.ClosingMinor, statement.Currency);

    public static string ChainBroken(StatementHeader last, StatementHeader statement, long knownMinor)
    {
        var gap = statement.OpeningMinor + knownMinor - last.ClosingMinor;
        var text = $"the last statement booked ({Name(last)}) closes with {Amount(last.ClosingMinor, last.Currency)}, "
            + $"this one ({Name(statement)}) opens with {Amount(statement.OpeningMinor, statement.Currency)}";
        if (knownMinor != 0)
            text += $", and {Amount(knownMinor, statement.Currency)} of its entries are booked already";
        return text + $": a gap of {Amount(gap, statement.Currency)}; deliver the statements between them first"
            + (last.ToDate is { } day ? $", from {Day(day)} on" : null)
            + $", or accept the gap: {AcceptGap}";
    }

    public static string WasGivenUp(StatementHeader statement) =>
        $"this statement ({Name(statement)}) opens with {Amount(statement.OpeningMinor, statement.Currency)}, where "
        + "the accepted gap begins: it brings what was given up, and more; deliver the missing days alone first, or "
        + $"let it in as it is: {AcceptGap}";

    public static string BeforeAll(StatementHeader statement) =>
        $"this statement ({Name(statement)}) closes with {Amount(statement.ClosingMinor, statement.Currency)}, where "
        + "the first statement booked begins: it is older than all that is booked, and stays out, for it is in the "
        + "balance the account began with; deliver the newest statement";

    public static string Unclear(StatementHeader statement) =>
        $"this statement ({Name(statement)}) opens with {Amount(statement.OpeningMinor, statement.Currency)}, where "
        + "more than one place is possible: its entries may be booked already, and may be new ones of the same day; "
        + $"look whether they are booked, and if not, let it in: {AcceptGap}";

    private static string Name(StatementHeader statement) =>
        (statement.SequenceNumber, statement.ToDate) switch
        {
            ({ } number, { } day) => $"no. {number} to {Day(day)}",
            ({ } number, null) => $"no. {number}",
            (null, { } day) => $"to {Day(day)}",
            _ => statement.Id,
        };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Amount(long minor, Currency currency) =>
        currency.ToMajor(minor).ToString("N" + currency.Exponent, CultureInfo.InvariantCulture) + " " + currency.Code;
}
