using System.Collections.Immutable;
using System.Globalization;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <content>Holds: what persons decide, and what time decides where they don't.</content>
public static partial class Order
{
    private const string UnknownSkuRule = "unknown-sku";

    private static Decision<OrderReply, OrderEvent> ReleaseHold(
        OrderState state, OrderCommand.ReleaseHold release, DateTimeOffset at)
    {
        var draft = new OrderDraft(state);
        var isKnown = false;
        var isReleased = false;
        foreach (var reason in ReasonsOf(release))
        {
            if (state.HoldOf(reason) is not null)
            {
                draft.Add(ReleaseOf(state, reason, release));
                isReleased = true;
            }
            else
            {
                isKnown |= state.ReleaseOf(reason) is { } earlier
                    && earlier.Actor == release.Actor && earlier.Note == release.Note;
            }
        }

        if (!isReleased) return isKnown ? Unchanged() : Reply(OrderReplyCode.NotHeld, "the order is not held");
        if (RefusedFor(draft.State, RefusalReason.UnknownSku) is { IsEmpty: false } asks)
        {
            draft.Add(new OrderEvent.ReservationRepeated(
                asks, state.Revision, state.Taken.PlacedAt, state.Taken.Policy.AllowBackorder));
        }

        GoOn(draft, at);
        return draft.Decided();
    }

    private static ImmutableArray<HoldReason> ReasonsOf(OrderCommand.ReleaseHold release)
        => release.Reason is { } reason ? [reason] : [HoldReason.Review, HoldReason.Credit];

    /// <summary>Letting an order go unpaid takes back the prepayment's claim: its invoices claim the money.</summary>
    private static OrderEvent.HoldReleased ReleaseOf(
        OrderState state, HoldReason reason, OrderCommand.ReleaseHold release)
    {
        var open = reason == HoldReason.Prepayment && state.PrepaymentMinor is { } asked
            ? Math.Max(0, asked - state.PrepaidMinor) : 0;
        return new OrderEvent.HoldReleased(
            reason, release.Actor, release.Note, open > 0 ? state.Account : null, open)
        {
            Overridden = state.HoldOf(reason) is { } hold ? [.. hold.Rule.Split('+')] : [],
        };
    }

    private static Decision<OrderReply, OrderEvent> Reject(OrderState state, OrderCommand.Reject reject)
    {
        if (state.IsRejected) return Unchanged();
        if (state.Holds.IsEmpty) return Reply(OrderReplyCode.NotHeld, "the order is not held");
        return Accept(new OrderEvent.Rejected(
            reject.Reason, KeepNothing(state), WithdrawnAccount(state), OwedMinor(state), reject.Actor));
    }

    /// <summary>A reminder fires at least once and may be late: only a hold whose time is over counts.</summary>
    private static Decision<OrderReply, OrderEvent> Expire(OrderState state, DateTimeOffset at)
    {
        foreach (var hold in state.Holds)
        {
            if (hold.ExpiresAt > at) continue;
            var reason = hold.Reason switch
            {
                HoldReason.Prepayment => "prepayment not received",
                HoldReason.Credit => "credit not granted in time",
                _ => "not reviewed in time",
            };
            var draft = new OrderDraft(state);
            draft.Add(CancelAll(state, reason, at, null, Actor.Rule("expiry")));
            GoOn(draft, at);
            return draft.Decided();
        }

        return Unchanged();
    }

    private static Decision<OrderReply, OrderEvent> NoteCredit(
        OrderState state, OrderCommand.NoteCredit noted, DateTimeOffset at)
    {
        var isAwaited = state.IsCreditAsked && state.IsCreditGranted is null && noted.Revision == state.Revision;
        if (state.IsOver || !isAwaited) return Unchanged();
        var draft = new OrderDraft(state);
        draft.Add(new OrderEvent.CreditDecided(noted.Granted, noted.ExposureMinor, noted.LimitMinor));
        if (noted.BlockedFor is { } why)
        {
            draft.Add(new OrderEvent.Held(
                HoldReason.Credit, "customer-blocked",
                [new Evidence("customer", "blocked: " + why, "a customer who is not blocked", "customer-blocked")],
                at + OrderLimits.ReviewPeriod));
        }
        else if (!noted.Granted)
        {
            draft.Add(new OrderEvent.Held(
                HoldReason.Credit, "credit-limit",
                [
                    new Evidence("order total", Money(state, state.TotalMinor)),
                    new Evidence("exposure", Money(state, noted.ExposureMinor), Money(state, noted.LimitMinor)),
                ],
                at + OrderLimits.ReviewPeriod));
        }

        GoOn(draft, at);
        return draft.Decided();
    }

    /// <summary>Holds the order for a person: the SKUs that nobody knows, and what else it is held for.</summary>
    private static void HoldUnknownSkus(OrderDraft draft, DateTimeOffset at)
    {
        const int maxShown = 10;
        var state = draft.State;
        var earlier = state.HoldOf(HoldReason.Review);
        if (earlier is not null && earlier.Rule.EndsWith(UnknownSkuRule, StringComparison.Ordinal)) return;
        var evidence = ImmutableArray.CreateBuilder<Evidence>();
        if (earlier is not null) evidence.AddRange(earlier.Evidence);
        var unknown = RefusedFor(state, RefusalReason.UnknownSku);
        for (var i = 0; i < unknown.Length && i < maxShown; i++)
            evidence.Add(new Evidence("SKU", unknown[i].Sku.Value, "a stocked SKU", UnknownSkuRule));
        if (unknown.Length > maxShown)
        {
            evidence.Add(new Evidence(
                "unknown SKUs", unknown.Length.ToString(CultureInfo.InvariantCulture), "0", UnknownSkuRule));
        }

        var rule = earlier is null ? UnknownSkuRule : earlier.Rule + "+" + UnknownSkuRule;
        draft.Add(new OrderEvent.Held(
            HoldReason.Review, rule, evidence.DrainToImmutable(), at + OrderLimits.ReviewPeriod));
    }

    /// <summary>Asks stock for the first time for what waited for the review.</summary>
    private static void AskDeferred(OrderDraft draft)
    {
        var state = draft.State;
        draft.Add(new OrderEvent.ReservationRepeated(
            RefusedFor(state, null), state.Revision, state.Taken.PlacedAt, state.Taken.Policy.AllowBackorder));
    }

    /// <summary>Refused pieces by SKU, of the SKUs refused for this reason; null: those nobody refused.</summary>
    private static ImmutableArray<SkuQuantity> RefusedFor(OrderState state, RefusalReason? reason)
    {
        if (state.Pieces.Refused == 0) return [];
        var refused = ImmutableArray.CreateBuilder<SkuQuantity>();
        foreach (ref readonly var sku in state.Skus.AsSpan())
        {
            if (sku.Refusal != reason) continue;
            var pieces = 0;
            for (var i = sku.FirstLine; i >= 0; i = state.Lines[i].NextOfSku) pieces += state.Lines[i].Refused;
            if (pieces > 0) refused.Add(new SkuQuantity(sku.Sku, pieces));
        }

        return refused.DrainToImmutable();
    }
}
