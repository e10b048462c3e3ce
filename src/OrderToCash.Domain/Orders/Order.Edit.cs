using System.Collections.Immutable;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <content>Later contents of a known order.</content>
public static partial class Order
{
    private static Decision<OrderReply, OrderEvent> PlaceAgain(
        OrderState state, OrderContent known, OrderCommand.Place place, DateTimeOffset at)
    {
        var isTooLate = state.IsReleased || state.IsOver;
        // While the order may change, what is left is simply the order; then it is what the channel heard from us.
        var content = isTooLate || state.PrepaidMinor > 0 ? AsOrdered(state, known, place.Content) : place.Content;
        place = place with { Content = content };
        var scope = OrderDifference.ScopeOf(known, content);
        if (scope == EditScope.None) return Unchanged();
        // Too late for a change: what the provider says about the money is taken in as long as something can follow
        // from it, the rest is for a person. So is a change of what the customer has paid for.
        var isPossible = scope switch
        {
            EditScope.Version => true,
            // Nothing follows for an order that ended unshipped, unless somebody has just paid for it.
            EditScope.Payment or EditScope.Details when state.IsRejected || state.IsCancelled =>
                !IsNewlyPaid(known.Payment, content.Payment),
            EditScope.Payment => true,
            EditScope.Details => !isTooLate,
            _ => !isTooLate && state.PrepaidMinor == 0,
        };
        if (!isPossible) return Conflict(state, known, content);
        var advice = place.Advice ?? OrderAdvice.None;
        var findings = OrderIntake.CheckFields(content, advice.Rules);
        if (findings is not null && OrderIntake.HasError(findings))
            return Reply(OrderReplyCode.InvalidContent, OrderIntake.FirstError(findings));
        var totals = OrderTotals.Compute(content);
        findings = OrderIntake.CheckTotals(content, totals.TotalMinor, advice, findings);
        if (!isTooLate) findings = WithShipped(findings, place.Shipped);
        findings = WithOthers(state, findings);
        var account = AccountIds.Of(content, state.Id);
        // Another account has to be asked anew, as has stock where lines changed.
        if (scope < EditScope.Order && account == state.Account)
            return EditDetails(state, place, totals, findings, isTooLate, at);
        return isTooLate || state.PrepaidMinor > 0
            ? Conflict(state, known, content)
            : EditOrder(state, place, totals, account, findings, at);
    }

    /// <summary>
    /// The content with the lines as they were ordered, where it states exactly what is left of them after what was
    /// cancelled here; else as it is.
    /// </summary>
    private static OrderContent AsOrdered(OrderState state, OrderContent known, OrderContent found)
    {
        if (state.Pieces.Cancelled == 0 || found.Lines.IsDefault) return found;
        var next = 0;
        for (var i = 0; i < known.Lines.Length; i++)
        {
            var (line, left) = (known.Lines[i], known.Lines[i].Quantity - state.Lines[i].Cancelled);
            if (left == 0 && (next == found.Lines.Length || found.Lines[next].LineId != line.LineId)) continue;
            if (next == found.Lines.Length) return found;
            var stated = found.Lines[next++];
            var isLeft = stated.LineId == line.LineId && stated.Sku == line.Sku && stated.Quantity == left
                && stated.UnitPrice == line.UnitPrice && stated.TaxRate == line.TaxRate;
            if (!isLeft) return found;
        }

        return next == found.Lines.Length
            ? found with
            {
                Lines = known.Lines,
                Discounts = known.Discounts,
                StatedTotalMinor = known.StatedTotalMinor,
            }
            : found;
    }

    private static bool IsNewlyPaid(PaymentTerms known, PaymentTerms found)
        => found.Status > (known.Status ?? PspStatus.Pending);

    /// <summary>Nothing that was asked of stock or of the account changes.</summary>
    private static Decision<OrderReply, OrderEvent> EditDetails(
        OrderState state, OrderCommand.Place place, OrderTotals totals, List<Finding>? findings, bool isTooLate,
        DateTimeOffset at)
    {
        var draft = new OrderDraft(state);
        draft.Add(new OrderEvent.Edited(
            place.Content, totals.Amounts, totals.ShippingAmount, totals.TotalMinor, state.Account, state.Revision, [],
            [], null, 0, place.Actor));
        findings = WithoutOverridden(state, findings);
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

        else if (!isTooLate && WithoutOverridden(state, WithShipped(null, place.Shipped)) is { } shipped)
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
        var rules = (place.Advice ?? OrderAdvice.None).Rules;
        var asks = AsksAfterEdit(state, content);
        var revision = state.Revision + 1;
        var dropped = DroppedBy(state, content);
        // What goes back to stock has to fit one batch, or some of it would be asked for again with the next.
        var isDeferred = HasToWait(findings) && asks.Length <= OrderLimits.StockBatch
            && dropped.Length <= OrderLimits.StockBatch;
        var draft = new OrderDraft(state);
        draft.Add(new OrderEvent.Edited(
            content, totals.Amounts, totals.ShippingAmount, totals.TotalMinor, account, revision, dropped, asks,
            WithdrawnAccount(state), OwedMinor(state), place.Actor, isDeferred)
        {
            SmallOrder = Unusual(rules.SmallOrder, CheckRules.DefaultSmallOrder),
        });
        if (findings is not null) draft.Add(ReviewOf(findings, at));
        if (NeedsCredit(content, totals.TotalMinor, rules))
            draft.Add(CreditOf(account, totals.TotalMinor, content.Currency, revision, rules));
        GoOn(draft, at);
        return draft.Decided();
    }

    /// <summary>Adds what held the order because of others: a later content can't clear that up.</summary>
    private static List<Finding>? WithOthers(OrderState state, List<Finding>? findings)
    {
        if (state.HoldOf(HoldReason.Review) is not { } hold) return findings;
        foreach (var seen in hold.Evidence)
        {
            if (!OrderIntake.IsOfOthers(seen.Rule)) continue;
            findings ??= [];
            if (!findings.Exists(finding => finding.Rule == seen.Rule))
            {
                findings.Add(new Finding(
                    seen.Rule ?? "", seen.Fact, seen.Found, seen.Expected ?? "", Severity.Review));
            }
        }

        return findings;
    }

    /// <summary>Leaves out what a person has overridden in this revision; null where nothing is left.</summary>
    private static List<Finding>? WithoutOverridden(OrderState state, List<Finding>? findings)
    {
        if (findings is null || state.Overridden.IsEmpty) return findings;
        findings.RemoveAll(finding => state.Overridden.Any(
            seen => seen.Rule == finding.Rule && seen.Fact == finding.Field && seen.Found == finding.Found));
        return findings.Count == 0 ? null : findings;
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
