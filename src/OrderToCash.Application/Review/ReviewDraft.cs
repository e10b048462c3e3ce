using System.Collections.Immutable;
using System.Globalization;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Review;

/// <summary>Makes decisions of what persons say: pure, so that every refusal can be tried in a test.</summary>
/// <remarks>The payment and the accounts have the last word; here it is said in words, and before anything is asked.
/// </remarks>
public static class ReviewDraft
{
    /// <summary>A suggestion, booked as it stands.</summary>
    public static ReviewDecision Accept(PaymentState payment, BankTransaction transaction, ReviewRequest.Accept request)
    {
        var suggestions = Suggestion.Of(payment);
        if (request.Number < 1 || request.Number > suggestions.Length)
        {
            return Refused(
                "no-such-suggestion", "suggestion", request.Number.ToString(CultureInfo.InvariantCulture),
                suggestions.Length == 0 ? "none: the matcher had no suggestion" : $"1 to {suggestions.Length}",
                "Name the documents, or the customer on whose account it is to stay.");
        }

        var chosen = suggestions[request.Number - 1];
        if (chosen.OnAccountMinor < 0 || (chosen.OnAccountMinor > 0 && chosen.Account is null))
        {
            return Refused(
                "sum-differs", "suggestion", Money(transaction.SignedMinor - chosen.OnAccountMinor, transaction),
                Money(transaction.SignedMinor, transaction), "Split the payment and say where each amount goes.");
        }

        var known = payment.Explanation ?? MatchFacts.OfPerson;
        var why = known with
        {
            Rung = MatchFacts.OfPerson.Rung,
            Score = chosen.Score,
            Evidence = chosen.Evidence,
            Missing = null,
            Rivals = [.. known.Rivals.Where(rival => rival.Allocations != chosen.Allocations)],
        };
        return new ReviewDecision(
            new MatchDecision(
                MatchOutcome.Book, request.Note ?? $"suggestion {request.Number} was accepted", why)
            {
                Account = chosen.Account, Allocations = chosen.Allocations, OnAccountMinor = chosen.OnAccountMinor,
            }, null);
    }

    /// <summary>Documents in their order; credit notes give their money first.</summary>
    public static ReviewDecision Assign(
        BankTransaction transaction, ReviewRequest.Assign request, IReadOnlyList<FoundDocument> documents)
    {
        if (FindProblem(transaction, documents, static i => $"documents[{i}]") is { } problem)
            return new ReviewDecision(null, problem);
        var rest = transaction.SignedMinor;
        foreach (var document in documents)
            rest -= Math.Min(document.OpenMinor, 0);
        var allocations = ImmutableArray.CreateBuilder<MatchAllocation>(documents.Count);
        for (var i = 0; i < documents.Count; i++)
        {
            var (account, number, _, open) = documents[i];
            var paid = Math.Min(open, rest);
            if (open > 0)
                rest -= paid;
            if (paid == 0)
            {
                return Refused(
                    "sum-differs", $"documents[{i}]", $"nothing is left for {number}",
                    "documents whose open amounts the payment reaches", "Leave it out, or split the payment.");
            }

            allocations.Add(new MatchAllocation(account, number, paid));
        }

        var isOfOne = documents.All(document => document.Account == documents[0].Account);
        if (rest > 0 && !isOfOne)
        {
            return Refused(
                "sum-differs", "documents", Money(transaction.SignedMinor - rest, transaction) + " open",
                Money(transaction.SignedMinor, transaction),
                "The documents are of several customers: split the payment and say on whose account the rest stays.");
        }

        return Book(
            request.Note ?? "a person named " + string.Join(", ", documents.Select(one => one.Document)),
            isOfOne ? documents[0].Account : null, allocations.DrainToImmutable(), rest);
    }

