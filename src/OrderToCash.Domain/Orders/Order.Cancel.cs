using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <content>Cancellations, by the channel, a person or a rule.</content>
public static partial class Order
{
    private const string NothingOpen = "every piece is shipped or cancelled";

    private static Decision<OrderReply, OrderEvent> Cancel(
        OrderState state, OrderCommand.Cancel cancel, DateTimeOffset at)
    {
        var requestId = cancel.RequestId ?? RequestIdOf(cancel);
        var isKnown = state.Cancellations.TryGetValue(requestId, out var isDone);
        if (isKnown && isDone) return Unchanged();
        if (state.IsCancelled && cancel.Lines.IsDefaultOrEmpty) return Unchanged();
        if (!TryMerge(cancel, out var asked, out var invalid)) return Reply(OrderReplyCode.InvalidContent, invalid);

        if (CheckCancellable(state, asked) is { } refusal)
        {
            if (cancel.MayBeLate && refusal.Code == OrderReplyCode.TooLate) return Unchanged();
            return refusal.Code == OrderReplyCode.UnknownLine || isKnown
                ? new Decision<OrderReply, OrderEvent>(refusal, [])
                : new Decision<OrderReply, OrderEvent>(
                    refusal,
                    [new OrderEvent.CancellationRefused(
                        cancel.Reason, cancel.RequestedAt, requestId, refusal.Detail ?? "", cancel.Actor)]);
        }

        var draft = new OrderDraft(state);
        var cancelled = asked.Count == 0
            ? CancelAll(state, cancel.Reason, cancel.RequestedAt, requestId, cancel.Actor)
            : CancelPieces(state, asked, cancel.Reason, cancel.RequestedAt, requestId, cancel.Actor);
        draft.Add(cancel.ExtraJson is null ? cancelled : cancelled with { ExtraJson = cancel.ExtraJson });
        GoOn(draft, at);
        return draft.Decided();
    }

    /// <summary>Pieces by line id; a line named twice counts once with both.</summary>
    private static bool TryMerge(OrderCommand.Cancel cancel, out Dictionary<string, long> asked, out string? invalid)
    {
        asked = new Dictionary<string, long>(StringComparer.Ordinal);
        invalid = null;
        if (cancel.Lines.IsDefaultOrEmpty) return true;
        for (var i = 0; i < cancel.Lines.Length; i++)
        {
            var (lineId, quantity) = cancel.Lines[i];
            if (quantity < 1)
            {
                invalid = $"lines[{i}].quantity: found {quantity}, expected at least 1";
                return false;
            }

            asked[lineId] = asked.GetValueOrDefault(lineId) + quantity;
        }

        return true;
    }

    /// <summary>Why these pieces can't be cancelled; null where they can.</summary>
    private static OrderReply? CheckCancellable(OrderState state, Dictionary<string, long> asked)
    {
        if (state.IsOver) return new OrderReply(OrderReplyCode.TooLate, "the order is " + NameOfEnd(state));
        if (state.Pieces.Open == 0) return new OrderReply(OrderReplyCode.TooLate, NothingOpen);
        var areOver = asked.Count > 0;
        foreach (var (lineId, _) in asked)
        {
            var index = state.FindLine(lineId);
            areOver &= index >= 0 && state.Lines[index].Open == 0;
        }

        if (areOver) return new OrderReply(OrderReplyCode.TooLate, "of these lines " + NothingOpen);
        foreach (var (lineId, _) in asked)
            if (state.FindLine(lineId) < 0) return new OrderReply(OrderReplyCode.UnknownLine, $"no line '{lineId}'");
        foreach (var (lineId, quantity) in asked)
        {
            var open = state.Lines[state.FindLine(lineId)].Open;
            if (quantity > open)
                return new OrderReply(OrderReplyCode.QuantityExceeded, $"line {lineId}: asked {quantity}, open {open}");
        }

        return null;
    }

    /// <summary>Cancels everything that is open.</summary>
    private static OrderEvent.Cancelled CancelAll(
        OrderState state, string reason, DateTimeOffset requestedAt, string? requestId, Actor actor)
    {
        var pieces = new int[state.Lines.Length];
        for (var i = 0; i < pieces.Length; i++) pieces[i] = state.Lines[i].Open;
        return CancelPieces(state, pieces, reason, requestedAt, requestId, actor);
    }

    /// <summary>Cancels what stock refused.</summary>
    private static OrderEvent.Cancelled CancelRefused(OrderState state, DateTimeOffset at)
    {
        var pieces = new int[state.Lines.Length];
        for (var i = 0; i < pieces.Length; i++) pieces[i] = state.Lines[i].Refused;
        return CancelPieces(state, pieces, "out of stock", at, null, Actor.Rule("out-of-stock"));
    }

