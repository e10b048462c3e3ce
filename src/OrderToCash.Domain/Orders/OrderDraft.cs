using System.Runtime.InteropServices;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <summary>A decision of several events in the making: each sees the order as the ones before it leave it.</summary>
internal sealed class OrderDraft(OrderState state)
{
    private OrderEvent[] _events = new OrderEvent[4];
    private int _count;

    /// <summary>A copy of the order, with the events so far.</summary>
    public OrderState State { get; } = state.Copy();

    public void Add(OrderEvent happened)
    {
        if (_count == _events.Length) Array.Resize(ref _events, _count * 2);
        _events[_count++] = happened;
        Order.Evolve(State, happened);
    }

    public Decision<OrderReply, OrderEvent> Decided()
        => new(
            new OrderReply(OrderReplyCode.Accepted),
            ImmutableCollectionsMarshal.AsImmutableArray(_count == _events.Length ? _events : _events[.._count]));
}
