using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Files;

/// <summary>Gathers the lines of invoices, and yields items in the order of their last lines. One thread.</summary>
internal sealed class RetailInvoices(RetailOrders orders, byte[] header)
{
    /// <summary>Numbers of complete invoices that are remembered, to notice one that goes on later.</summary>
    private const int MaxNumbersKept = 1_000_000;

    /// <summary>By last line, ascending: an invoice that gets a line goes to the end.</summary>
    private readonly LinkedList<Group> _waiting = new();
    private readonly Dictionary<string, LinkedListNode<Group>> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _complete = new(StringComparer.Ordinal);
    private readonly Queue<string> _completeInOrder = new();
    private readonly Dictionary<string, int> _returnLines = new(StringComparer.Ordinal);

    /// <summary>Takes a row.</summary>
    public void Add(RetailRow row)
    {
        if (row.Kind == RetailRowKind.Return)
        {
            _waiting.AddLast(new Group(row.Invoice, [row.Csv]) { Rows = { row } });
        }
        else if (_open.TryGetValue(row.Invoice, out var open))
        {
            AddTo(open, row);
        }
        else if (_complete.Contains(row.Invoice))
        {
            Refuse(row.Csv, new Rejection(
                "invoice-continued", $"line {row.Csv.Line}", row.Invoice,
                $"the lines of an invoice within {RetailCsvSource.MaxGapLines} lines of each other",
                "Add the line to the order by hand."));
        }
        else
        {
            _open.Add(row.Invoice, _waiting.AddLast(new Group(row.Invoice, [row.Csv]) { Rows = { row } }));
        }
    }

    /// <summary>Takes a row that is refused.</summary>
    public void Refuse(in CsvRow row, Rejection rejection) =>
        _waiting.AddLast(new Group("", [row]) { Rejection = rejection });

    /// <summary>The next item whose last line is not behind this one; null where there is none.</summary>
    public SourceItem? TryTake(long lastLine)
    {
        if (_waiting.First is not { } node || node.Value.Lines[^1].Line > lastLine)
        {
            return null;
        }

        var group = node.Value;
        _waiting.Remove(node);
        var read = group.Rejection is { } rejection ? RecordRead.Refused(rejection)
            : group.Rows[0].Kind == RetailRowKind.Return ? orders.Cancel(group.Rows[0], NextReturnLine(group.Invoice))
            : Complete(group);
        var last = group.Lines[^1];
        return new SourceItem(last.Line, last.End, Raw(group), read.Commands, read.Rejection, last.Mark.Fingerprint);
    }

    private void AddTo(LinkedListNode<Group> open, RetailRow row)
    {
        var first = open.Value.Rows[0];
        if (first.Customer != row.Customer || first.Country != row.Country)
        {
            Refuse(row.Csv, new Rejection(
                "invoice-differs", $"line {row.Csv.Line}", $"customer '{row.Customer}', country '{row.Country}'",
                $"customer '{first.Customer}', country '{first.Country}' as in the first line of {row.Invoice}"));
            return;
        }

        open.Value.Lines.Add(row.Csv);
        open.Value.Rows.Add(row);
        _waiting.Remove(open);
        _waiting.AddLast(open);
    }

    private RecordRead Complete(Group group)
    {
        _open.Remove(group.Invoice);
        _complete.Add(group.Invoice);
        _completeInOrder.Enqueue(group.Invoice);
        if (_completeInOrder.Count > MaxNumbersKept)
        {
            _complete.Remove(_completeInOrder.Dequeue());
        }

        return orders.Place(group.Rows);
    }

    /// <summary>
    /// Numbers the lines of a cancelling invoice; numbers begin anew where the memory of them is full.
    /// </summary>
    private int NextReturnLine(string invoice)
    {
        if (_returnLines.Count > MaxNumbersKept)
        {
            _returnLines.Clear();
        }

        return _returnLines[invoice] = _returnLines.GetValueOrDefault(invoice) + 1;
    }

    /// <summary>The header and the rows as they came: so they can be read again on their own.</summary>
    private byte[] Raw(Group group)
    {
        var raw = new byte[header.Length + group.Lines.Sum(line => line.Raw.Length)];
        header.CopyTo(raw, 0);
        var end = header.Length;
        foreach (var line in group.Lines)
        {
            line.Raw.CopyTo(raw, end);
            end += line.Raw.Length;
        }

        return raw;
    }

    /// <summary>Lines that become one item.</summary>
    private sealed record Group(string Invoice, List<CsvRow> Lines)
    {
        public List<RetailRow> Rows { get; } = [];

        public Rejection? Rejection { get; init; }
    }
}
