using System.Globalization;
using System.Runtime.CompilerServices;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <summary>Stock movements as CSV, whose headers are the fields of the JSON form.</summary>
internal sealed class MovementCsv(string name, FileContent content, Actor? actor)
{
    private readonly CsvRows _rows = new(name, content);
    private readonly Actor _actor = actor ?? new Actor("feed:stock");
    private int[] _columns = [];

    /// <summary>The movements behind a line.</summary>
    public async IAsyncEnumerable<SourceItem> ReadAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in _rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_columns.Length == 0)
            {
                _columns = ColumnsOfFields();
            }

            if (row.Line > afterPosition)
            {
                var (commands, rejection) = row.Problem is { } problem ? RecordRead.Refused(problem) : Read(row.Fields);
                byte[] raw = [.. _rows.Header.Raw, .. row.Raw];
                yield return new SourceItem(row.Line, row.End, raw, commands, rejection, row.Mark.Fingerprint);
            }
        }
    }

    /// <summary>What a checkpoint at each line would say.</summary>
    public async IAsyncEnumerable<Checkpoint> ReadMarksAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in _rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return row.Mark;
        }
    }

    /// <summary>The column of each field, by number; −1 for optional ones that aren't there.</summary>
    private int[] ColumnsOfFields()
    {
        var fields = MovementFields.MovementSet.Fields;
        var required = fields.Where(field => field.IsRequired).ToList();
        string[] names = [.. required.Concat(fields.Except(required)).Select(field => field.Name)];
        var found = _rows.Columns(names, required.Count);
        return [.. fields.Select(field => found[Array.IndexOf(names, field.Name)])];
    }

    private RecordRead Read(string[] row)
    {
        var cells = new Cells(row, _columns);
        var kind = cells.Choice(MovementFields.Kind);
        var sku = cells.Name(MovementFields.Sku);
        var move = new StockCommand.Move(
            MovementKind.Count + kind, cells.Name(MovementFields.Warehouse),
            cells.Integer(MovementFields.Quantity) ?? 0, cells.Integer(MovementFields.SafetyStock),
            cells.Name(MovementFields.Reference), cells.Time(MovementFields.At),
            cells.Text(MovementFields.Name), _actor);
        return cells.Problem is { } problem ? RecordRead.Refused(problem) : MovementReader.Checked(move, sku);
    }

    /// <summary>The cells of a row, by field; remembers the first that is wrong.</summary>
    private sealed class Cells(string[] row, int[] columns)
    {
        public Rejection? Problem { get; private set; }

        public string? Text(int field)
        {
            var column = columns[field];
            var text = column < 0 || column >= row.Length ? "" : row[column].Trim();
            if (text.Length == 0 && MovementFields.MovementSet[field].IsRequired)
            {
                Refuse(field, "missing-field", "nothing");
            }

            return text.Length == 0 ? null : text;
        }

        public string Name(int field)
        {
            var name = Text(field) ?? "";
            if (name.Length > 200 || name.Any(char.IsControl))
            {
                Refuse(field, "invalid-name", name.Length > 200 ? $"{name.Length} characters" : "a control character");
            }

            return name;
        }

        public int? Integer(int field)
        {
            if (Text(field) is not { } text)
            {
                return null;
            }

            if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
            {
                Refuse(field, "wrong-type", text);
            }

            return value;
        }

        public int Choice(int field)
        {
            var text = Text(field);
            var choice = Array.IndexOf(MovementFields.MovementSet[field].Choices, text);
            if (choice < 0)
            {
                Refuse(field, "unknown-value", text ?? "nothing");
            }

            return Math.Max(0, choice);
        }

        public DateTimeOffset Time(int field)
        {
            var text = Text(field) ?? "";
            if (JsonInput.TryReadTime(text, out var time))
            {
                return time;
            }

            Refuse(field, "invalid-time", text);
            return default;
        }

        private void Refuse(int field, string reason, string found)
        {
            var known = MovementFields.MovementSet[field];
            Problem ??= new Rejection(reason, known.Name, found, known.Expected);
        }
    }
}
