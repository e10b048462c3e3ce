using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <content>Later contents of a known order.</content>
public static partial class Order
{
    private static Decision<OrderReply, OrderEvent> PlaceAgain(
        OrderState state, OrderContent known, OrderCommand.Place place, DateTimeOffset at)
    {
        var content = place.Content;
        var scope = OrderDifference.ScopeOf(known, content);
        // Too late for a change: what the provider says about the money is taken in as long as something can follow
        // from it, the rest is for a person. So is a change of what the customer has paid for.
        var isTooLate = state.IsReleased || state.IsOver;
        var isPossible = scope switch
        {
            EditScope.Version => true,
            EditScope.Payment => !state.IsRejected && !state.IsCancelled,
            EditScope.Details => !isTooLate,
            _ => !isTooLate && state.PrepaidMinor == 0,
        };
        if (!isPossible) return Conflict(state, known, content);
        var findings = OrderIntake.CheckFields(content);
        if (findings is not null && OrderIntake.HasError(findings))
            return Reply(OrderReplyCode.InvalidContent, OrderIntake.FirstError(findings));
        var totals = OrderTotals.Compute(content);
        findings = OrderIntake.CheckTotals(content, totals.TotalMinor, findings);
        if (!isTooLate) findings = WithShipped(findings, place.Shipped);
        var account = AccountIds.Of(content, state.Id);
        // Another account has to be asked anew, as has stock where lines changed.
        if (scope < EditScope.Order && account == state.Account)
            return EditDetails(state, place, totals, findings, isTooLate, at);
        return isTooLate || state.PrepaidMinor > 0
            ? Conflict(state, known, content)
            : EditOrder(state, place, totals, account, findings, at);
    }

    /// <summary>Nothing that was asked of stock or of the account changes.</summary>
    private static Decision<OrderReply, OrderEvent> EditDetails(
        OrderState state, OrderCommand.Place place, OrderTotals totals, List<Finding>? findings, bool isTooLate,
        DateTimeOffset at)
    {
        var draft = new OrderDraft(state);
        draft.Add(new OrderEvent.Edited(
            place.Content, totals.Amounts, totals.ShippingAmount, totals.TotalMinor, state.Account, state.Revision, [],
            [], null, 0, place.Actor));
        // Before confirmation the content's doubts decide whether it is held; what came later was decided without them.
        if (!isTooLate && state.Outcome is null)
        {
            var hold = state.HoldOf(HoldReason.Review);
            if (findings is not null)
            {
                var review = ReviewOf(findings, at);
                if (hold is null || !hold.Evidence.AsSpan().SequenceEqual(review.Evidence.AsSpan())) draft.Add(review);
            }
            else if (hold is not null)
            {
                draft.Add(new OrderEvent.HoldReleased(HoldReason.Review, Actor.Rule("edited"), null));
            }
        }

        else if (!isTooLate && WithShipped(null, place.Shipped) is { } shipped)
        {
            draft.Add(ReviewOf(shipped, at));
        }

        GoOn(draft, at);
        return draft.Decided();
    }

    /// <summary>Everything starts again, as a new revision.</summary>
    private static Decision<OrderReply, OrderEvent> EditOrder(
        OrderState state, OrderCommand.Place place, OrderTotals totals, AccountId account, List<Finding>? findings,
        DateTimeOffset at)
    {
        var content = place.Content;
        var asks = AsksAfterEdit(state, content);
        var revision = state.Revision + 1;
        var draft = new OrderDraft(state);
        draft.Add(new OrderEvent.Edited(
            content, totals.Amounts, totals.ShippingAmount, totals.TotalMinor, account, revision,
            DroppedBy(state, content), asks, WithdrawnAccount(state), OwedMinor(state), place.Actor));
        if (findings is not null) draft.Add(ReviewOf(findings, at));
        if (NeedsCredit(content, totals.TotalMinor))
            draft.Add(new OrderEvent.CreditRequested(account, totals.TotalMinor, content.Currency, revision));
        GoOn(draft, at);
        return draft.Decided();
    }

    /// <summary>Ordered pieces by SKU, less those that stay cancelled.</summary>
    private static ImmutableArray<SkuQuantity> AsksAfterEdit(OrderState state, OrderContent content)
    {
        var before = OpenAndCancelled(state);
        var open = new OrderLine[content.Lines.Length];
        for (var i = 0; i < open.Length; i++)
        {
            var line = content.Lines[i];
            open[i] = line with { Quantity = line.Quantity - StillCancelled(line, before) };
        }

        return SkuPieces.Of([.. open]);
    }

    private static ImmutableArray<Sku> DroppedBy(OrderState state, OrderContent content)
    {
        var kept = new HashSet<string>(content.Lines.Length, StringComparer.Ordinal);
        foreach (var line in content.Lines) kept.Add(line.Sku.Value);
        var dropped = ImmutableArray.CreateBuilder<Sku>();
        foreach (ref readonly var sku in state.Skus.AsSpan())
            if (!kept.Contains(sku.Sku.Value)) dropped.Add(sku.Sku);
        return dropped.DrainToImmutable();
    }

    private static Decision<OrderReply, OrderEvent> Conflict(OrderState state, OrderContent known, OrderContent content)
    {
        var difference = OrderDifference.Describe(known, content);
        var reply = new OrderReply(OrderReplyCode.ExistsWithDifferentContent, difference);
        return state.Conflicts.Contains(difference)
            ? new Decision<OrderReply, OrderEvent>(reply, [])
            : new Decision<OrderReply, OrderEvent>(
                reply, [new OrderEvent.EditConflicted(content.UpdatedAt, content.StatedTotalMinor, difference)]);
    }
}
