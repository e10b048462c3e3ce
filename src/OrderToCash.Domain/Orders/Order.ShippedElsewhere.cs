using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <content>
/// Pieces that left from elsewhere: before an order is released, no warehouse here can have shipped any, so what the
/// channel says was shipped must not be shipped a second time.
/// </content>
public static partial class Order
{
    private const string WhollyShippedRule = "already-shipped";
    private const string PartlyShippedRule = "partly-shipped";

    /// <summary>The answer to a new order of which nothing is left to ship; null where something is.</summary>
    private static Decision<OrderReply, OrderEvent>? RefuseShipped(OrderCommand.Place place)
        => place.Shipped is { IsWhole: true } shipped
            ? Reply(
                OrderReplyCode.AlreadyShipped,
                string.Join(", ", shipped.Evidence.Select(static fact => $"{fact.Fact}: {fact.Found}")))
            : null;

    /// <summary>Adds what a person has to see before the order may go on.</summary>
    private static List<Finding>? WithShipped(List<Finding>? findings, ShippedSoFar? shipped)
    {
        if (shipped is null) return findings;
        findings ??= [];
        var rule = shipped.IsWhole ? WhollyShippedRule : PartlyShippedRule;
        foreach (var fact in shipped.Evidence)
            findings.Add(new Finding(rule, fact.Fact, fact.Found, fact.Expected ?? "", Severity.Review));
        return findings;
    }
}