    /// <summary>Documents with stated amounts.</summary>
    public static ReviewDecision Split(
        BankTransaction transaction, ReviewRequest.Split request, IReadOnlyList<FoundDocument> documents)
    {
        if (FindProblem(transaction, documents, static i => $"parts[{i}].document") is { } problem)
            return new ReviewDecision(null, problem);
        var allocations = ImmutableArray.CreateBuilder<MatchAllocation>(documents.Count);
        var rest = transaction.SignedMinor;
        for (var i = 0; i < documents.Count; i++)
        {
            var part = request.Parts[i];
            var place = $"parts[{i}]";
            if (!TryMinor(part.Amount, transaction.Currency, out var paid)
                || !TryMinor(part.Skonto, transaction.Currency, out var skonto)
                || !TryMinor(part.Charges, transaction.Currency, out var charges)
                || !TryMinor(part.WriteOff, transaction.Currency, out var writeOff))
            {
                return Refused(
                    "invalid-amount", place, part.Document,
                    $"amounts of {transaction.Currency.Code} with at most {transaction.Currency.Exponent} decimals");
            }

            var allocation = new MatchAllocation(
                documents[i].Account, documents[i].Document, paid, skonto, charges, writeOff);
            if (Math.Abs(allocation.SettledMinor) > Math.Abs(documents[i].OpenMinor) || allocation.SettledMinor == 0
                || allocation.SettledMinor < 0 != documents[i].OpenMinor < 0)
            {
                return Refused(
                    "more-than-open", place + ".amount", Money(allocation.SettledMinor, transaction),
                    $"at most {Money(documents[i].OpenMinor, transaction)}, which is open of {allocation.Document}");
            }

            rest -= paid;
            allocations.Add(allocation);
        }

        if (rest < 0 || (rest > 0 && request.Rest is null))
        {
            return Refused(
                "sum-differs", "parts", Money(transaction.SignedMinor - rest, transaction),
                Money(transaction.SignedMinor, transaction) + ", the payment's amount",
                rest < 0 ? null : $"Name the customer on whose account the rest, {Money(rest, transaction)}, stays.");
        }

        return Book(
            request.Note ?? "a person split it: "
                + string.Join(", ", allocations.Select(one => $"{one.Document} {Money(one.PaidMinor, transaction)}")),
            rest > 0 ? request.Rest : null, allocations.DrainToImmutable(), rest);
    }

    /// <summary>All of it to a customer's account.</summary>
    public static ReviewDecision OnAccount(BankTransaction transaction, ReviewRequest.OnAccount request) => new(
        new MatchDecision(
            MatchOutcome.OnAccount,
            request.Note
                ?? (transaction.SignedMinor < 0 ? "a person says it is a refund" : "a person left it on account"),
            MatchFacts.OfPerson)
        {
            Account = request.Customer, OnAccountMinor = transaction.SignedMinor,
        }, null);

    /// <summary>No customer's.</summary>
    public static ReviewDecision Ignore(ReviewRequest.Ignore request) =>
        new(new MatchDecision(MatchOutcome.Other, request.Reason, MatchFacts.OfPerson), null);

    private static ReviewDecision Book(
        string reason, AccountId? account, ImmutableArray<MatchAllocation> allocations, long restMinor) => new(
        new MatchDecision(MatchOutcome.Book, reason, MatchFacts.OfPerson)
        {
            Account = account, Allocations = allocations, OnAccountMinor = restMinor,
        }, null);

    private static Rejection? FindProblem(
        BankTransaction transaction, IReadOnlyList<FoundDocument> documents, Func<int, string> placeOf)
    {
        if (transaction.SignedMinor < 0)
        {
            return new Rejection(
                "money-went-out", "payment", Money(transaction.SignedMinor, transaction), "money that came in",
                "A refund is left on the customer's account, anything else is set aside.");
        }

        if (documents.Count == 0)
            return new Rejection("missing-field", placeOf(0), "nothing", "at least one document");
        var seen = new HashSet<(AccountId, string)>();
        for (var i = 0; i < documents.Count; i++)
        {
            var document = documents[i];
            if (document.OpenMinor == 0)
            {
                return new Rejection(
                    "document-settled", placeOf(i), document.Document, "a document of which something is open",
                    $"It is an account {document.Account.Value}'s and was settled: see what settled it there.");
            }

            if (document.Currency != transaction.Currency)
            {
                return new Rejection(
                    "currency-differs", placeOf(i), $"{document.Document} in {document.Currency.Code}",
                    "documents in " + transaction.Currency.Code);
            }

            if (!seen.Add((document.Account, document.Document)))
                return new Rejection("duplicate-field", placeOf(i), document.Document, "each document once");
        }

        return null;
    }

    private static bool TryMinor(decimal amount, Currency currency, out long minor) =>
        currency.TryToMinor(amount, out minor) && Math.Abs(minor) <= Domain.Orders.OrderLimits.MaxAmountMinor;

    private static string Money(long minor, BankTransaction transaction) =>
        $"{transaction.Currency.Format(minor)} {transaction.Currency.Code}";

    private static ReviewDecision Refused(
        string reason, string place, string found, string expected, string? advice = null) =>
        new(null, new Rejection(reason, place, found, expected, advice));
}

/// <summary>What a person's words come to: a decision, or why they can't be one.</summary>
public readonly record struct ReviewDecision(MatchDecision? Decision, Rejection? Refusal);
