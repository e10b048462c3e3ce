using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <content>Answers of stock.</content>
public static partial class Order
{
    private static Decision<OrderReply, OrderEvent> NoteStock(
        OrderState state, OrderCommand.NoteStock noted, DateTimeOffset at)
    {
        if (state.IsOver || noted.Revision != state.Revision) return Unchanged();
        var skuIndex = state.FindSku(noted.Sku);
        if (skuIndex < 0) return Unchanged();
        var asked = 0;
        var backordered = 0;
        for (var i = state.Skus[skuIndex].FirstLine; i >= 0; i = state.Lines[i].NextOfSku)
        {
            asked += state.Lines[i].Asked;
            backordered += state.Lines[i].Backordered;
        }

        // Pieces cancelled while the answer was on its way are no longer there to be answered: stock takes them back
        // from what waits first, so the best of its answer is what stays.
        var room = noted.FromBackorder ? backordered : asked;
        var reserved = Math.Min(noted.Reserved, room);
        var waiting = noted.FromBackorder ? 0 : Math.Min(noted.Backordered, room - reserved);
        var refused = noted.FromBackorder ? 0 : Math.Min(noted.Refused, room - reserved - waiting);
        if (reserved + waiting + refused == 0) return Unchanged();
        var answered = new OrderEvent.StockAnswered(
            noted.Sku, reserved, waiting, refused, refused > 0 ? noted.Reason : null, noted.FromBackorder);
        // Until the last answer nothing can follow, so a large order isn't copied once a SKU.
        if (!noted.FromBackorder && state.Pieces.Asked > reserved + waiting + refused) return Accept(answered);
        var draft = new OrderDraft(state);
        draft.Add(answered);
        GoOn(draft, at);
        return draft.Decided();
    }

    private static Decision<OrderReply, OrderEvent> NoteAllocated(OrderState state, OrderCommand.NoteAllocated noted)
    {
        if (state.IsOver || noted.Revision != state.Revision) return Unchanged();
        var skuIndex = state.FindSku(noted.Sku);
        if (skuIndex < 0 || state.Skus[skuIndex] is { Requested: 0, OwesReduce: false }) return Unchanged();
        var allocated = new OrderEvent.Allocated(noted.Sku, noted.Allocated, noted.Missing);
        if (!state.Skus[skuIndex].OwesReduce) return Accept(allocated);
        var draft = new OrderDraft(state);
        draft.Add(allocated);
        if (draft.State.Skus[skuIndex].Underway == 0) draft.Add(GiveBack(draft.State, skuIndex));
        return draft.Decided();
    }

    /// <summary>Gives back what was cancelled while stock was asked for warehouses.</summary>
    private static OrderEvent.StockContinued GiveBack(OrderState state, int skuIndex) => new(
        StockStep.Reduce,
        [new SkuQuantity(state.Skus[skuIndex].Sku, OpenOf(state, skuIndex) + state.Skus[skuIndex].OwesShip)],
        state.Revision, state.Taken.PlacedAt, state.Taken.Policy.AllowBackorder, null, null, null, null);

    private static int OpenOf(OrderState state, int skuIndex)
    {
        var open = 0;
        for (var i = state.Skus[skuIndex].FirstLine; i >= 0; i = state.Lines[i].NextOfSku) open += state.Lines[i].Open;
        return open;
    }
}
