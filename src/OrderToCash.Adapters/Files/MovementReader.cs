using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <summary>Reads stock movements.</summary>
internal sealed class MovementReader(Actor? actor) : IRecordReader, IDisposable
{
    private readonly Actor _actor = actor ?? new Actor("feed:stock");
    private readonly JsonPlace _place = new();
    private readonly RepeatedTexts _texts = new();
    private readonly ExtraFields _extra = new();

    /// <inheritdoc/>
    public RecordRead Read(ReadOnlySpan<byte> json)
    {
        var (sku, warehouse, reference) = ("", "", "");
        var (kind, quantity) = (0, 0);
        int? safetyStock = null;
        string? name = null;
        DateTimeOffset at = default;
        var set = MovementFields.MovementSet;
        var input = new JsonInput(json, _place, _texts, _extra);
        var scan = input.BeginObject();
        while (input.NextField(set, ref scan))
        {
            switch (scan.Index)
            {
                case MovementFields.Sku: sku = input.Name(); break;
                case MovementFields.Warehouse: warehouse = input.Name(); break;
                case MovementFields.Kind: kind = input.Choice(set[scan.Index]); break;
                case MovementFields.Quantity: quantity = input.Integer(); break;
                case MovementFields.SafetyStock: safetyStock = input.Integer(); break;
                case MovementFields.Reference: reference = input.Name(); break;
                case MovementFields.At: at = input.Time(); break;
                case MovementFields.Name: name = input.Text(); break;
            }
        }

        input.Require(set, scan);
        input.End();
        return input.Problem is { } problem
            ? RecordRead.Refused(problem)
            : Checked(new StockCommand.Move(
                MovementKind.Count + kind, warehouse, quantity, safetyStock, reference, at, name, _actor)
            {
                ExtraJson = _extra.Take(),
            },
                sku);
    }

    /// <inheritdoc/>
    public void Dispose() => _extra.Dispose();

    /// <summary>The command, or what is wrong with its quantity: a stock item says no more than that it is.</summary>
    internal static RecordRead Checked(StockCommand.Move move, string sku)
    {
        var lowest = move.Kind switch
        {
            MovementKind.Count => 0,
            MovementKind.Correction => int.MinValue,
            _ => 1,
        };
        return move.Quantity < lowest
            ? RecordRead.Refused(new Rejection(
                "invalid-quantity", "quantity", $"{move.Quantity}",
                lowest == 0 ? "0 or more for a count" : "1 or more"))
            : RecordRead.Of(Kinds.Sku, sku, move);
    }
}
