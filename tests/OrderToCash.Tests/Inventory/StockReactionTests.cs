using System.Collections.Immutable;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Inventory;

public class StockReactionTests
{
    private static readonly OrderId Order = new("shop:1");
    private static readonly Sku Sku = new("A-1");
    private static readonly DateTimeOffset At = StockScenario.Noon;

    public static TheoryData<StockEvent, OrderCommand> Answers { get; } = new()
    {
        {
            new StockEvent.Reserved(Order, 2, 3, 4, At, false),
            new OrderCommand.NoteStock(Sku, 2, 3, 4, 0, null, false)
        },
        {
            new StockEvent.Reserved(Order, 2, 3, 4, At, true),
            new OrderCommand.NoteStock(Sku, 2, 3, 0, 0, null, true)
        },
        {
            new StockEvent.Backordered(Order, 2, 5, At),
            new OrderCommand.NoteStock(Sku, 2, 0, 5, 0, null, false)
        },
        {
            new StockEvent.ReservationRefused(Order, 2, 5, 1, RefusalReason.OutOfStock),
            new OrderCommand.NoteStock(Sku, 2, 0, 0, 5, RefusalReason.OutOfStock, false)
        },
        {
            new StockEvent.Allocated(Order, 2, Parts, 1, At),
            new OrderCommand.NoteAllocated(Sku, 2, Parts, 1)
        },
    };

    public static TheoryData<StockEvent, bool> Serving { get; } = new()
    {
        { Moved(true), true },
        { Moved(false), false },
        { new StockEvent.Reduced(Order, 1, 0, [], true), true },
        { new StockEvent.Reduced(Order, 1, 0, [], false), false },
        { new StockEvent.BackordersServed(200, true), true },
        { new StockEvent.BackordersServed(7, false), false },
        { new StockEvent.Shipped(Order, "S", "BER", 3, 0, At), true },
        { new StockEvent.Shipped(Order, "S", "BER", 3, -3, At), false },
        { new StockEvent.ShortfallChanged(3, "scrap R"), false },
    };

    private static ImmutableArray<WarehouseQuantity> Parts { get; } = [new("BER", 2)];

    [Theory]
    [MemberData(nameof(Answers))]
    public void The_order_learns_what_became_of_its_request(StockEvent e, OrderCommand command)
    {
        var message = Assert.Single(StockReactions.React("A-1", e));
        Assert.Equal(new Message(new EntityAddress(Kinds.Order, "shop:1"), command), message);
    }

    [Theory]
    [MemberData(nameof(Serving))]
    public void Goods_that_are_free_again_go_to_those_who_wait(StockEvent e, bool isServing)
    {
        var messages = StockReactions.React("A-1", e);
        if (isServing)
        {
            Assert.Equal(
                new Message(new EntityAddress(Kinds.Sku, "A-1"), new StockCommand.ServeBackorders()),
                Assert.Single(messages));
        }
        else
        {
            Assert.Empty(messages);
        }
    }

    private static StockEvent.Moved Moved(bool serveNext) =>
        new(MovementKind.Receipt, "BER", 1, 1, null, "R", At, At, null, serveNext, new Actor("feed:test"));
}
