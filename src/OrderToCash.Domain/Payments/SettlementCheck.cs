using System.Globalization;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>Checks that a settlement report adds up, before anything is booked from it.</summary>
public static class SettlementCheck
{
    /// <summary>
    /// The first fault: an amount out of range, a row whose net is not gross less fee, an id twice, or rows that don't
    /// sum up to the payout. Null where there is none.
    /// </summary>
    public static SettlementFault? Find(SettlementReport report)
    {
        if (report.Rows.IsEmpty)
            return new SettlementFault("no-rows", null, "no rows", "at least one");
        if (IsOutOfRange(report.PayoutMinor))
            return OutOfRange(null, report.PayoutMinor, report.Currency);
        var ids = new HashSet<string>(report.Rows.Length, StringComparer.Ordinal);
        Int128 sum = 0;
        for (var i = 0; i < report.Rows.Length; i++)
        {
            var row = report.Rows[i];
            if (FindRowFault(report, row, i) is { } fault)
                return fault;
            if (!ids.Add(row.Id))
                return new SettlementFault("repeated-id", i, $"the id {row.Id} twice", "an id of its own for each row");
            sum += row.NetMinor;
        }

        return sum == report.PayoutMinor
            ? null
            : new SettlementFault(
                "sum-differs", null, $"rows of {Amount(sum, report.Currency)} in all",
                $"the payout of {Amount(report.PayoutMinor, report.Currency)}");
    }

    private static SettlementFault? FindRowFault(SettlementReport report, SettlementRow row, int index)
    {
        foreach (var minor in (ReadOnlySpan<long>)[row.GrossMinor, row.FeeMinor, row.NetMinor])
        {
            if (IsOutOfRange(minor))
                return OutOfRange(index, minor, report.Currency);
        }

        return row.GrossMinor - row.FeeMinor == row.NetMinor
            ? null
            : new SettlementFault(
                "net-differs", index, $"net {Amount(row.NetMinor, report.Currency)}",
                $"{Amount(row.GrossMinor - row.FeeMinor, report.Currency)}: gross "
                + $"{Amount(row.GrossMinor, report.Currency)} less fee {Amount(row.FeeMinor, report.Currency)}");
    }

    private static bool IsOutOfRange(long minor) =>
        minor is < -BankAccount.MaxAmountMinor or > BankAccount.MaxAmountMinor;

    private static SettlementFault OutOfRange(int? row, long minor, Currency currency) =>
        new("out-of-range", row, Amount(minor, currency), $"at most {Amount(BankAccount.MaxAmountMinor, currency)}");

    /// <summary>An amount as a person writes it, with its currency.</summary>
    internal static string Amount(Int128 minor, Currency currency)
    {
        var scaled = (decimal)minor;
        for (var i = 0; i < currency.Exponent; i++)
            scaled /= 10m;
        return scaled.ToString("N" + currency.Exponent, CultureInfo.InvariantCulture) + " " + currency.Code;
    }
}
