using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Outbound;

/// <summary>What became of an order, as its channel is told.</summary>
/// <param name="PlatformId">The platform's own id of the order; null where it has none beside its number.</param>
/// <param name="Shipments">All of them so far, oldest first.</param>
/// <param name="IsShipped">True where every piece that was not cancelled has left the house.</param>
/// <param name="IsCancelled">True where the whole order was cancelled or refused.</param>
/// <param name="Reason">Why it was cancelled; null where it was not.</param>
public sealed record OrderNews(
    OrderId Order, string OrderNumber, string? PlatformId, ImmutableArray<ShipmentNews> Shipments, bool IsShipped,
    bool IsCancelled, string? Reason)
{
    /// <summary>
    /// Lines of which some pieces or all were cancelled while the order goes on; empty where the whole order was.
    /// </summary>
    public ImmutableArray<CancelledLine> CancelledLines { get; init; } = [];

    /// <summary>What there is to tell of an order; null where it is not known.</summary>
    public static OrderNews? Of(OrderState order)
    {
        if (order.Content is not { } content)
            return null;
        var open = 0;
        var isCancelled = order.IsCancelled || order.IsRejected;
        var cancelled = ImmutableArray.CreateBuilder<CancelledLine>();
        for (var i = 0; i < order.Lines.Length; i++)
        {
            var line = order.Lines[i];
            open += line.Open;
            if (line.Cancelled > 0 && !isCancelled)
            {
                cancelled.Add(new CancelledLine(
                    content.Lines[i].LineId, content.Lines[i].Sku, line.Ordered, line.Cancelled));
            }
        }

        return new OrderNews(
            order.Id, content.OrderNumber, content.PlatformId,
            [
                .. order.Shipments.Select(static shipment => new ShipmentNews(
                    shipment.Shipment, shipment.ShippedAt, shipment.Carrier, shipment.Tracking, shipment.Lines)),
            ],
            open == 0 && !isCancelled && !order.Shipments.IsEmpty, isCancelled, order.EndReason)
        {
            CancelledLines = cancelled.DrainToImmutable(),
        };
    }
}

/// <summary>Pieces that left the house together.</summary>
/// <param name="Lines">The pieces, by the channel's ids of its lines.</param>
public sealed record ShipmentNews(
    string Shipment, DateTimeOffset ShippedAt, string? Carrier, string? Tracking, ImmutableArray<LineQuantity> Lines);

/// <summary>A line of which pieces will not come.</summary>
/// <param name="LineId">The channel's id of the line.</param>
/// <param name="Ordered">Pieces that were ordered, as far as we know.</param>
/// <param name="Cancelled">Pieces of those that are cancelled, 1 or more.</param>
public readonly record struct CancelledLine(string LineId, Sku Sku, int Ordered, int Cancelled);
