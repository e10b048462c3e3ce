using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Queries;
using OrderToCash.Application.Review;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Server.Views;

/// <summary>Payments that wait for a person, their suggestions, and what became of decisions, as results.</summary>
public static class ReviewViews
{
    /// <summary>A payment in the queue, with its best suggestion in one line.</summary>
    /// <param name="payment">As it is now: it may have been decided since the list was written.</param>
    public static JsonObject Row(PaymentRow row, PaymentState payment)
    {
        var view = ReadModelViews.Of(row);
        view.Remove("version");
        view.Remove("account");
        var suggestions = Suggestion.Of(payment);
        view["status"] = Nodes.Word(payment.Status);
        view["reason"] = payment.Reason;
        view["suggestions"] = suggestions.Length;
        view["best"] = suggestions.IsEmpty || payment.Transaction is not { } transaction
            ? null
            : InOneLine(suggestions[0], transaction.Currency);
        return view;
    }

    /// <summary>A payment with its ranked suggestions.</summary>
    public static JsonObject Whole(PaymentState payment)
    {
        var view = EntityViews.Of(payment);
        if (payment.Transaction is not { } transaction)
            return view;
        view["policy"] = payment.Explanation?.Policy;
        view["missing"] = payment.Explanation?.Missing;
        view["suggestions"] = Nodes.List(Suggestion.Of(payment), one => new JsonObject
        {
            ["number"] = one.Number, ["score"] = one.Score,
            ["settles"] = Nodes.List(one.Allocations, part => Of(part, transaction.Currency)),
            ["onAccount"] = one.OnAccountMinor == 0 ? null : Nodes.Money(one.OnAccountMinor, transaction.Currency),
            ["evidence"] = PaymentDecisions.Of(one.Evidence, transaction),
        });
        return view;
    }

    /// <summary>What became of a decision that was not refused.</summary>
    public static JsonObject Of(ReviewAnswer answer)
    {
        var payment = answer.Payment ?? throw new ArgumentException("Bug: it was refused.", nameof(answer));
        var view = new JsonObject
        {
            ["payment"] = payment.Id.Value, ["result"] = answer.IsRepeat ? "duplicate" : "accepted",
            ["status"] = Nodes.Word(payment.Status), ["decidedBy"] = payment.DecidedBy?.Value,
            ["reason"] = payment.Reason, ["waitsFor"] = payment.WaitsFor,
        };
        if (payment.Transaction is not { } transaction)
            return view;
        view["amount"] = Nodes.Money(transaction.SignedMinor, transaction.Currency);
        view["account"] = payment.Account?.Value;
        view["settled"] = EntityViews.Settled(payment, transaction);
        view["onAccount"] = Nodes.Money(payment.OnAccountMinor, transaction.Currency);
        view["stayedOnAccount"] = Nodes.List(answer.Stayed, document => JsonValue.Create(document));
        return view;
    }

    /// <summary>A refusal as a result; the same members as a problem over HTTP.</summary>
    public static JsonObject Of(string payment, Rejection refusal) => new()
    {
        ["payment"] = payment, ["result"] = "refused", ["reason"] = refusal.Reason, ["field"] = refusal.Place,
        ["found"] = refusal.Found, ["expected"] = refusal.Expected, ["advice"] = refusal.Advice,
    };

    /// <summary>A suggestion in one line, <c>RE-1 98.00 EUR, discount 2.00 EUR (57 points)</c>.</summary>
    public static string InOneLine(Suggestion one, Currency currency)
    {
        var parts = one.Allocations.Select(part => PaymentDecisions.TextOf(part, currency)).ToImmutableArray();
        var rest = one.OnAccountMinor == 0 ? "" : $"; {Nodes.Money(one.OnAccountMinor, currency)} on account";
        return $"{string.Join("; ", parts)}{rest} ({one.Score} points)";
    }

    private static JsonObject Of(in MatchAllocation part, Currency currency) => new()
    {
        ["document"] = part.Document, ["account"] = part.Account.Value,
        ["amount"] = Nodes.Money(part.PaidMinor, currency), ["discount"] = MoneyOrNull(part.SkontoMinor, currency),
        ["charges"] = MoneyOrNull(part.ChargesMinor, currency),
        ["writtenOff"] = MoneyOrNull(part.WriteOffMinor, currency),
    };

    private static string? MoneyOrNull(long minor, Currency currency) =>
        minor == 0 ? null : Nodes.Money(minor, currency);
}
