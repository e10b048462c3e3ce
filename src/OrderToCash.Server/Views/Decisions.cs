using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Server.Views;

/// <summary>The decisions among an entity's events, with what they rest on.</summary>
public static class Decisions
{
    /// <summary>The decisions, oldest first.</summary>
    public static JsonArray Of(ImmutableArray<RecordedEvent> events)
    {
        var decisions = new JsonArray();
        BankTransaction? transaction = null;
        foreach (var recorded in events)
        {
            if (recorded.Event is PaymentEvent.Received received)
                transaction = received.Transaction;
            if (recorded.Event is PaymentEvent paymentEvent)
                Add(decisions, recorded, paymentEvent, transaction);
            else if (Of(recorded.Event) is { } decision)
            {
                decisions.Add(new JsonObject
                {
                    ["sequence"] = recorded.Sequence, ["at"] = Nodes.Time(recorded.At), ["decision"] = decision.What,
                    ["by"] = decision.By ?? recorded.Metadata.Who, ["evidence"] = Nodes.Of(decision.Evidence),
                    ["input"] = recorded.Metadata.Correlation,
                });
            }
        }

        return decisions;
    }

    private static void Add(
        JsonArray decisions, RecordedEvent recorded, PaymentEvent paymentEvent, BankTransaction? transaction)
    {
        if (PaymentDecisions.WhatOf(paymentEvent) is not { } what)
            return;
        var node = new JsonObject
        {
            ["sequence"] = recorded.Sequence, ["at"] = Nodes.Time(recorded.At), ["decision"] = what,
            ["by"] = PaymentDecisions.ByOf(paymentEvent) ?? recorded.Metadata.Who, ["evidence"] = new JsonArray(),
            ["input"] = recorded.Metadata.Correlation,
        };
        if (PaymentDecisions.ExplanationOf(paymentEvent) is { } why)
        {
            node["evidence"] = PaymentDecisions.Of(why.Evidence, transaction);
            node["why"] = PaymentDecisions.Of(why, transaction, transaction?.Currency ?? Currency.Eur);
        }

        decisions.Add(node);
    }

    private static Decision Learned(int count, string? payer) => new(
        "payer learned", "rule:confirmed-payment", [new Evidence("confirmed payments", $"{count}", payer)]);

    private static Decision? Of(object domainEvent) => domainEvent switch
    {
        OrderEvent orderEvent => Of(orderEvent),
        AccountEvent.PaymentRefused refused => new(
            $"payment {refused.Payment.Value} refused: {refused.Document} {refused.Reason}", null, []),
        AccountEvent.PaymentApplied { Learned: { } payer } => Learned(payer.Count, payer.Iban ?? payer.Name),
        AccountEvent.PayerLearned learned => Learned(learned.Count, learned.Iban ?? learned.Name),
        AccountEvent.PayerForgotten forgotten => new(
            $"payer {forgotten.Iban ?? forgotten.Name} forgotten: {forgotten.Reason}", forgotten.Actor.Value, []),
        AccountEvent.CreditGranted granted => new(
            $"credit granted to {granted.Order.Value}", "rule:credit-limit",
            Credit(granted.AmountMinor, granted.ExposureMinor, granted.LimitMinor, granted.Currency)),
        AccountEvent.CreditRefused refused => new(
            $"credit refused to {refused.Order.Value}"
            + (refused.BlockedFor is { } why ? ", as the customer is blocked: " + why : ""),
            refused.BlockedFor is null ? "rule:credit-limit" : "rule:customer-blocked",
            Credit(refused.AmountMinor, refused.ExposureMinor, refused.LimitMinor, refused.Currency)),
        AccountEvent.CreditLimitSet set => new(
            set.LimitMinor is { } limit
                ? $"credit limit set to {Nodes.Money(limit, set.Currency)}"
                : $"credit limit in {set.Currency.Code} set to the default",
            set.Actor.Value, Because(set.Reason)),
        AccountEvent.Blocked blocked => new("blocked: " + blocked.Reason, blocked.Actor.Value, []),
        AccountEvent.Unblocked unblocked => new("no longer blocked: " + unblocked.Reason, unblocked.Actor.Value, []),
        ChecksEvent.SettingChanged changed => new(
            $"{changed.Setting} set to {changed.Value}", changed.Actor.Value, Because(changed.Reason)),
        StockEvent.Backordered backordered => new(
            $"{backordered.Order.Value} waits for {backordered.Quantity} pieces", null, []),
        StockEvent.ReservationRefused => new("reservation refused", null, []),
        StockEvent.ShortfallChanged changed => new($"shortfall of {changed.Pieces}: {changed.Cause}", null, []),
        _ => null,
    };

    private static Decision? Of(OrderEvent orderEvent) => orderEvent switch
    {
        OrderEvent.Held held => new("held: " + Nodes.Word(held.Reason), "rule:" + held.Rule, held.Evidence),
        OrderEvent.HoldReleased released => new(
            $"let go on: {Nodes.Word(released.Reason)}{(released.Note is null ? "" : ", " + released.Note)}",
            released.Actor.Value,
            [.. released.Overridden.Select(static rule => new Evidence("overridden", rule))]),
        OrderEvent.Released released => new("released to the warehouses", "rule:" + released.Rule, released.Evidence),
        OrderEvent.Rejected rejected => new("rejected: " + rejected.Reason, rejected.Actor.Value, []),
        OrderEvent.Cancelled cancelled => new("cancelled: " + cancelled.Reason, cancelled.Actor.Value, []),
        OrderEvent.CancelledEarly early => new("cancelled before it came: " + early.Reason, early.Actor.Value, []),
        OrderEvent.CancellationRefused refused => new(
            "cancellation refused: " + refused.Why, refused.Actor.Value, []),
        OrderEvent.EditConflicted conflicted => new("change came too late: " + conflicted.Difference, null, []),
        OrderEvent.StockAnswered { Refused: > 0 } answered => new(
            $"{answered.Refused} pieces of {answered.Sku.Value} refused: "
            + (answered.Reason is { } reason ? Nodes.Word(reason) : "no reason"), null, []),
        OrderEvent.StockAnswered { Backordered: > 0 } answered => new(
            $"{answered.Backordered} pieces of {answered.Sku.Value} wait for goods", null, []),
        OrderEvent.Confirmed confirmed => new("confirmed: " + Nodes.Word(confirmed.Outcome), null, []),
        OrderEvent.CreditDecided decided => new(
            decided.Granted ? "credit granted" : "credit refused", "rule:credit-limit",
            [new Evidence("exposure in minor units", $"{decided.ExposureMinor}", $"at most {decided.LimitMinor}")]),
        _ => null,
    };

    private static ImmutableArray<Evidence> Credit(long amount, long exposure, long limit, Currency currency) =>
    [
        new Evidence("order total", Nodes.Money(amount, currency)),
        new Evidence("exposure before", Nodes.Money(exposure, currency), $"limit {Nodes.Money(limit, currency)}"),
    ];

    private static ImmutableArray<Evidence> Because(string? reason) =>
        reason is null ? [] : [new Evidence("reason", reason)];

    private sealed record Decision(string What, string? By, ImmutableArray<Evidence> Evidence);
}
