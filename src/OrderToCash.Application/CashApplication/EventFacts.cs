using System.Collections.Immutable;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.CashApplication;

/// <summary>What the matcher has to know of an event, in its own terms.</summary>
internal static class EventFacts
{
    /// <summary>Who an order's customer is by what a transfer may show: those who order and those who are invoiced.
    /// </summary>
    public static CustomerOnFile CustomerOf(OrderContent content)
    {
        var names = ImmutableArray.CreateBuilder<string>(4);
        Add(names, content.Customer.Name);
        Add(names, content.Customer.Company);
        var invoiced = content.BillTo ?? content.ShipTo;
        Add(names, invoiced?.Name);
        Add(names, invoiced?.Company);
        return new CustomerOnFile { Number = content.Customer.Id, Names = names.ToImmutable() };
    }

    /// <summary>Who a customer is by what another system says.</summary>
    public static CustomerOnFile CustomerOf(AccountEvent.CustomerNoted noted) => new()
    {
        Number = noted.Number, Names = noted.Name is { } name ? [name] : [], Ibans = noted.Ibans,
    };

    /// <summary>An invoice as an item.</summary>
    public static ItemFacts ItemOf(AccountId account, AccountEvent.ItemOpened opened)
    {
        var item = new ItemFacts(
            account, opened.Number, opened.Currency, opened.GrossMinor, opened.OpenMinor, opened.InvoiceDate)
        {
            OrderNumber = NumberOf(opened.Order),
        };
        // A discount is one of the whole document; where an advance paid for some of it, none is left.
        return opened.OpenMinor == opened.GrossMinor
            ? WithSkonto(item, opened.Skonto)
            : item;
    }

    /// <summary>A prepayment as an item; its document is the order.</summary>
    public static ItemFacts ItemOf(AccountId account, AccountEvent.PrepaymentOpened opened, DateOnly on) =>
        new(account, opened.Order.Value, opened.Currency, opened.AmountMinor, opened.AmountMinor, on)
        {
            OrderNumber = NumberOf(opened.Order), Reference = opened.Reference,
        };

    /// <summary>Another system's item.</summary>
    public static ItemFacts ItemOf(AccountId account, AccountEvent.ItemImported imported) => WithSkonto(
        new ItemFacts(
            account, imported.Document, imported.Currency, imported.AmountMinor, imported.AmountMinor,
            imported.IssueDate)
        {
            OrderNumber = imported.OrderNumber, Reference = imported.Reference,
        },
        imported.Skonto);

    /// <summary>The decision that a payment took.</summary>
    public static MatchDecision DecisionOf(PaymentEvent.Matched matched) =>
        new(MatchOutcome.Book, matched.Reason, matched.Explanation) { Allocations = AllocationsOf(matched.Shares) };

    /// <summary>The decision that a payment took, to take back another.</summary>
    public static MatchDecision DecisionOf(PaymentEvent.ReversalDecided decided) =>
        new(MatchOutcome.Reverse, decided.Reason, decided.Explanation) { Reverses = decided.Reverses };

    /// <summary>True where nothing is decided by it: a person, or something that can be named, is awaited.</summary>
    public static bool IsOpen(MatchDecision decision) => decision.Outcome is MatchOutcome.Review or MatchOutcome.Wait;

    /// <summary>The decision left to a person.</summary>
    public static MatchDecision Review(MatchDecision decision, string missing) =>
        new(MatchOutcome.Review, "to be booked: " + missing, decision.Explanation with
        {
            Missing = missing,
            Rivals = decision.Allocations.IsEmpty
                ? decision.Explanation.Rivals
                :
                [
                    new MatchRival(decision.Explanation.Score, decision.Allocations, decision.Explanation.Evidence),
                    .. decision.Explanation.Rivals,
                ],
        });

    private static ImmutableArray<MatchAllocation> AllocationsOf(ImmutableArray<PaymentShare> shares)
    {
        if (shares is [{ Allocations: { } only, Documents.IsEmpty: true }])
            return only;
        var allocations = ImmutableArray.CreateBuilder<MatchAllocation>();
        foreach (var share in shares)
        {
            allocations.AddRange(share.Allocations ?? []);
            foreach (var document in share.Documents)
                allocations.Add(new MatchAllocation(share.Account, document, 0));
        }

        return allocations.ToImmutable();
    }

    private static ItemFacts WithSkonto(ItemFacts item, ImmutableArray<Skonto> granted)
    {
        if (granted.IsDefaultOrEmpty || item.OpenMinor <= 0)
            return item;
        // The first step is the one with most discount and least time.
        var steps = granted.Sort(static (one, other) => one.Days.CompareTo(other.Days));
        item = item with
        {
            SkontoMinor = DiscountOf(item, steps[0]),
            SkontoUntil = item.IssueDate.AddDays(steps[0].Days),
        };
        return steps.Length == 1
            ? item
            : item with
            {
                SecondSkontoMinor = DiscountOf(item, steps[1]),
                SecondSkontoUntil = item.IssueDate.AddDays(steps[1].Days),
            };
    }

    private static long DiscountOf(ItemFacts item, Skonto step) =>
        (long)decimal.Round(item.AmountMinor * step.Percent / 100m, MidpointRounding.AwayFromZero);

    private static string NumberOf(OrderId order) =>
        order.Value[(order.Value.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static void Add(ImmutableArray<string>.Builder names, string? name)
    {
        if (!string.IsNullOrWhiteSpace(name) && !names.Contains(name))
            names.Add(name);
    }
}
