using System.CommandLine;
using OrderToCash.Application.Queries;
using OrderToCash.Application.Review;
using OrderToCash.Domain.Values;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c review</c>: payments that wait for a person, and what the person decides.</summary>
internal static class ReviewVerbs
{
    /// <summary>The commands.</summary>
    public static Command Create() => Verb.Group(
        "review", "Payments that wait for a person: look at them, decide, take decisions back.",
        List(), Show(), Accept(), Assign(), Split(), OnAccount(), Ignore(), Undo());

    private static Command List()
    {
        var limit = new Option<int?>("--limit")
        {
            Description = $"At most so many, 1 to {PageRequest.MaxSize}; else {PageRequest.DefaultSize}.",
        };
        var after = new Option<string?>("--after")
        {
            Description = "The page after the one that ended with this.", HelpName = "CURSOR",
        };
        var waiting = new Option<bool>("--waiting")
        {
            Description = "Those instead that wait for a document or a provider's report, and for no person.",
        };
        return Verb.Of(
            "list", "List payments that wait for a person, newest first, each with its best suggestion.",
            writes: false,
            (parsed, context) => ReviewOutput.ListAsync(
                context, parsed.GetValue(waiting), OrderListVerb.Limit(parsed.GetValue(limit)),
                parsed.GetValue(after)),
            limit, after, waiting);
    }

    private static Command Show()
    {
        var payment = Payment();
        return Verb.Of(
            "show", "Show a payment with its ranked suggestions and their evidence.", writes: false,
            (parsed, context) => ReviewOutput.ShowAsync(context, parsed.GetRequiredValue(payment)), payment);
    }

    private static Command Accept()
    {
        var (payment, note) = (Payment(), Note());
        var number = new Option<int>("--suggestion")
        {
            Description = "Which one, as `review show` numbers them.", DefaultValueFactory = _ => 1, HelpName = "N",
        };
        return Verb.Of(
            "accept", "Book a suggestion, the best unless its number is given.", writes: true,
            (parsed, context) => ReviewOutput.DecideAsync(
                context, parsed.GetRequiredValue(payment),
                new ReviewRequest.Accept(parsed.GetValue(number), parsed.GetValue(note))),
            payment, number, note);
    }

    private static Command Assign()
    {
        var (payment, note, customer) = (Payment(), Note(), Customer());
        var documents = new Argument<string[]>("DOCUMENT")
        {
            Description = "Invoices, credit notes, or prepayments by order id, to be settled in this order.",
            Arity = ArgumentArity.OneOrMore,
        };
        return Verb.Of(
            "assign", "Settle documents in their order; what is left stays on account.", writes: true,
            (parsed, context) => ReviewOutput.DecideAsync(
                context, parsed.GetRequiredValue(payment),
                new ReviewRequest.Assign(
                    [.. parsed.GetRequiredValue(documents)], IdOf(parsed.GetValue(customer)), parsed.GetValue(note))),
            payment, documents, customer, note);
    }

    private static Command Split()
    {
        var (payment, note, customer) = (Payment(), Note(), Customer());
        var parts = new Argument<string[]>("DOCUMENT=AMOUNT")
        {
            Description = "With a point for decimals, negative for a credit note; besides "
                + ",skonto=X ,charges=X ,write-off=X: RE-1=98.00,skonto=2.00.",
            Arity = ArgumentArity.OneOrMore,
        };
        var rest = new Option<string?>("--rest")
        {
            Description = "On whose account the rest stays.", HelpName = "CUSTOMER",
        };
        return Verb.Of(
            "split", "Settle documents with stated amounts, which sum up to the payment's.", writes: true,
            (parsed, context) => ReviewOutput.DecideAsync(
                context, parsed.GetRequiredValue(payment),
                new ReviewRequest.Split(
                    [.. parsed.GetRequiredValue(parts).Select(ReviewParts.Parse)], IdOf(parsed.GetValue(rest)),
                    IdOf(parsed.GetValue(customer)), parsed.GetValue(note))),
            payment, parts, rest, customer, note);
    }

    private static Command OnAccount()
    {
        var (payment, note) = (Payment(), Note());
        var customer = new Argument<string>("CUSTOMER") { Description = "The customer account." };
        return Verb.Of(
            "on-account", "Leave all of it on a customer's account; what went out is a refund.", writes: true,
            (parsed, context) => ReviewOutput.DecideAsync(
                context, parsed.GetRequiredValue(payment),
                new ReviewRequest.OnAccount(
                    new AccountId(parsed.GetRequiredValue(customer)), parsed.GetValue(note))),
            payment, customer, note);
    }

    private static Command Ignore()
    {
        var (payment, reason) = (Payment(), Reason());
        return Verb.Of(
            "ignore", "Set it aside: it is no customer's.", writes: true,
            (parsed, context) => ReviewOutput.DecideAsync(
                context, parsed.GetRequiredValue(payment),
                new ReviewRequest.Ignore(parsed.GetRequiredValue(reason))),
            payment, reason);
    }

    private static Command Undo()
    {
        var (payment, reason) = (Payment(), Reason());
        var rematch = new Option<bool>("--rematch")
        {
            Description = "Let the matcher decide anew; without it a person does.",
        };
        return Verb.Of(
            "undo", "Take a decision back: documents are open again, with their old due dates.", writes: true,
            (parsed, context) => ReviewOutput.DecideAsync(
                context, parsed.GetRequiredValue(payment),
                new ReviewRequest.Undo(parsed.GetRequiredValue(reason), parsed.GetValue(rematch))),
            payment, reason, rematch);
    }

    private static Argument<string> Payment() => new("PAYMENT") { Description = "The payment, IBAN/reference." };

    private static Option<string?> Note() =>
        new("--note") { Description = "Why, kept with the decision.", HelpName = "TEXT" };

    private static Option<string> Reason() =>
        new("--reason") { Description = "Why, kept with the decision.", Required = true, HelpName = "TEXT" };

    private static Option<string?> Customer() => new("--customer")
    {
        Description = "Whose documents they are, where several customers have the same number.", HelpName = "ID",
    };

    private static AccountId? IdOf(string? text) => string.IsNullOrEmpty(text) ? null : new AccountId(text);
}
