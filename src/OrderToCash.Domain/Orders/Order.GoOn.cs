using System.Collections.Immutable;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <content>What follows by rule, after whatever happened: confirm, ask for money, release, refuse, close.</content>
public static partial class Order
{
    /// <summary>Adds everything that the order can now decide by itself; nothing where it waits for others.</summary>
    private static void GoOn(OrderDraft draft, DateTimeOffset at)
    {
        var state = draft.State;
        if (state.IsOver) return;
        if (state.Pieces.Open == 0)
        {
            if (state.Pieces.Shipped == 0)
                draft.Add(CancelAll(state, "nothing left to deliver", at, null, Actor.Rule("nothing-left")));
            else if (state.AreInvoicesSettled()) draft.Add(CloseOf(state));
            return;
        }

        if (state.IsDeferred)
        {
            if (state.HoldOf(HoldReason.Review) is null) AskDeferred(draft);
            return;
        }

        if (state.Outcome is null)
        {
            if (state.Pieces.Asked > 0 || !SettleRefused(draft, at)) return;
            if (state.HoldOf(HoldReason.Review) is not null) return;
            draft.Add(new OrderEvent.Confirmed(
                state.Pieces.Backordered == 0 ? Confirmation.Full
                : state.Pieces.Reserved > 0 ? Confirmation.PartlyBackordered : Confirmation.Backordered));
        }

        // Confirmed orders are held only where their pieces were shipped from elsewhere meanwhile.
        if (state.HoldOf(HoldReason.Review) is not null) return;
        if (Clearance(state) is not { } rule)
        {
            AskForMoney(draft, at);
            return;
        }

        if (state.HoldOf(HoldReason.Prepayment) is not null)
            draft.Add(new OrderEvent.HoldReleased(HoldReason.Prepayment, Actor.Rule(rule), null));
        Release(draft, rule);
    }

    /// <summary>True where no refused piece stands in the way any more.</summary>
    private static bool SettleRefused(OrderDraft draft, DateTimeOffset at)
    {
        var state = draft.State;
        if (state.Pieces.Refused == 0) return true;
        if (HasRefusal(state, RefusalReason.UnknownSku))
        {
            HoldUnknownSkus(draft, at);
            return false;
        }

        if (!state.Taken.Policy.ShipPartial || state.Pieces.Reserved + state.Pieces.Backordered == 0)
        {
            draft.Add(new OrderEvent.Rejected(
                "out of stock", KeepNothing(state), WithdrawnAccount(state), OwedMinor(state),
                Actor.Rule("out-of-stock")));
            return false;
        }

        draft.Add(CancelRefused(state, at));
        return true;
    }

    /// <summary>Which rule lets the goods go; null where money or credit is still missing.</summary>
    private static string? Clearance(OrderState state)
    {
        var payment = state.Taken.Payment;
        if (state.TotalMinor == 0) return "nothing-to-pay";
        switch (payment.Method)
        {
            case PaymentMethod.Psp when payment.Status == PspStatus.Captured: return "psp-captured";
            case PaymentMethod.Psp when payment.Status == PspStatus.Authorized: return "psp-authorized";
            case PaymentMethod.Prepayment or PaymentMethod.Psp when state.IsPrepaymentSettled: return "prepaid";
            case PaymentMethod.Prepayment or PaymentMethod.Psp when IsLetGo(state, HoldReason.Prepayment):
                return "released-by-person";
            case PaymentMethod.Prepayment or PaymentMethod.Psp:
                return OrderValue.OfRest(state) == 0 ? "nothing-to-pay" : null;
            default:
                if (!IsAbove(state.SmallOrder, state.Taken, state.TotalMinor)) return "small-order";
                if (state.IsCreditGranted == true) return "credit-granted";
                return IsLetGo(state, HoldReason.Credit) ? "released-by-person" : null;
        }
    }

    /// <summary>True where a person let the order go on although this was missing.</summary>
    private static bool IsLetGo(OrderState state, HoldReason reason)
        => state.ReleaseOf(reason) is { } release && !release.Actor.Value.StartsWith("rule:", StringComparison.Ordinal);

    private static bool NeedsCredit(OrderContent content, long totalMinor, CheckRules rules)
        => content.Payment.Method == PaymentMethod.Invoice && IsAbove(rules.SmallOrder, content, totalMinor);