    private static OrderEvent.Cancelled CancelPieces(
        OrderState state, Dictionary<string, long> asked, string reason, DateTimeOffset requestedAt, string? requestId,
        Actor actor)
    {
        var pieces = new int[state.Lines.Length];
        foreach (var (lineId, quantity) in asked) pieces[state.FindLine(lineId)] = (int)quantity;
        return CancelPieces(state, pieces, reason, requestedAt, requestId, actor);
    }

    /// <param name="pieces">By line index; at most what is open of the line.</param>
    private static OrderEvent.Cancelled CancelPieces(
        OrderState state, int[] pieces, string reason, DateTimeOffset requestedAt, string? requestId, Actor actor)
    {
        var lines = ImmutableArray.CreateBuilder<LineQuantity>();
        long withdraw = 0;
        var cancelled = 0;
        for (var i = 0; i < pieces.Length; i++)
        {
            if (pieces[i] == 0) continue;
            var rest = state.Lines[i].Ordered - state.Lines[i].Cancelled;
            withdraw += OrderValue.OfPieces(state, i, rest) - OrderValue.OfPieces(state, i, rest - pieces[i]);
            cancelled += pieces[i];
            lines.Add(new LineQuantity(state.Taken.Lines[i].LineId, state.Taken.Lines[i].Sku, pieces[i]));
        }

        var isWhole = cancelled == state.Pieces.Open && state.Pieces.Shipped == 0;
        if (isWhole) withdraw = OwedMinor(state);
        var withdrawn = WithdrawnAccount(state);
        return new OrderEvent.Cancelled(
            lines.DrainToImmutable(), KeepAfter(state, pieces), isWhole, reason, requestedAt, requestId, withdrawn,
            withdrawn is null ? 0 : withdraw, actor);
    }

    /// <summary>
    /// What stock shall keep of each touched SKU: open pieces, and shipped ones not told. Not yet where it is about to
    /// name warehouses for some of them: it could give back other parts than the order, which doesn't know them.
    /// </summary>
    private static ImmutableArray<SkuQuantity> KeepAfter(OrderState state, int[] pieces)
    {
        var keep = ImmutableArray.CreateBuilder<SkuQuantity>();
        for (var s = 0; s < state.Skus.Length; s++)
        {
            var open = 0;
            var isTouched = false;
            for (var i = state.Skus[s].FirstLine; i >= 0; i = state.Lines[i].NextOfSku)
            {
                open += state.Lines[i].Open - pieces[i];
                // Stock holds nothing of what it refused.
                isTouched |= pieces[i] > state.Lines[i].Refused;
            }

            if (isTouched && (open == 0 || state.Skus[s].Underway == 0))
                keep.Add(new SkuQuantity(state.Skus[s].Sku, open + state.Skus[s].OwesShip));
        }

        return keep.DrainToImmutable();
    }

    private static ImmutableArray<SkuQuantity> KeepNothing(OrderState state)
    {
        var keep = ImmutableArray.CreateBuilder<SkuQuantity>(state.Skus.Length);
        foreach (ref readonly var sku in state.Skus.AsSpan()) keep.Add(new SkuQuantity(sku.Sku, 0));
        return keep.DrainToImmutable();
    }

    /// <summary>The account that was asked for credit or a prepayment; null where none was.</summary>
    private static AccountId? WithdrawnAccount(OrderState state)
        => state.IsCreditAsked || state.PrepaymentMinor is not null ? state.Account : null;

    /// <summary>What the account was asked for and is owed no longer when the order ends.</summary>
    private static long OwedMinor(OrderState state)
        => state.PrepaymentMinor ?? (state.IsCreditAsked ? OrderValue.OfRest(state) : 0);

    private static bool HasRefusal(OrderState state, RefusalReason reason)
    {
        foreach (ref readonly var sku in state.Skus.AsSpan())
            if (sku.Refusal == reason) return true;
        return false;
    }

    private static string NameOfEnd(OrderState state)
        => state.IsRejected ? "rejected" : state.IsCancelled ? "cancelled" : "closed";

    /// <summary>Names a request that brings no id by its content, so that a repeat is known.</summary>
    private static string RequestIdOf(OrderCommand.Cancel cancel)
    {
        var text = new StringBuilder(cancel.Reason).Append('\n')
            .Append(cancel.RequestedAt.UtcTicks.ToString(CultureInfo.InvariantCulture));
        if (!cancel.Lines.IsDefaultOrEmpty)
        {
            foreach (var (lineId, quantity) in cancel.Lines)
                text.Append('\n').Append(CultureInfo.InvariantCulture, $"{quantity} {lineId}");
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return "sha256:" + Convert.ToHexStringLower(hash.AsSpan(0, 16));
    }
}
