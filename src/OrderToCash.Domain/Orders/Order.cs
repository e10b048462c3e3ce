using System.Collections.Immutable;
using System.Diagnostics;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <summary>
/// The life of an order, from intake to its last paid invoice: what it decides, and what its events make of it.
/// </summary>
/// <remarks>
/// Answers of other entities arrive once and in their order. One that no longer fits (of an older revision, for pieces
/// cancelled meanwhile) changes nothing or only what is left of it, and is never an error.
/// </remarks>
public static partial class Order
{
    /// <summary>An order of which nothing is known yet.</summary>
    /// <param name="id">Channel and order number, <c>shopify:1001</c>.</param>
    public static OrderState Initial(string id) => new(new OrderId(id));

    /// <summary>What a command makes happen, without doing it: the state stays as it is.</summary>
    /// <param name="at">Now, UTC.</param>
    public static Decision<OrderReply, OrderEvent> Decide(OrderState state, OrderCommand command, DateTimeOffset at)
    {
        if (command is OrderCommand.Place place)
        {
            return place.Cancels.IsDefaultOrEmpty && state.EarlyCancellations.IsEmpty
                ? Place(state, place, at) : PlaceAndCancel(state, place, at);
        }

        if (state.Content is null)
        {
            return command is OrderCommand.Cancel { MayComeFirst: true } early
                ? CancelEarly(state, early) : Reply(OrderReplyCode.UnknownOrder, "no order " + state.Id.Value);
        }

        return command switch
        {
            OrderCommand.NoteStock noted => NoteStock(state, noted, at),
            OrderCommand.NoteAllocated noted => NoteAllocated(state, noted),
            OrderCommand.Ship ship => Ship(state, ship, at),
            OrderCommand.NoteInvoiceNumber noted => NoteInvoiceNumber(state, noted),
            OrderCommand.NoteSettled noted => NoteSettled(state, noted),
            OrderCommand.NoteCredit noted => NoteCredit(state, noted, at),
            OrderCommand.NotePrepaid noted => NotePrepaid(state, noted, at),
            OrderCommand.NoteReopened noted => NoteReopened(state, noted),
            OrderCommand.NotePrepaidBack noted => NotePrepaidBack(state, noted, at),
            OrderCommand.Cancel cancel => Cancel(state, cancel, at),
            OrderCommand.ReleaseHold release => ReleaseHold(state, release, at),
            OrderCommand.Reject reject => Reject(state, reject),
            OrderCommand.ContinueStock go => ContinueStock(state, go),
            OrderCommand.Expire => Expire(state, at),
            _ => throw new UnreachableException("An order command without a decision: " + command.GetType().Name),
        };
    }

    private static Decision<OrderReply, OrderEvent> Reply(OrderReplyCode code, string? detail = null)
        => new(new OrderReply(code, detail), []);

    /// <summary>Done before, or an answer that no longer matters.</summary>
    private static Decision<OrderReply, OrderEvent> Unchanged() => Reply(OrderReplyCode.Duplicate);

    private static Decision<OrderReply, OrderEvent> Accept(OrderEvent happened)
        => new(new OrderReply(OrderReplyCode.Accepted), ImmutableArray.Create(happened));
}
