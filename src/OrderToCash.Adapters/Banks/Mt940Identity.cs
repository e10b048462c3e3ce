using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>What an MT940 statement is known by: never by the id of a message, which a repeat has anew.</summary>
internal static class Mt940Identity
{
    /// <summary>Account, number, year, page where it is one of several, period, balances.</summary>
    public static string Of(
        string account, string? number, string? page, DateOnly from, DateOnly to, long openingMinor, long closingMinor,
        Currency currency)
    {
        var opening = CamtAmount.Format(openingMinor, currency);
        var closing = CamtAmount.Format(closingMinor, currency);
        return $"{account} mt940 {number ?? "-"}/{to.Year:0000}{(page is null ? "" : $" page {page}")} "
            + $"{from:yyyy-MM-dd}..{to:yyyy-MM-dd} {opening}..{closing} {currency}";
    }

    /// <summary>Of an intraday report: account, number and page, day, and the bank's reference.</summary>
    public static string OfReport(string account, Mt940Statement statement) =>
        $"{account} mt942 {statement.SequenceNumber ?? "-"}/{statement.Page ?? "-"} "
        + $"{statement.Day?.ToString("yyyy-MM-dd") ?? "-"} {statement.Reference?.Trim() ?? "-"}";
}
