using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <summary>Direct debits as CSV, whose columns are the fields of the JSON form.</summary>
internal sealed class DebitCsv(Actor? actor) : ICsvRecordReader
{
    private readonly Actor _actor = actor ?? DebitReader.DefaultActor;
    private int[] _columns = [];

    /// <inheritdoc/>
    public void Begin(CsvRows rows)
    {
        var fields = DebitFields.DebitSet.Fields;
        _columns = rows.Find(DebitFields.DebitSet, DebitFields.OtherNames);
        foreach (var field in fields)
        {
            if (_columns[field.Number] < 0)
                throw rows.Missing(field.Name, fields.Select(static known => known.Name));
        }
    }

    /// <inheritdoc/>
    public RecordRead Read(string[] row)
    {
        var cells = new CsvCells(DebitFields.DebitSet, row, _columns);
        var (customer, document) = (cells.Name(DebitFields.Customer), cells.Name(DebitFields.Document));
        var (batch, endToEndId) = (cells.Name(DebitFields.Batch), cells.Name(DebitFields.EndToEndId));
        var (amount, currency) = (cells.Decimal(DebitFields.Amount), cells.Text(DebitFields.Currency));
        var date = cells.Day(DebitFields.CollectionDate);
        return cells.Problem is { } problem
            ? RecordRead.Refused(problem)
            : DebitReader.Checked(
                customer, document, batch, endToEndId, amount ?? 0, currency ?? "", date ?? default, _actor);
    }
}
