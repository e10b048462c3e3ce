using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <summary>Stock movements as CSV, whose headers are the fields of the JSON form.</summary>
internal sealed class MovementCsv(Actor? actor) : ICsvRecordReader
{
    private readonly Actor _actor = actor ?? new Actor("feed:stock");
    private int[] _columns = [];

    /// <inheritdoc/>
    public void Begin(CsvRows rows)
    {
        var fields = MovementFields.MovementSet.Fields;
        var required = fields.Where(field => field.IsRequired).ToList();
        string[] names = [.. required.Concat(fields.Except(required)).Select(field => field.Name)];
        var found = rows.Columns(names, required.Count);
        _columns = [.. fields.Select(field => found[Array.IndexOf(names, field.Name)])];
    }

    /// <inheritdoc/>
    public RecordRead Read(string[] row)
    {
        var cells = new CsvCells(MovementFields.MovementSet, row, _columns);
        var kind = cells.Choice(MovementFields.Kind);
        var sku = cells.Name(MovementFields.Sku);
        var move = new StockCommand.Move(
            MovementKind.Count + kind, cells.Name(MovementFields.Warehouse),
            cells.Integer(MovementFields.Quantity) ?? 0, cells.Integer(MovementFields.SafetyStock),
            cells.Name(MovementFields.Reference), cells.Time(MovementFields.At),
            cells.Text(MovementFields.Name), _actor);
        return cells.Problem is { } problem ? RecordRead.Refused(problem) : MovementReader.Checked(move, sku);
    }
}
