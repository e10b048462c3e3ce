using System.Collections.Immutable;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Inventory;

/// <summary>A stock item that is driven by commands, as its shard would: decide, then evolve.</summary>
internal sealed class StockScenario
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly Actor Feed = new("feed:test");
    private int _references;

    public StockState State { get; private set; } = StockItem.Initial("A-1");

    public List<StockEvent> Events { get; } = [];

    public DateTimeOffset Now { get; set; } = Noon.AddDays(1);

    public static OrderId Order(string name) => new("shop:" + name);

    public StockReply Send(StockCommand command, out ImmutableArray<StockEvent> events)
    {
        var decision = StockItem.Decide(State, command, Now);
        events = decision.Events;
        foreach (var e in events)
            State = StockItem.Evolve(State, e);
        Events.AddRange(events);
        return decision.Reply;
    }

    public ImmutableArray<StockEvent> Send(StockCommand command)
    {
        var reply = Send(command, out var events);
        Assert.Equal(StockReplyCode.Accepted, reply.Code);
        return events;
    }

    public StockReply Refused(StockCommand command)
    {
        var reply = Send(command, out var events);
        Assert.Empty(events);
        return reply;
    }

    public ImmutableArray<StockEvent> Receive(int quantity, string warehouse = "BER", DateTimeOffset? at = null) =>
        Send(Receipt(quantity, warehouse, at));

    public StockCommand.Move Receipt(int quantity, string warehouse = "BER", DateTimeOffset? at = null) =>
        Move(MovementKind.Receipt, quantity, warehouse, at: at);

    public StockCommand.Move Move(
        MovementKind kind, int quantity, string warehouse = "BER", int? safetyStock = null, string? reference = null,
        DateTimeOffset? at = null) =>
        new(kind, warehouse, quantity, safetyStock, reference ?? "R" + ++_references, at ?? Noon, null, Feed);

    public static StockCommand.Reserve Reserve(
        string order, int quantity, int minute = 0, bool backorder = true, int revision = 1) =>
        new(Order(order), revision, quantity, Noon.AddMinutes(minute), backorder);

    public static StockCommand.Allocate Allocate(string order, int quantity) => new(Order(order), 1, quantity);

    public static StockCommand.Ship Ship(
        string order, int quantity, string warehouse = "BER", DateTimeOffset? at = null) =>
        new(Order(order), "S-" + order, warehouse, quantity, at ?? Noon.AddHours(1));

    public static StockCommand.Reduce Reduce(string order, int keep) => new(Order(order), keep);

    /// <summary>Serves until nothing asks for more, as the self-command does.</summary>
    public void ServeAll()
    {
        bool isNext;
        do
        {
            Send(StockCommand.ServeBackorders.Instance, out var events);
            isNext = events is [.., StockEvent.BackordersServed { ServeNext: true }];
        }
        while (isNext);
    }

    /// <summary>Waiting, promised and allocated pieces of an order.</summary>
    public (int Waiting, int Promised, int Allocated) Held(string order) =>
        State.Find(Order(order)) is { } held ? (held.Waiting, held.Promised, held.Allocated) : default;
}
