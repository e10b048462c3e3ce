using System.Runtime.InteropServices;
using OrderToCash.Adapters.Settlements;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>Reads a bank's CSV export as one statement: the balance behind each entry must be the one before and its
/// amount.</summary>
internal sealed class BankCsvStatement
{
    private const string Advice = "Nothing of the file is booked. Export it again from the bank.";

    private readonly BankCsvMapping _mapping;
    private readonly ReportColumns _columns;
    private readonly Dictionary<UInt128, int> _occurrences = [];

    private BankCsvStatement(BankCsvMapping mapping, ReportColumns columns)
    {
        _mapping = mapping;
        _columns = columns;
    }

    /// <summary>The account, the verified statement, and its entries, oldest first.</summary>
    /// <exception cref="BankRefusedException">It is no such file, or doesn't add up.</exception>
    public static (string Account, StatementHeader Header, List<BankTransaction> Entries) Read(
        Stream stream, BankCsvMapping mapping)
    {
        using var rows = ReportRows.Open(stream);
        var header = rows.Next() ?? throw new BankRefusedException("no-rows", "file", "nothing", "a header and rows");
        var statement = new BankCsvStatement(mapping, new ReportColumns(header));
        var all = new List<Line>();
        while (rows.Next() is { } row)
            all.Add(statement.LineOf(row));
        if (all.Count == 0)
            throw new BankRefusedException("no-rows", $"line {header.Line + 1}", "nothing", "at least one entry");
        if (IsNewestFirst(all))
            all.Reverse();
        return statement.Statement(all);
    }

    private static bool IsNewestFirst(List<Line> lines) =>
        lines.Count > 1 && lines[1].BalanceMinor + lines[0].Minor == lines[0].BalanceMinor
        && lines[0].BalanceMinor + lines[1].Minor != lines[1].BalanceMinor;

    private (string Account, StatementHeader Header, List<BankTransaction> Entries) Statement(List<Line> lines)
    {
        var (account, currency) = (lines[0].Account, lines[0].Currency);
        var opening = lines[0].BalanceMinor - lines[0].Minor;
        var before = opening;
        var references = new HashSet<string>(StringComparer.Ordinal);
        var repeated = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (line.Account != account || line.Currency != currency)
            {
                throw Refuse(
                    line.Row, _mapping.AccountColumn ?? _mapping.CurrencyColumn ?? "row", "wrong-account",
                    $"{line.Account} in {line.Currency}", $"{account} in {currency}, as the first row");
            }

            if (before + line.Minor != line.BalanceMinor)
            {
                throw Refuse(
                    line.Row, _mapping.BalanceColumn, "balance-mismatch",
                    CamtAmount.Format(line.BalanceMinor, currency),
                    $"{CamtAmount.Format(before + line.Minor, currency)}, the balance before and this amount");
            }

            before = line.BalanceMinor;
            if (EntryIdentity.IsUsable(line.Reference) && !references.Add(line.Reference))
                repeated.Add(line.Reference);
        }

        var (from, to) = (lines[0].Date, lines[^1].Date);
        var id = $"{account} csv {from:yyyy-MM-dd}..{to:yyyy-MM-dd} {CamtAmount.Format(opening, currency)}.."
            + $"{CamtAmount.Format(before, currency)} {currency}";
        var header = new StatementHeader(id, null, from, to, currency, opening, before, lines.Count);
        return (account, header, lines.ConvertAll(x => Transaction(x, repeated)));
    }

    private Line LineOf(ReportRow row)
    {
        var code = _mapping.Currency ?? Text(row, _mapping.CurrencyColumn);
        if (!Currency.TryParse(code?.ToUpperInvariant(), out var currency))
            throw Refuse(row, "currency", "unknown-currency", code ?? "nothing", "a currency of ISO 4217 in use");
        var account = Mt940Details.Number(_mapping.Account ?? Text(row, _mapping.AccountColumn))
            ?? throw Refuse(row, "account", "missing-account", "nothing", "the account's IBAN");
        return new Line(
            row, account, currency, DateOf(row, _mapping.DateColumn), AmountOf(row, currency),
            MinorOf(row, _mapping.BalanceColumn, currency), Text(row, _mapping.ReferenceColumn));
    }

    private long AmountOf(ReportRow row, Currency currency)
    {
        if (_mapping.AmountColumn is { } amount)
            return MinorOf(row, amount, currency);
        var credit = Text(row, _mapping.CreditColumn);
        var debit = Text(row, _mapping.DebitColumn);
        if ((credit is null) == (debit is null))
        {
            throw Refuse(
                row, _mapping.CreditColumn ?? "amount", "malformed-amount", credit is null ? "neither" : "both",
                "a credit or a debit");
        }

        return credit is not null
            ? MinorOf(row, _mapping.CreditColumn ?? "", currency)
            : -Math.Abs(MinorOf(row, _mapping.DebitColumn ?? "", currency));
    }

    private BankTransaction Transaction(Line line, HashSet<string> repeated)
    {
        var value = _mapping.ValueDateColumn is { } column ? DateOf(line.Row, column) : line.Date;
        var text = Text(line.Row, _mapping.TextColumn);
        var endToEnd = Mt940Details.Id(Text(line.Row, _mapping.EndToEndColumn));
        string identity;
        if (EntryIdentity.IsUsable(line.Reference) && !repeated.Contains(line.Reference))
        {
            identity = EntryIdentity.OfReference(line.Reference);
        }
        else
        {
            var hash = EntryIdentity.HashContent(line.Account, line.Date, value, line.Minor, endToEnd, text);
            ref var occurrence = ref CollectionsMarshal.GetValueRefOrAddDefault(_occurrences, hash, out _);
            identity = EntryIdentity.OfContent(hash, ++occurrence);
        }

        return new BankTransaction(
            identity, line.Minor, line.Currency, line.Date, value, Text(line.Row, _mapping.NameColumn),
            Mt940Details.Number(Text(line.Row, _mapping.IbanColumn)), text, endToEnd, null, line.Reference);
    }

    private string? Text(ReportRow row, string? column) => column is null
        ? null
        : ReportColumns.Optional(row, _columns.Require(column.Trim().ToLowerInvariant()));

    private long MinorOf(ReportRow row, string column, Currency currency)
    {
        var text = Text(row, column) ?? string.Empty;
        return ReportAmount.Parse(text, currency) ?? throw Refuse(
            row, column, "malformed-amount", text.Length == 0 ? "nothing" : $"\"{text}\"",
            $"an amount in {currency} with at most {currency.Exponent} decimals");
    }

    private DateOnly DateOf(ReportRow row, string column)
    {
        var text = Text(row, column) ?? string.Empty;
        return ReportDate.Parse(text) ?? throw Refuse(
            row, column, "malformed-date", text.Length == 0 ? "nothing" : $"\"{text}\"", "a day, as 2026-03-18");
    }

    private static BankRefusedException Refuse(
        ReportRow row, string column, string reason, string found, string expected) =>
        new(reason, $"line {row.Line}, {column}", found, expected, Advice);

    private readonly record struct Line(
        ReportRow Row, string Account, Currency Currency, DateOnly Date, long Minor, long BalanceMinor,
        string? Reference);
}
