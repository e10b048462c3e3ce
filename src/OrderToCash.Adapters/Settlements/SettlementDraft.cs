using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Settlements;

/// <summary>A settlement report while its rows are read. The first thing that is wrong in it refuses it, and no
/// other in the file.</summary>
/// <param name="line">The line of its first row.</param>
internal sealed class SettlementDraft(string provider, string payoutId, Currency currency, int line)
{
    private readonly List<SettlementRow> _rows = [];
    private readonly List<int> _lines = [];

    /// <summary>The provider's id of the payout; some stand behind their rows.</summary>
    public string PayoutId { get; set; } = payoutId;

    public Currency Currency => currency;

    /// <summary>What is paid out; null where the report doesn't say it, and it is the rows' sum.</summary>
    public long? PayoutMinor { get; set; }

    public DateOnly? Date { get; set; }

    /// <summary>Where what is paid out stands; the first row's line where it doesn't.</summary>
    public int PayoutLine { get; set; } = line;

    public int RowCount => _rows.Count;

    /// <summary>Of the rows so far.</summary>
    public Int128 SumMinor { get; private set; }

    /// <summary>Why it is refused; null while nothing is wrong.</summary>
    public Rejection? Rejection { get; private set; }

    /// <summary>True while there is nothing but what lies there from earlier.</summary>
    public bool IsOnlyCarried => _rows.TrueForAll(x => x.Id.StartsWith("balance ", StringComparison.Ordinal));

    /// <summary>Adds a row. Of a fee that is a row of its own all is fee, and nothing gross.</summary>
    public void Add(SettlementRow row, int rowLine)
    {
        if (row.Kind == SettlementRowKind.Fee && row.GrossMinor != 0)
            row = row with { FeeMinor = row.FeeMinor - row.GrossMinor, GrossMinor = 0 };
        _rows.Add(row);
        _lines.Add(rowLine);
        SumMinor += row.NetMinor;
    }

    /// <summary>Refuses the report, unless it is refused already.</summary>
    public void Refuse(
        int atLine, string column, string reason, string found, string expected, string? advice = null) =>
        Rejection ??= new Rejection(reason, $"line {atLine}, {column}", found, expected, advice);

    /// <summary>The report, or why it is refused.</summary>
    public (SettlementReport? Report, Rejection? Rejection) Finish()
    {
        if (Rejection is not null)
            return (null, Rejection);
        if (PayoutMinor is null && (SumMinor > long.MaxValue || SumMinor < long.MinValue))
            return (null, new Rejection("out-of-range", $"line {PayoutLine}", "a sum beyond any payout", "a payout"));
        var report = new SettlementReport(
            provider, PayoutId, currency, PayoutMinor ?? (long)SumMinor, Date, [.. _rows]);
        if (SettlementCheck.Find(report) is not { } fault)
            return (report, null);
        var place = fault.Row is { } index ? _lines[index] : PayoutLine;
        return (null, new Rejection(
            fault.Reason, $"line {place}", fault.Found, fault.Expected,
            $"Payout {PayoutId} is not booked. Export the report again."));
    }
}
