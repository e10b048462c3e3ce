using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Server.Views;

/// <summary>What was decided of a payment, and why: evidence with the hit marked in the payer's text.</summary>
public static class PaymentDecisions
{
    /// <summary>Characters of the text that are shown before and after a hit.</summary>
    private const int Around = 24;

    /// <summary>The decision of an event in one line; null where it decides nothing.</summary>
    public static string? WhatOf(PaymentEvent paymentEvent) => paymentEvent switch
    {
        PaymentEvent.Matched matched => $"matched with {SharesOf(matched.Shares, matched.Currency)}: {matched.Reason}",
        PaymentEvent.Parked { Waits: true } waiting => "waits: " + waiting.Reason,
        PaymentEvent.Parked parked => "parked: " + parked.Reason,
        PaymentEvent.Refused refused => $"refused by {refused.Account.Value}: {refused.Document} {refused.Reason}",
        PaymentEvent.SetAside aside => $"{Nodes.Word(aside.Kind)}: {aside.Reason}",
        PaymentEvent.PayoutFound found => $"payout {found.Settlement}: {found.Reason}",
        PaymentEvent.ReversalDecided decided =>
            $"takes back {Nodes.Money(decided.AmountMinor, decided.Currency)} of {decided.Reverses.Value}: "
            + decided.Reason,
        PaymentEvent.Reversed reversed => "taken back by " + reversed.By.Value,
        PaymentEvent.ReversalRefused refused => $"not taken back by {refused.By.Value}: {refused.Reason}",
        PaymentEvent.Restored restored => "given again by " + restored.By.Value,
        PaymentEvent.Undone undone => "undone: " + undone.Reason,
        _ => null,
    };

    /// <summary>Who decided; null where the event does not say.</summary>
    public static string? ByOf(PaymentEvent paymentEvent) => paymentEvent switch
    {
        PaymentEvent.Matched matched => matched.Actor.Value,
        PaymentEvent.Parked parked => parked.Actor.Value,
        PaymentEvent.SetAside aside => aside.Actor.Value,
        PaymentEvent.PayoutFound found => found.Actor.Value,
        PaymentEvent.ReversalDecided decided => decided.Actor.Value,
        PaymentEvent.Undone undone => undone.Actor.Value,
        _ => null,
    };

    /// <summary>What the decision rests on; null where the event carries nothing.</summary>
    public static MatchExplanation? ExplanationOf(PaymentEvent paymentEvent) => paymentEvent switch
    {
        PaymentEvent.Matched matched => matched.Explanation,
        PaymentEvent.Parked parked => parked.Explanation,
        PaymentEvent.SetAside aside => aside.Explanation,
        PaymentEvent.PayoutFound found => found.Explanation,
        PaymentEvent.ReversalDecided decided => decided.Explanation,
        _ => null,
    };

    /// <summary>Pieces of evidence, strongest first, each with the hit marked where it is in a text.</summary>
    public static JsonArray Of(ImmutableArray<MatchEvidence> evidence, BankTransaction? transaction) => Nodes.List(
        evidence.OrderByDescending(static one => Math.Abs(one.Points)),
        one => new JsonObject
        {
            ["fact"] = one.Points == 0
                ? one.Rule
                : string.Create(CultureInfo.InvariantCulture, $"{Nodes.Word(one.Kind)} {one.Rule} {one.Points:+0;-0}"),
            ["found"] = Hit(one, transaction) ?? "",
            ["expected"] = one.Target,
        });

    /// <summary>Policy, score, runners-up and what is missing.</summary>
    public static JsonObject Of(MatchExplanation why, BankTransaction? transaction, Currency currency) => new()
    {
        ["policy"] = why.Policy, ["rung"] = why.Rung, ["score"] = why.Score, ["missing"] = why.Missing,
        ["rivals"] = Nodes.List(why.Rivals, rival => new JsonObject
        {
            ["score"] = rival.Score,
            ["settles"] = Nodes.List(rival.Allocations, one => JsonValue.Create(TextOf(one, currency))),
            ["evidence"] = Of(rival.Evidence, transaction),
        }),
    };

    /// <summary>An allocation in words, <c>RE-2026-0000001 98.00 EUR, discount 2.00 EUR</c>.</summary>
    public static string TextOf(in MatchAllocation one, Currency currency) =>
        $"{one.Document} {Nodes.Money(one.PaidMinor, currency)}"
        + Part("discount", one.SkontoMinor, currency) + Part("charges", one.ChargesMinor, currency)
        + Part("written off", one.WriteOffMinor, currency);

    private static string Part(string what, long minor, Currency currency) =>
        minor == 0 ? "" : $", {what} {Nodes.Money(minor, currency)}";

    private static string SharesOf(ImmutableArray<PaymentShare> shares, Currency currency) =>
        string.Join("; ", shares.Select(share =>
        {
            var settles = share.Allocations is { } allocations
                ? string.Join(", ", allocations.Select(one => TextOf(one, currency)))
                : string.Join(", ", share.Documents);
            return settles.Length == 0
                ? $"{share.Account.Value} {Nodes.Money(share.AmountMinor, currency)}"
                : $"{settles} of {share.Account.Value}";
        }));

    /// <summary>The text around a hit, <c>…zu »RE-2026-0000001« vom…</c>; null where it is in no text.</summary>
    private static string? Hit(in MatchEvidence one, BankTransaction? transaction)
    {
        if (transaction is null || TextOf(one.Field, transaction) is not { } text || one.Length <= 0
            || one.Start < 0 || one.Start + one.Length > text.Length)
            return null;
        var from = Math.Max(0, one.Start - Around);
        var end = one.Start + one.Length;
        var to = Math.Min(text.Length, end + Around);
        return string.Concat(from > 0 ? "…" : "", text.AsSpan(from, one.Start - from), "»")
            + string.Concat(
                text.AsSpan(one.Start, one.Length), "«", text.AsSpan(end, to - end), to < text.Length ? "…" : "");
    }

    private static string? TextOf(TransactionField field, BankTransaction transaction) => field switch
    {
        TransactionField.Text => transaction.Text,
        TransactionField.StructuredReference => transaction.StructuredReference,
        TransactionField.EndToEndId => transaction.EndToEndId,
        TransactionField.Name => transaction.CounterpartyName,
        TransactionField.Iban => transaction.CounterpartyIban,
        TransactionField.Mandate => transaction.MandateId,
        TransactionField.UltimateName => transaction.UltimateName,
        _ => null,
    };
}
