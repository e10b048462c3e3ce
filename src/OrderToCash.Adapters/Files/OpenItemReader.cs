using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <summary>Reads open items and customers of another system.</summary>
internal sealed class OpenItemReader(Actor? actor) : IRecordReader
{
    private readonly Actor _actor = actor ?? new Actor("feed:open-items");
    private readonly JsonPlace _place = new();
    private readonly RepeatedTexts _texts = new();

    /// <inheritdoc/>
    public RecordRead Read(ReadOnlySpan<byte> json)
    {
        var draft = new OpenItemDraft();
        var set = OpenItemFields.ItemSet;
        var input = new JsonInput(json, _place, _texts, extra: null);
        var scan = input.BeginObject();
        while (input.NextField(set, ref scan))
        {
            switch (scan.Index)
            {
                case OpenItemFields.Customer: draft.Customer = input.Name(); break;
                case OpenItemFields.Document: draft.Document = input.Name(); break;
                case OpenItemFields.Kind: draft.Kind = input.Choice(set[scan.Index]); break;
                case OpenItemFields.OrderNumber: draft.OrderNumber = input.Name(); break;
                case OpenItemFields.Reference: draft.Reference = input.Name(); break;
                case OpenItemFields.IssueDate: draft.IssueDate = input.Day(); break;
                case OpenItemFields.DueDate: draft.DueDate = input.Day(); break;
                case OpenItemFields.Amount: draft.Amount = input.Decimal(); break;
                case OpenItemFields.Currency: draft.CurrencyCode = input.RepeatedText(); break;
                case OpenItemFields.Skonto: ReadSkonto(ref input, draft); break;
                case OpenItemFields.CustomerNumber: draft.CustomerNumber = input.Name(); break;
                case OpenItemFields.CustomerName: draft.CustomerName = input.Name(); break;
                case OpenItemFields.Ibans: draft.Ibans = input.Texts(); break;
            }
        }

        input.Require(set, scan);
        input.End();
        return input.Problem is { } problem ? RecordRead.Refused(problem) : draft.Read(_actor);
    }

    private static void ReadSkonto(ref JsonInput input, OpenItemDraft draft)
    {
        var set = OrderFields.SkontoSet;
        var list = input.BeginList();
        while (input.NextElement(ref list))
        {
            var (days, percent) = (0, 0m);
            var scan = input.BeginObject();
            while (input.NextField(set, ref scan))
            {
                switch (scan.Index)
                {
                    case OrderFields.SkontoDays: days = input.Integer(); break;
                    case OrderFields.SkontoPercent: percent = input.Decimal(); break;
                }
            }

            input.Require(set, scan);
            draft.Skonto.Add(new OpenItemSkonto($"skonto[{draft.Skonto.Count}]", percent, days, null, null));
        }
    }
}
