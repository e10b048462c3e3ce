using System.Globalization;
using OrderToCash.Domain.Orders.Checks;

namespace OrderToCash.Domain.Orders;

/// <content>Doubts that need the store's rules, or what was seen of other orders.</content>
public static partial class OrderIntake
{
    /// <summary>A line with more pieces than is plausible.</summary>
    internal const string QuantityRule = "implausible-quantity";

    private const string CountriesRule = "countries-differ";
    private const string DuplicateRule = "duplicate-order";
    private const string EmailRule = "many-orders-of-email";
    private const string AddressRule = "many-orders-to-address";
    private const string BlockedRule = "customer-blocked";

    /// <summary>Lines shown as evidence; an order of 1,112 wrong lines needs no more to be doubted.</summary>
    private const int MaxLinesShown = 10;

    /// <summary>True for rules about other orders and customers, which a later content can't clear up.</summary>
    internal static bool IsOfOthers(string? rule) => rule is DuplicateRule or EmailRule or AddressRule or BlockedRule;

    /// <summary>Adds what the store's rules doubt.</summary>
    internal static List<Finding>? CheckAdvice(
        OrderContent content, long totalMinor, OrderAdvice advice, List<Finding>? findings)
    {
        if (advice.Rules.MaxQuantity is { } maxQuantity) CheckQuantities(ref findings, content, maxQuantity);
        CheckCountries(ref findings, content, totalMinor, advice.Rules.CountriesDifferFrom);
        if (ReferenceEquals(advice, OrderAdvice.None)) return findings;
        if (advice.BlockedFor is { } why)
            Doubt(ref findings, BlockedRule, "customer", "blocked: " + why, "a customer who is not blocked");
        if (advice is { Same: { } same, Rules.DuplicateMinutes: { } minutes })
        {
            var apart = (content.PlacedAt - same.PlacedAt).Duration();
            Doubt(
                ref findings, DuplicateRule, same.Order.Value,
                $"the same customer and content, {Apart(apart)} apart", $"none within {Text(minutes)} min");
        }

        CheckCount(
            ref findings, EmailRule, "customer.email", advice.OfEmail, advice.Rules.MaxPerEmail, advice.Rules);
        CheckCount(
            ref findings, AddressRule, "shipTo", advice.OfAddress, advice.Rules.MaxPerAddress, advice.Rules);
        return findings;
    }

    private static void CheckQuantities(ref List<Finding>? findings, OrderContent content, int max)
    {
        var shown = 0;
        for (var i = 0; i < content.Lines.Length && shown < MaxLinesShown; i++)
        {
            if (content.Lines[i].Quantity <= max) continue;
            shown++;
            Doubt(
                ref findings, QuantityRule, $"lines[{i}].quantity", Text(content.Lines[i].Quantity),
                $"at most {Text(max)}");
        }
    }

    private static void CheckCountries(
        ref List<Finding>? findings, OrderContent content, long totalMinor, int? fromMajor)
    {
        if (fromMajor is not { } from || content.BillTo is not { } bill || content.ShipTo is not { } ship) return;
        if (bill.Country == ship.Country || totalMinor < OrderTotals.ToMinor(from, content.Currency)) return;
        Doubt(
            ref findings, CountriesRule, "billTo.country", bill.Country,
            $"{ship.Country}, as in shipTo, for a total of {Text(from)} {content.Currency.Code} and more");
    }

    private static void CheckCount(
        ref List<Finding>? findings, string rule, string field, in SeenOrders others, int? max, CheckRules rules)
    {
        if (max is not { } most || others.Count < most) return;
        var latest = string.Join(", ", others.Latest);
        Doubt(
            ref findings, rule, field,
            $"{Text(others.Count)} other orders within {Text(rules.WindowMinutes)} min: {latest}",
            $"at most {Text(most)} with this one");
    }

    private static string Apart(TimeSpan apart) => apart < TimeSpan.FromMinutes(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{(int)apart.TotalSeconds} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)apart.TotalMinutes} min");
}
