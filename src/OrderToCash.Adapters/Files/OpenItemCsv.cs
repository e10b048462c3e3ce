using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <summary>Open items and customers of another system as CSV.</summary>
/// <remarks>A file without a column for the document lists customers.</remarks>
internal sealed class OpenItemCsv(Actor? actor) : ICsvRecordReader
{
    private readonly Actor _actor = actor ?? new Actor("feed:open-items");
    private int[] _columns = [];

    /// <inheritdoc/>
    public void Begin(CsvRows rows)
    {
        _columns = rows.Find(OpenItemFields.ColumnSet, OpenItemFields.OtherNames);
        var isOfItems = _columns[OpenItemFields.Document] >= 0 || _columns[OpenItemFields.Amount] >= 0;
        int[] required = isOfItems
            ?
            [
                OpenItemFields.Customer, OpenItemFields.Document, OpenItemFields.IssueDate, OpenItemFields.Amount,
                OpenItemFields.Currency,
            ]
            : [OpenItemFields.Customer];
        foreach (var field in required)
        {
            if (_columns[field] < 0)
            {
                throw rows.Missing(
                    OpenItemFields.ColumnSet[field].Name,
                    OpenItemFields.ColumnSet.Fields.Select(static known => known.Name));
            }
        }

        // Terms of a customer are no discount of an item.
        if (!isOfItems)
        {
            foreach (var field in OpenItemFields.ColumnSet.Fields)
            {
                if (!IsOfCustomer(field.Number))
                    _columns[field.Number] = -1;
            }
        }
    }

    /// <inheritdoc/>
    public RecordRead Read(string[] row)
    {
        var cells = new CsvCells(OpenItemFields.ColumnSet, row, _columns);
        var draft = new OpenItemDraft
        {
            Customer = cells.Name(OpenItemFields.Customer),
            Document = NameOrNull(cells, OpenItemFields.Document),
            OrderNumber = NameOrNull(cells, OpenItemFields.OrderNumber),
            Reference = NameOrNull(cells, OpenItemFields.Reference),
            IssueDate = cells.Day(OpenItemFields.IssueDate),
            DueDate = cells.Day(OpenItemFields.DueDate),
            Amount = cells.Decimal(OpenItemFields.Amount),
            CurrencyCode = cells.Text(OpenItemFields.Currency),
            CustomerNumber = NameOrNull(cells, OpenItemFields.CustomerNumber),
            CustomerName = NameOrNull(cells, OpenItemFields.CustomerName),
            Kind = KindOf(cells),
        };
        if (cells.Text(OpenItemFields.Iban) is { } iban)
            draft.Ibans = [iban];
        AddSkonto(
            draft, cells, "skontoPercent", OpenItemFields.SkontoPercent, OpenItemFields.SkontoDays,
            OpenItemFields.SkontoUntil, OpenItemFields.SkontoAmount);
        AddSkonto(
            draft, cells, "skonto2Percent", OpenItemFields.Skonto2Percent, OpenItemFields.Skonto2Days,
            OpenItemFields.Skonto2Until, OpenItemFields.Skonto2Amount);
        return cells.Problem is { } problem ? RecordRead.Refused(problem) : draft.Read(_actor);
    }

    private static bool IsOfCustomer(int field) => field is OpenItemFields.Customer or OpenItemFields.Iban
        or OpenItemFields.CustomerNumber or OpenItemFields.CustomerName;

    // Exports call a credit note also just a credit.
    private static int? KindOf(CsvCells cells) => cells.Text(OpenItemFields.Kind) switch
    {
        null => null,
        "credit" => 1,
        _ => cells.Choice(OpenItemFields.Kind),
    };

    private static string? NameOrNull(CsvCells cells, int field) => cells.Name(field) is { Length: > 0 } name
        ? name
        : null;

    private static void AddSkonto(
        OpenItemDraft draft, CsvCells cells, string place, int percent, int days, int until, int amount)
    {
        var step = new OpenItemSkonto(
            place, cells.Decimal(percent), cells.Integer(days), cells.Day(until), cells.Decimal(amount));
        if (step != new OpenItemSkonto(place, null, null, null, null))
            draft.Skonto.Add(step);
    }
}