    private static bool IsAbove(int smallOrder, OrderContent content, long totalMinor)
        => totalMinor > OrderTotals.ToMinor(smallOrder, content.Currency);

    private static OrderEvent.CreditRequested CreditOf(
        AccountId account, long amountMinor, Currency currency, int revision, CheckRules rules)
        => new(account, amountMinor, currency, revision)
        {
            DefaultCredit = Unusual(rules.DefaultCredit, CheckRules.Default.DefaultCredit),
        };

    /// <summary>What is stored of a limit: nothing where it is the usual one.</summary>
    private static int? Unusual(int limit, int usual) => limit == usual ? null : limit;

    /// <summary>Asks for the promised pieces, unless the order ships together and something is missing.</summary>
    private static void Release(OrderDraft draft, string rule)
    {
        var state = draft.State;
        if (!state.Taken.Policy.ShipPartial && state.Pieces.Backordered > 0) return;
        ImmutableArray<SkuQuantity>.Builder? asks = null;
        for (var s = 0; s < state.Skus.Length; s++)
        {
            var free = ReservedOf(state, s) - state.Skus[s].Requested;
            if (free == 0) continue;
            asks ??= ImmutableArray.CreateBuilder<SkuQuantity>(state.Skus.Length == 1 ? 1 : 4);
            asks.Add(new SkuQuantity(state.Skus[s].Sku, free));
        }

        if (asks is null) return;
        draft.Add(new OrderEvent.Released(asks.DrainToImmutable(), state.Revision, rule, ReleaseEvidence(state, rule)));
    }

    private static ImmutableArray<Evidence> ReleaseEvidence(OrderState state, string rule) => rule switch
    {
        "small-order" =>
            [new Evidence("total", Money(state, state.TotalMinor), SmallOrderLimitOf(state))],
        "prepaid" =>
            [new Evidence("prepaid", Money(state, state.PrepaidMinor), Money(state, state.PrepaymentMinor ?? 0))],
        "psp-captured" or "psp-authorized" => [new Evidence("provider", state.Taken.Payment.Provider ?? "not named")],
        _ => [],
    };

    /// <summary>Asks for a prepayment, or waits for the provider; once.</summary>
    private static void AskForMoney(OrderDraft draft, DateTimeOffset at)
    {
        var state = draft.State;
        var content = state.Taken;
        if (content.Payment.Method == PaymentMethod.Invoice || state.HoldOf(HoldReason.Prepayment) is not null) return;
        // A provider that takes its word back when all is with a warehouse comes too late: nothing is left to hold.
        if (!IsAnythingHere(state)) return;
        var lastDay = SellerCalendar.AddBankingDays(SellerCalendar.DateOf(at), OrderLimits.PrepaymentBankingDays);
        var expiresAt = SellerCalendar.StartOf(lastDay.AddDays(1));
        var owed = OrderValue.OfRest(state);
        if (content.Payment.Method == PaymentMethod.Psp)
        {
            draft.Add(new OrderEvent.Held(
                HoldReason.Prepayment, "psp-pending",
                [new Evidence("provider's status", "pending", "authorized or captured")], expiresAt));
            return;
        }

        draft.Add(new OrderEvent.PrepaymentRequested(
            state.Account, content.OrderNumber, owed, content.Currency, OrderValue.TaxesOfRest(state), expiresAt,
            state.Revision));
        draft.Add(new OrderEvent.Held(
            HoldReason.Prepayment, "prepayment", [new Evidence("prepayment", Money(state, 0), Money(state, owed))],
            expiresAt));
    }

    /// <summary>True where pieces are neither with a warehouse nor on their way there.</summary>
    private static bool IsAnythingHere(OrderState state)
    {
        var here = state.Pieces.Open - state.Pieces.Allocated;
        foreach (ref readonly var sku in state.Skus.AsSpan()) here -= sku.Requested;
        return here > 0;
    }

    private static string SmallOrderLimitOf(OrderState state) => state.SmallOrder == CheckRules.DefaultSmallOrder
        ? SmallOrderLimits[state.Taken.Currency.Exponent]
        : Money(state, OrderTotals.ToMinor(state.SmallOrder, state.Taken.Currency));

    /// <summary>The usual one, so that most releases make no text.</summary>
    private static readonly string[] SmallOrderLimits = ["500", "500.0", "500.00", "500.000"];

    private static string Money(OrderState state, long minor) => state.Taken.Currency.Format(minor);
}
