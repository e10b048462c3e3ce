using System.Globalization;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>What a bank account says where it refuses: what happened, to which statement, and what to do.</summary>
internal static class StatementTexts
{
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

    public static string PartTooLarge(BankCommand.BookEntries book) =>
        $"part {book.Part} of statement {book.Statement.Id} holds {book.Entries.Length} entries, expected at most "
        + $"{BankAccount.MaxPartEntries}";

    public static string OutOfRange(StatementHeader statement, string what) =>
        $"statement {statement.Id}: {what} is out of range, expected at most "
        + $"{Amount(BankAccount.MaxAmountMinor, statement.Currency)} in amount";

    public static string SameIdentity(StatementHeader statement, string identity) =>
        $"statement {statement.Id} holds two entries with the identity {identity}; equal entries need an occurrence "
        + "number in their identity";

    public static string CountDiffers(StatementHeader statement, int found) =>
        $"statement {statement.Id} holds {found} entries, its header says {statement.EntryCount}";

    public static string SumDiffers(StatementHeader statement, long movedMinor) =>
        $"statement {statement.Id}: opening balance {Amount(statement.OpeningMinor, statement.Currency)} plus entries "
        + $"{Amount(movedMinor, statement.Currency)} is not the closing balance "
        + Amount(statement.ClosingMinor, statement.Currency);

    public static string KnownInside(StatementHeader statement, string identity) =>
        $"statement {statement.Id} brings entry {identity} again after entries that are new; the identity was used "
        + "for an earlier entry, so the bank's reference is not unique in this account";

    public static string ChainBroken(StatementHeader last, StatementHeader statement, long knownMinor)
    {
        var gap = statement.OpeningMinor + knownMinor - last.ClosingMinor;
        var text = $"the last statement booked ({Name(last)}) closes with {Amount(last.ClosingMinor, last.Currency)}, "
            + $"this one ({Name(statement)}) opens with {Amount(statement.OpeningMinor, statement.Currency)}";
        if (knownMinor != 0)
            text += $", and {Amount(knownMinor, statement.Currency)} of its entries are booked already";
        return text + $": a gap of {Amount(gap, statement.Currency)}; deliver the statements between them first"
            + (last.ToDate is { } day ? $", from {Day(day)} on" : null);
    }

    private static string Name(StatementHeader statement) =>
        (statement.SequenceNumber, statement.ToDate) switch
        {
            ({ } number, { } day) => $"no. {number} to {Day(day)}",
            ({ } number, null) => $"no. {number}",
            (null, { } day) => $"to {Day(day)}",
            _ => statement.Id,
        };

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Amount(long minor, Currency currency)
    {
        var scaled = (decimal)minor;
        for (var i = 0; i < currency.Exponent; i++)
            scaled /= 10m;
        return scaled.ToString("N" + currency.Exponent, CultureInfo.InvariantCulture) + " " + currency.Code;
    }
}
