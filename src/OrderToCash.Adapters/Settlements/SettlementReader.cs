using OrderToCash.Adapters.Banks;

namespace OrderToCash.Adapters.Settlements;

/// <summary>Reads a file of settlement reports, whichever provider's; which it is, its columns tell.</summary>
internal static class SettlementReader
{
    private const int MaxLinesBefore = 20;

    /// <summary>True where the start of a file has a header of one of the providers.</summary>
    public static bool IsIn(ReadOnlySpan<byte> head)
    {
        using var rows = ReportRows.Open(new MemoryStream(head.ToArray()));
        try
        {
            return FindHeader(rows, null) is not null;
        }
        catch (BankRefusedException)
        {
            // A row that goes on behind the head, or no table at all.
            return false;
        }
    }

    /// <summary>All reports of a file.</summary>
    /// <param name="mapping">For reports that only it knows; null for those that are known here.</param>
    /// <exception cref="BankRefusedException">The file as a whole is refused.</exception>
    public static IReadOnlyList<SettlementDraft> Read(Stream stream, SettlementCsvMapping? mapping)
    {
        using var rows = ReportRows.Open(stream);
        var columns = FindHeader(rows, mapping) ?? throw new BankRefusedException(
            "unknown-format", "file", "columns that are not known",
            "a settlement report of PayPal, Stripe, Klarna or Amazon, or a mapping that names the columns");
        var drafts = mapping is not null ? MappedReport.Read(mapping, columns, rows)
            : PayPalReport.IsIn(columns) ? PayPalReport.Read(columns, rows)
            : StripeReports.IsIn(columns) ? StripeReports.Read(columns, rows)
            : KlarnaReport.IsIn(columns) ? KlarnaReport.Read(columns, rows)
            : AmazonReport.Read(columns, rows);
        return drafts.Count > 0
            ? drafts
            : throw new BankRefusedException("no-rows", $"line {columns.Line + 1}", "nothing", "at least one row");
    }

    // Some exports have a title above the header.
    private static ReportColumns? FindHeader(ReportRows rows, SettlementCsvMapping? mapping)
    {
        for (var i = 0; i < MaxLinesBefore && rows.Next() is { } row; i++)
        {
            var columns = new ReportColumns(row);
            var isKnown = mapping is not null
                ? mapping.IsIn(columns)
                : PayPalReport.IsIn(columns) || StripeReports.IsIn(columns) || KlarnaReport.IsIn(columns)
                    || AmazonReport.IsIn(columns);
            if (isKnown)
                return columns;
        }

        return null;
    }
}
