using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Inventory;

public static partial class StockItem
{
    private static Decision<StockReply, StockEvent> Reserve(StockState state, StockCommand.Reserve command)
    {
        var held = state.Find(command.Order);
        if (held is not null && command.Revision <= held.Revision)
            return Duplicate;
        var mostMore = MaxQuantity - (held?.Held ?? 0);
        if (command.Quantity < 1 || command.Quantity > mostMore)
            return RefuseQuantity(command.Quantity, 1, mostMore);
        if (state.Warehouses.Count == 0)
            return Accept(Refused(command, 0, RefusalReason.UnknownSku));

        if (!command.AllowBackorder)
        {
            // What waiting orders will get is not free, even in the moment before they are served.
            var free = Math.Max(0, state.AvailableToPromise - state.Waiting);
            return free >= command.Quantity
                ? Accept(Promised(held, command, command.Quantity))
                : Accept(Refused(command, (int)Math.Min(int.MaxValue, free), RefusalReason.OutOfStock));
        }

        // Nobody overtakes: while others wait, a newcomer waits too, in its place by order time.
        var available = state.Queue.Count == 0 ? state.AvailableToPromise : 0;
        return available > 0
            ? Accept(Promised(held, command, (int)Math.Min(available, command.Quantity)))
            : Accept(new StockEvent.Backordered(
                command.Order, command.Revision, command.Quantity, PlacedAt(held, command)));
    }

    private static StockEvent.Reserved Promised(Reservation? held, StockCommand.Reserve command, int quantity) =>
        new(command.Order, command.Revision, quantity, command.Quantity - quantity, PlacedAt(held, command),
            FromBackorder: false);

    private static StockEvent.ReservationRefused Refused(
        StockCommand.Reserve command, int available, RefusalReason reason) =>
        new(command.Order, command.Revision, command.Quantity, available, reason);

    /// <summary>An order keeps its place in the queue while it holds pieces.</summary>
    private static DateTimeOffset PlacedAt(Reservation? held, StockCommand.Reserve command) =>
        held?.PlacedAt ?? command.PlacedAt;

    private static Decision<StockReply, StockEvent> Reduce(StockState state, StockCommand.Reduce command)
    {
        if (command.Keep < 0)
            return Refuse(StockReplyCode.InvalidQuantity, Detail("keep", command.Keep, 0, MaxQuantity));
        var held = state.Find(command.Order);
        if (held is null || held.Held <= command.Keep)
            return Duplicate;

        var rest = held.Held - command.Keep;
        var waiting = Math.Min(rest, held.Waiting);
        rest -= waiting;
        var promised = Math.Min(rest, held.Promised);
        rest -= promised;
        var available = state.AvailableToPromise + promised + rest;
        var stillWaiting = state.Queue.Count - (waiting > 0 && waiting == held.Waiting ? 1 : 0);
        var reduced = new StockEvent.Reduced(
            command.Order, waiting, promised, GivenBack(held, rest), ServeNext: stillWaiting > 0 && available > 0);
        return Accept(state, reduced, available, "reduction", command.Order.Value);
    }

    /// <summary>As <see cref="WarehouseParts.TakeSmallest"/> takes them from the order.</summary>
    private static ImmutableArray<WarehouseQuantity> GivenBack(Reservation held, int quantity)
    {
        if (quantity == 0)
            return [];
        if (quantity == held.Allocated)
            return held.Warehouses;
        var parts = held.Warehouses.Sort(WarehouseParts.CompareGivenBack);
        var back = ImmutableArray.CreateBuilder<WarehouseQuantity>(parts.Length);
        for (var index = 0; quantity > 0; index++)
        {
            var taken = Math.Min(quantity, parts[index].Quantity);
            back.Add(parts[index] with { Quantity = taken });
            quantity -= taken;
        }

        return back.DrainToImmutable();
    }

    /// <summary>Goods for those who wait, strictly the oldest first; the last may get a part.</summary>
    private static Decision<StockReply, StockEvent> ServeBackorders(StockState state)
    {
        var available = state.AvailableToPromise;
        if (available <= 0 || state.Queue.Count == 0)
            return Duplicate;
        var events = ImmutableArray.CreateBuilder<StockEvent>(Math.Min(state.Queue.Count, MaxServedAtOnce) + 1);
        foreach (var waiting in state.Queue)
        {
            if (available == 0 || events.Count == MaxServedAtOnce)
                break;
            var quantity = (int)Math.Min(available, waiting.Waiting);
            available -= quantity;
            events.Add(new StockEvent.Reserved(
                waiting.Order, waiting.Revision, quantity, waiting.Waiting - quantity, waiting.PlacedAt,
                FromBackorder: true));
        }

        var isMore = available > 0 && events.Count < state.Queue.Count;
        events.Add(new StockEvent.BackordersServed(events.Count, isMore));
        return new(new StockReply(StockReplyCode.Accepted), events.DrainToImmutable());
    }
}
