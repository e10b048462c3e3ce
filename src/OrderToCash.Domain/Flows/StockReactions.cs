using System.Collections.Immutable;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Flows;

/// <summary>What a SKU's events cause: answers to orders, and going on with waiting orders.</summary>
public static class StockReactions
{
    /// <summary>The commands that an event of this SKU causes.</summary>
    public static ImmutableArray<Message> React(string id, StockEvent e) => e switch
    {
        StockEvent.Reserved reserved => Answer(reserved.Order, new OrderCommand.NoteStock(
            new Sku(id), reserved.Revision, reserved.Quantity, reserved.FromBackorder ? 0 : reserved.Waiting, 0, null,
            reserved.FromBackorder)),
        StockEvent.Allocated allocated => Answer(allocated.Order, new OrderCommand.NoteAllocated(
            new Sku(id), allocated.Revision, allocated.Warehouses, allocated.Missing)),
        // Pieces that a count had already missed are no longer held: that frees as many.
        StockEvent.Shipped shipped => Serve(id, shipped.Quantity + shipped.Delta > 0),
        StockEvent.Backordered waiting => Answer(waiting.Order, new OrderCommand.NoteStock(
            new Sku(id), waiting.Revision, 0, waiting.Quantity, 0, null, false)),
        StockEvent.ReservationRefused refused => Answer(refused.Order, new OrderCommand.NoteStock(
            new Sku(id), refused.Revision, 0, 0, refused.Quantity, refused.Reason, false)),
        StockEvent.Moved moved => Serve(id, moved.ServeNext),
        StockEvent.Reduced reduced => Serve(id, reduced.ServeNext),
        StockEvent.BackordersServed served => Serve(id, served.ServeNext),
        _ => [],
    };

    private static ImmutableArray<Message> Answer(OrderId order, OrderCommand command) =>
        ImmutableArray.Create(new Message(new EntityAddress(Kinds.Order, order.Value), command));

    private static ImmutableArray<Message> Serve(string id, bool isNext) => isNext
        ? ImmutableArray.Create(new Message(new EntityAddress(Kinds.Sku, id), StockCommand.ServeBackorders.Instance))
        : [];
}
