using System.Collections.Immutable;
using System.Diagnostics;
using OrderToCash.Domain.Numbering;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Domain.Flows;

/// <summary>What a number series' events cause: the order that asked learns its number.</summary>
public static class SeriesReactions
{
    /// <summary>The commands that an event of this series causes.</summary>
    public static ImmutableArray<Message> React(string id, SeriesEvent e)
    {
        _ = id;
        return e switch
        {
            SeriesEvent.NumberAssigned assigned => ImmutableArray.Create(new Message(
                new EntityAddress(Kinds.Order, assigned.Order.Value),
                new OrderCommand.NoteInvoiceNumber(assigned.RequestId, assigned.Text))),
            _ => throw new UnreachableException(e.GetType().Name),
        };
    }
}
