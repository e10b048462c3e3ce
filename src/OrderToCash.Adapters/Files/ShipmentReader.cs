using System.Collections.Immutable;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <summary>Reads shipments.</summary>
internal sealed class ShipmentReader(Actor? actor) : IRecordReader, IDisposable
{
    /// <summary>Channel and order number of 200 characters each, and the colon.</summary>
    private const int MaxOrderLength = (2 * OrderLimits.MaxNameLength) + 1;

    private readonly Actor _actor = actor ?? new Actor("feed:warehouse");
    private readonly JsonPlace _place = new();
    private readonly RepeatedTexts _texts = new();
    private readonly ExtraFields _extra = new();

    /// <inheritdoc/>
    public RecordRead Read(ReadOnlySpan<byte> json)
    {
        var (order, shipment, warehouse) = ("", "", "");
        string? carrier = null, tracking = null;
        DateTimeOffset at = default;
        ImmutableArray<ShipLine> lines = [];
        var set = ShipmentFields.ShipmentSet;
        var input = new JsonInput(json, _place, _texts, _extra);
        var scan = input.BeginObject();
        while (input.NextField(set, ref scan))
        {
            switch (scan.Index)
            {
                case ShipmentFields.Order: order = input.Name(MaxOrderLength); break;
                case ShipmentFields.Shipment: shipment = input.Name(); break;
                case ShipmentFields.Warehouse: warehouse = input.Name(); break;
                case ShipmentFields.At: at = input.Time(); break;
                case ShipmentFields.Carrier: carrier = input.RepeatedText(); break;
                case ShipmentFields.Tracking: tracking = input.Text(); break;
                case ShipmentFields.Lines: lines = ReadLines(ref input); break;
            }
        }

        input.Require(set, scan);
        input.End();
        return input.Problem is { } problem
            ? RecordRead.Refused(problem)
            : RecordRead.Of(
                Kinds.Order, order, new OrderCommand.Ship(shipment, warehouse, at, carrier, tracking, lines, _actor)
                {
                    ExtraJson = _extra.Take(),
                });
    }

    /// <inheritdoc/>
    public void Dispose() => _extra.Dispose();

    private static ImmutableArray<ShipLine> ReadLines(ref JsonInput input)
    {
        var lines = ImmutableArray.CreateBuilder<ShipLine>();
        var list = input.BeginList();
        while (input.NextElement(ref list))
        {
            var (lineId, quantity) = ("", 0);
            var scan = input.BeginObject();
            while (input.NextField(ShipmentFields.LineSet, ref scan))
            {
                switch (scan.Index)
                {
                    case ShipmentFields.LineId: lineId = input.Name(); break;
                    case ShipmentFields.LineQuantity: quantity = input.Positive(); break;
                }
            }

            input.Require(ShipmentFields.LineSet, scan);
            lines.Add(new ShipLine(lineId, quantity));
        }

        if (lines.Count == 0)
        {
            input.Refuse("invalid-lines", "no line", "at least one line");
        }

        return lines.DrainToImmutable();
    }
}
