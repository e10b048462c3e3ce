using System.Collections.Immutable;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <content>Intake: the first content of an order.</content>
public static partial class Order
{
    private static Decision<OrderReply, OrderEvent> Place(OrderState state, OrderCommand.Place place, DateTimeOffset at)
    {
        var content = place.Content;
        if (state.Content is { } known)
        {
            if (IsAnother(known, content)) return Conflict(state, known, content);
            if (OrderDifference.AreSame(known, content)) return Unchanged();
            if (content.UpdatedAt < known.UpdatedAt)
            {
                return Reply(
                    OrderReplyCode.OutdatedContent,
                    $"updatedAt: found {content.UpdatedAt:O}, known {known.UpdatedAt:O}");
            }

            return PlaceAgain(state, known, place, at);
        }

        if (!IsFor(state.Id, content))
        {
            return Reply(
                OrderReplyCode.InvalidContent, $"orderNumber: found {content.Id.Value}, expected {state.Id.Value}");
        }

        var advice = place.Advice ?? OrderAdvice.None;
        var findings = OrderIntake.CheckFields(content, advice.Rules);
        if (findings is not null && OrderIntake.HasError(findings))
            return Reply(OrderReplyCode.InvalidContent, OrderIntake.FirstError(findings));
        if (RefuseShipped(place) is { } refusal) return refusal;
        var totals = OrderTotals.Compute(content);
        findings = OrderIntake.CheckTotals(content, totals.TotalMinor, advice, findings);
        findings = WithShipped(findings, place.Shipped);
        var account = AccountIds.Of(content, state.Id);
        var placed = new OrderEvent.Placed(
            content, totals.Amounts, totals.ShippingAmount, totals.TotalMinor, account, place.Actor,
            HasToWait(findings))
        {
            SmallOrder = Unusual(advice.Rules.SmallOrder, CheckRules.DefaultSmallOrder),
        };
        var credit = NeedsCredit(content, totals.TotalMinor, advice.Rules)
            ? CreditOf(account, totals.TotalMinor, content.Currency, 1, advice.Rules) : null;
        if (findings is null && credit is null) return Accept(placed);

        var events = ImmutableArray.CreateBuilder<OrderEvent>(3);
        events.Add(placed);
        if (findings is not null) events.Add(ReviewOf(findings, at));
        if (credit is not null) events.Add(credit);
        return new Decision<OrderReply, OrderEvent>(new OrderReply(OrderReplyCode.Accepted), events.DrainToImmutable());
    }

    /// <summary>
    /// True where nothing may be promised before a person has looked: pieces that were mistyped would be taken from
    /// others until somebody notices.
    /// </summary>
    private static bool HasToWait(List<Finding>? findings)
        => findings is not null
            && findings.Exists(static finding => finding.Rule == OrderIntake.QuantityRule);

    /// <summary>The hold that doubts about the content cause: one, with all of them as evidence.</summary>
    private static OrderEvent.Held ReviewOf(List<Finding> findings, DateTimeOffset at)
    {
        var rules = new SortedSet<string>(StringComparer.Ordinal);
        var evidence = ImmutableArray.CreateBuilder<Evidence>(findings.Count);
        foreach (var finding in findings)
        {
            rules.Add(finding.Rule);
            evidence.Add(new Evidence(finding.Field, finding.Found, finding.Expected, finding.Rule));
        }

        return new OrderEvent.Held(
            HoldReason.Review, string.Join('+', rules), evidence.DrainToImmutable(), at + OrderLimits.ReviewPeriod);
    }

    /// <summary>
    /// True where the platform has two orders with one number: the second must not overwrite the first, nor cancel it.
    /// </summary>
    private static bool IsAnother(OrderContent known, OrderContent content)
        => known.PlatformId is { } id && content.PlatformId is { } other && id != other;

    /// <summary>True where the content is this order's; compared without putting the id together.</summary>
    private static bool IsFor(OrderId id, OrderContent content)
    {
        if (content.Channel is null || content.OrderNumber is null) return true;
        return id.Value.Length == content.Channel.Length + 1 + content.OrderNumber.Length
            && id.Value.StartsWith(content.Channel, StringComparison.Ordinal)
            && id.Value[content.Channel.Length] == ':'
            && id.Value.EndsWith(content.OrderNumber, StringComparison.Ordinal);
    }
}
