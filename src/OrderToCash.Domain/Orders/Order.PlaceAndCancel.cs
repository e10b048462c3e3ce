using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <content>Contents that come with a cancellation, and cancellations that come before the content.</content>
public static partial class Order
{
    /// <summary>
    /// Takes in the content, then cancels: in one decision, so that nothing is promised or released in between.
    /// </summary>
    private static Decision<OrderReply, OrderEvent> PlaceAndCancel(
        OrderState state, OrderCommand.Place place, DateTimeOffset at)
    {
        var placed = Place(state, place, at);
        var isRefused = !placed.Reply.IsDone;
        var isKnown = state.Content is { } known && !IsAnother(known, place.Content);
        if (placed.Reply.Code == OrderReplyCode.OutdatedContent || (isRefused && !isKnown)) return placed;

        // Without the conflict: what is cancelled as a whole needs nobody who looks at how it differed.
        var cancelled = CancelAfter(state, isRefused ? [] : placed.Events, CancelsOf(state, place), at);
        if (!isRefused)
        {
            return cancelled.Draft.Decided() with
            {
                Reply = !cancelled.Reply.IsDone || placed.Reply.Code == OrderReplyCode.Duplicate
                    ? cancelled.Reply : placed.Reply,
            };
        }

        if (cancelled.Draft.State.IsCancelled) return cancelled.Draft.Decided() with { Reply = cancelled.Reply };
        foreach (var happened in placed.Events) cancelled.Draft.Add(happened);
        return cancelled.Draft.Decided() with { Reply = placed.Reply };
    }

    /// <summary>The cancellations that waited for the order, then those of the document.</summary>
    private static ImmutableArray<OrderCommand.Cancel> CancelsOf(OrderState state, OrderCommand.Place place)
    {
        var cancels = ImmutableArray.CreateBuilder<OrderCommand.Cancel>();
        if (state.Content is null)
        {
            foreach (var early in state.EarlyCancellations)
            {
                cancels.Add(new OrderCommand.Cancel(
                    early.Reason, early.RequestedAt, early.Lines, early.Actor, early.RequestId));
            }
        }

        if (!place.Cancels.IsDefaultOrEmpty) cancels.AddRange(place.Cancels);
        return cancels.DrainToImmutable();
    }

    /// <summary>
    /// The reply is the first one that is no repeat; where all are, what was asked for was done before.
    /// </summary>
    private static (OrderDraft Draft, OrderReply Reply) CancelAfter(
        OrderState state, ImmutableArray<OrderEvent> events, ImmutableArray<OrderCommand.Cancel> cancels,
        DateTimeOffset at)
    {
        var draft = new OrderDraft(state);
        foreach (var happened in events) draft.Add(happened);
        var reply = new OrderReply(OrderReplyCode.Duplicate);
        foreach (var cancel in cancels)
        {
            var decision = Cancel(draft.State, cancel, at);
            foreach (var happened in decision.Events) draft.Add(happened);
            if (reply.IsDone && decision.Reply.Code != OrderReplyCode.Duplicate) reply = decision.Reply;
        }

        return (draft, reply);
    }

    /// <summary>Keeps a cancellation for the order that is to come.</summary>
    private static Decision<OrderReply, OrderEvent> CancelEarly(OrderState state, OrderCommand.Cancel cancel)
    {
        var requestId = cancel.RequestId ?? RequestIdOf(cancel);
        foreach (var known in state.EarlyCancellations)
            if (known.RequestId == requestId) return Unchanged();
        return TryMerge(cancel, out _, out var invalid)
            ? Accept(new OrderEvent.CancelledEarly(
                cancel.Reason, cancel.RequestedAt, cancel.Lines.IsDefault ? [] : cancel.Lines, requestId,
                cancel.Actor))
            : Reply(OrderReplyCode.InvalidContent, invalid);
    }
}
