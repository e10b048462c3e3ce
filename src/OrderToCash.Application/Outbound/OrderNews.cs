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
    /// <summary>What there is to tell of an order; null where it is not known.</summary>
    public static OrderNews? Of(OrderState order)
    {
        if (order.Content is not { } content)
            return null;
        var open = 0;
        foreach (var line in order.Lines)
            open += line.Open;
        var isCancelled = order.IsCancelled || order.IsRejected;
        return new OrderNews(
            order.Id, content.OrderNumber, content.PlatformId,
            [
                .. order.Shipments.Select(static shipment => new ShipmentNews(
                    shipment.Shipment, shipment.ShippedAt, shipment.Carrier, shipment.Tracking, shipment.Lines)),
            ],
            open == 0 && !isCancelled && !order.Shipments.IsEmpty, isCancelled, order.EndReason);
    }
}

/// <summary>Pieces that left the house together.</summary>
/// <param name="Lines">The pieces, by the channel's ids of its lines.</param>
public sealed record ShipmentNews(
    string Shipment, DateTimeOffset ShippedAt, string? Carrier, string? Tracking, ImmutableArray<LineQuantity> Lines);
