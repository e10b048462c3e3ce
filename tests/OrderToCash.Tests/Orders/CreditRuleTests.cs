using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Tests.Codecs;
using OrderToCash.Tests.Receivables;
using Xunit;
using static OrderToCash.Tests.Orders.SampleOrders;

namespace OrderToCash.Tests.Orders;

/// <summary>The store's own limits of credit: from which total on it is asked for, and how much it is.</summary>
public sealed class CreditRuleTests
{
    private static readonly CheckRules Strict = new() { SmallOrder = 100, DefaultCredit = 200 };
    private static readonly CheckRules Generous = new() { SmallOrder = 1000, DefaultCredit = 20_000 };

    public static TheoryData<CheckRules, int, bool> Totals { get; } = new()
    {
        { CheckRules.Default, 500, false }, { CheckRules.Default, 501, true }, { Strict, 100, false },
        { Strict, 101, true }, { Generous, 1000, false }, { Generous, 1001, true },
        { new CheckRules { SmallOrder = 0 }, 1, true },
    };

    [Theory]
    [MemberData(nameof(Totals))]
    public void Credit_is_asked_for_beyond_a_small_order(CheckRules rules, int total, bool isAsked)
    {
        var order = new OrderScript().Given(
            Place(Content(Line("1", "A", 1, total)), rules), Promised("A", 1));
        Assert.Equal(isAsked, order.State.IsCreditAsked);
        Assert.Equal(!isAsked, order.State.IsReleased);
        if (isAsked)
            return;
        var released = order.Single<OrderEvent.Released>();
        Assert.Equal(
            ("small-order", $"{rules.SmallOrder}.00"), (released.Rule, Assert.Single(released.Evidence).Expected));
    }

    [Fact]
    public void A_change_of_the_order_is_judged_by_the_rules_of_its_day()
    {
        var order = new OrderScript().Given(
            Place(Content(Line("1", "A", 1, 600)), Generous), Place(Content(Line("1", "A", 1, 650)), Strict));
        Assert.True(order.State.IsCreditAsked);
        order.Given(Place(Content(Line("1", "A", 1, 660)), Generous));
        Assert.False(order.State.IsCreditAsked);
        order.Given(Promised("A", 1, revision: 3));
        Assert.Equal("small-order", order.Single<OrderEvent.Released>().Rule);
    }

    [Fact]
    public void What_was_asked_for_says_the_limit_of_customers_without_one()
    {
        var order = new OrderScript();
        order.Tell(Place(Content(Line("1", "A", 1, 201)), Strict));
        var asked = order.Single<OrderEvent.CreditRequested>();
        var request = Assert.IsType<AccountCommand.RequestCreditWithin>(
            Assert.Single(OrderReactions.React(Id, asked)).Command);
        var refused = new AccountScenario().Accepted<AccountEvent.CreditRefused>(request);
        Assert.Equal((20_100, 20_000), (refused.AmountMinor, refused.LimitMinor));

        var known = new AccountScenario();
        known.Accepted<AccountEvent.CreditLimitSet>(
            new AccountCommand.SetCreditLimit(30_000, Currency.Eur, new Actor("user:ada"), null));
        Assert.Equal(30_000, known.Accepted<AccountEvent.CreditGranted>(request).LimitMinor);
    }

    [Fact]
    public void Limits_are_stored_where_they_are_not_the_usual_ones()
    {
        var order = new OrderScript();
        order.Tell(Place(Content(Line("1", "A", 1, 600)), Strict));
        order.Tell(Place(Content(Line("1", "A", 1, 700)), Strict));
        foreach (var happened in order.History)
        {
            var (name, payload) = Stored.Encode(happened);
            Assert.Equal(happened is not OrderEvent.CreditRequested, payload.Contains("\"smallOrder\":100"));
            Assert.Equal(happened is OrderEvent.CreditRequested, payload.Contains("\"defaultCredit\":200"));
            var read = Stored.Decode(happened.GetType(), name, payload);
            Assert.Equal((name, payload), Stored.Encode(read));
        }

        var usual = new OrderScript();
        usual.Tell(Place(Content(Line("1", "A", 1, 600)), CheckRules.Default));
        foreach (var payload in usual.History.Select(static happened => Stored.Encode(happened).Payload))
        {
            Assert.DoesNotContain("smallOrder", payload, StringComparison.Ordinal);
            Assert.DoesNotContain("defaultCredit", payload, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("small-order", "0", "small-order", "0")]
    [InlineData("default-credit", "25000", "default-credit", "25000")]
    [InlineData("small-order", "off", null, "500")]
    [InlineData("default-credit", "-1", null, "10000")]
    public void Both_are_settings(string name, string value, string? changed, string after)
    {
        var state = StoreChecks.Initial(StoreChecks.Id);
        var (reply, events) = StoreChecks.Decide(state, new ChecksCommand.Set(name, value, "we grow", Ada), Noon);
        Assert.Equal(changed is null ? ChecksReply.InvalidValue : ChecksReply.Accepted, reply);
        Assert.Equal(changed, events.OfType<ChecksEvent.SettingChanged>().SingleOrDefault()?.Setting);
        foreach (var happened in events)
            StoreChecks.Evolve(state, happened);
        Assert.Equal(after, CheckSetting.Find(name)?.ValueOf(state.Rules));
    }

    private static OrderCommand.Place Place(OrderContent content, CheckRules rules) =>
        SampleOrders.Place(content) with { Advice = new OrderAdvice(rules) };
}
