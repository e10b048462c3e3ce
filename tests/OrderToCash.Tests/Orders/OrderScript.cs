using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Orders;

/// <summary>One order that is told commands; keeps its events.</summary>
internal sealed class OrderScript(string id = SampleOrders.Id)
{
    public OrderState State { get; } = Order.Initial(id);

    public List<OrderEvent> History { get; } = [];

    public DateTimeOffset Now { get; set; } = SampleOrders.Noon;

    /// <summary>The events of the last command.</summary>
    public ImmutableArray<OrderEvent> Last { get; private set; } = [];

    public OrderReply Tell(OrderCommand command)
    {
        var (reply, events) = Order.Decide(State, command, Now);
        Last = events;
        foreach (var happened in events)
        {
            Order.Evolve(State, happened);
            History.Add(happened);
        }

        OrderChecks.Check(State);
        OrderChecks.CheckWaits(State);
        return reply;
    }

    /// <summary>Tells commands that have to be accepted.</summary>
    public OrderScript Given(params OrderCommand[] commands)
    {
        foreach (var command in commands)
        {
            var reply = Tell(command);
            Assert.True(reply.Code == OrderReplyCode.Accepted, $"{command}: {reply}");
        }

        return this;
    }

    public T Single<T>()
        where T : OrderEvent => Assert.Single(Last.OfType<T>());

    public string Names() => string.Join(' ', Last.Select(happened => happened.GetType().Name));
}
