using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Orders.SampleOrders;

namespace OrderToCash.Tests.Orders;

/// <summary>Checks that need the store's rules or other orders: what holds, and with which evidence.</summary>
public sealed class OrderAdviceTests
{
    private static readonly OrderId Other = new("shopify:1000");
    private static readonly OrderContent Dear = Content(Line("1", "A-1", 1, 500));
    private static readonly OrderContent Huge = Psp(PspStatus.Captured, Line("1", "A-1", 80_995, 1));

    public static TheoryData<string, string, OrderContent, OrderAdvice> Holds { get; } = new()
    {
        {
            "implausible-quantity", "lines[0].quantity: found 80995, expected at most 10000", Huge, OrderAdvice.None
        },
        {
            "countries-differ",
            "billTo.country: found AT, expected DE, as in shipTo, for a total of 500 EUR and more",
            Dear with { BillTo = new Address("Ada", "Ring 1", "1010", "Wien", "AT") }, OrderAdvice.None
        },
        {
            "customer-blocked", "customer: found blocked: does not pay, expected a customer who is not blocked",
            Content(), new OrderAdvice(CheckRules.Default, "does not pay")
        },
        {
            "duplicate-order",
            "shopify:1000: found the same customer and content, 2 min apart, expected none within 10 min", Content(),
            new OrderAdvice(CheckRules.Default, Same: new SeenOrder(Other, Noon.AddMinutes(-2)))
        },
        {
            "many-orders-of-email",
            "customer.email: found 10 other orders within 60 min: shopify:1000, expected at most 10 with this one",
            Content(), new OrderAdvice(CheckRules.Default, OfEmail: new SeenOrders(10, [Other]))
        },
        {
            "many-orders-to-address",
            "shipTo: found 20 other orders within 60 min: shopify:1000, expected at most 20 with this one", Content(),
            new OrderAdvice(CheckRules.Default, OfAddress: new SeenOrders(20, [Other]))
        },
    };

    public static TheoryData<OrderContent, OrderAdvice> Passes { get; } = new()
    {
        { Content(Line("1", "A-1", 10_000, 1)), OrderAdvice.None },
        {
            Content(Line("1", "A-1", 1, 499.99m)) with { BillTo = new Address("Ada", "Ring 1", "1010", "Wien", "AT") },
            OrderAdvice.None
        },
        { Dear with { BillTo = new Address("Ada", "Ring 1", "10115", "Berlin", "DE") }, OrderAdvice.None },
        {
            Content(), new OrderAdvice(
                CheckRules.Default, OfEmail: new SeenOrders(9, [Other]), OfAddress: new SeenOrders(19, [Other]))
        },
        {
            Huge with { BillTo = new Address("Ada", "1", "1", "1", "AT") },
            new OrderAdvice(
                new CheckRules
                {
                    Addresses = false, PostalCodes = false, MaxQuantity = null, DuplicateMinutes = null,
                    MaxPerEmail = null, MaxPerAddress = null, CountriesDifferFrom = null,
                },
                Same: new SeenOrder(Other, Noon), OfEmail: new SeenOrders(100, []), OfAddress: new SeenOrders(100, []))
        },
        {
            Content() with { StatedTotalMinor = 1 }, new OrderAdvice(new CheckRules { Totals = false })
        },
    };

    [Theory]
    [MemberData(nameof(Holds))]
    public void Holds_for_review_with_evidence(string rule, string expected, OrderContent content, OrderAdvice advice)
    {
        var finding = Assert.Single(OrderIntake.Check(content, advice));
        Assert.Equal((rule, expected, Severity.Review), (finding.Rule, finding.ToString(), finding.Severity));

        var order = new OrderScript().Given(new OrderCommand.Place(content, Feed, Advice: advice));

        var held = order.Single<OrderEvent.Held>();
        Assert.Equal((HoldReason.Review, rule), (held.Reason, held.Rule));
        Assert.Equal(
            [new Evidence(finding.Field, finding.Found, finding.Expected, rule)], held.Evidence.AsEnumerable());
    }

    [Theory]
    [MemberData(nameof(Passes))]
    public void An_order_that_passes_has_no_more_events_than_ever(OrderContent content, OrderAdvice advice)
    {
        Assert.Empty(OrderIntake.Check(content, advice));
        var order = new OrderScript().Given(new OrderCommand.Place(content, Feed, Advice: advice));
        Assert.Empty(order.State.Holds);
        Assert.False(order.State.IsDeferred);
    }

    [Fact]
    public void Several_reasons_stand_in_one_hold_and_the_release_names_them()
    {
        var order = new OrderScript().Given(new OrderCommand.Place(
            Content() with { StatedTotalMinor = 1 }, Feed,
            Advice: new OrderAdvice(CheckRules.Default, "does not pay", new SeenOrder(Other, Noon))));
        Assert.Equal("customer-blocked+duplicate-order+total-differs", order.Single<OrderEvent.Held>().Rule);

        order.Given(new OrderCommand.ReleaseHold(Ada, "called"));

        Assert.Equal(
            ["customer-blocked", "duplicate-order", "total-differs"],
            order.Single<OrderEvent.HoldReleased>().Overridden.AsEnumerable());
    }

    [Fact]
    public void What_a_person_overrode_does_not_hold_the_same_revision_again()
    {
        var doubtful = Content() with { ShipTo = Content().ShipTo! with { PostalCode = "1011" } };
        var order = new OrderScript().Given(
            Place(doubtful with { UpdatedAt = Noon }), new OrderCommand.ReleaseHold(Ada, "that is right"));

        order.Given(Place(doubtful with { UpdatedAt = Noon.AddMinutes(1) }));
        Assert.Empty(order.State.Holds);

        order.Given(Place(doubtful with
        {
            UpdatedAt = Noon.AddMinutes(2),
            ShipTo = doubtful.ShipTo! with { PostalCode = "1012" },
        }));
        Assert.Equal("'1012'", Assert.Single(Assert.Single(order.State.Holds).Evidence).Found);
    }

    [Fact]
    public void A_new_revision_is_looked_at_anew()
    {
        var order = new OrderScript().Given(
            Place(Content() with { StatedTotalMinor = 1, UpdatedAt = Noon }),
            new OrderCommand.ReleaseHold(Ada, "fine"),
            Place(Content(Line("1", "A-1", 3, 19.99m)) with
            {
                StatedTotalMinor = 1,
                UpdatedAt = Noon.AddMinutes(1),
            }));

        Assert.Equal("total-differs", Assert.Single(order.State.Holds).Rule);
    }

    [Fact]
    public void A_later_content_does_not_clear_up_what_others_did()
    {
        var order = new OrderScript().Given(
            new OrderCommand.Place(
                Content() with { StatedTotalMinor = 1, UpdatedAt = Noon }, Feed,
                Advice: new OrderAdvice(CheckRules.Default, Same: new SeenOrder(Other, Noon))),
            Place(Content() with { UpdatedAt = Noon.AddMinutes(1) }));
        Assert.Equal("duplicate-order", Assert.Single(order.State.Holds).Rule);

        order.Given(Place(Content(Line("1", "A-1", 3, 19.99m)) with { UpdatedAt = Noon.AddMinutes(2) }));
        Assert.Equal("duplicate-order", Assert.Single(order.State.Holds).Rule);
    }

    [Fact]
    public void An_implausible_quantity_promises_nothing_until_a_person_lets_it_go_on()
    {
        var order = new OrderScript().Given(Place(Huge));
        Assert.Empty(OrderReactions.React(Id, order.Single<OrderEvent.Placed>()));
        Assert.Equal(WaitKind.Person, Assert.Single(order.State.WaitsFor()).Kind);

        order.Given(new OrderCommand.ReleaseHold(Ada, "a pallet"));

        Assert.Equal("HoldReleased ReservationRepeated", order.Names());
        var asked = Assert.Single(OrderReactions.React(Id, order.Single<OrderEvent.ReservationRepeated>()));
        Assert.Equal(80_995, Assert.IsType<StockCommand.Reserve>(asked.Command).Quantity);
        order.Given(Waiting("A-1", 100, 80_895));
        Assert.Equal(Confirmation.PartlyBackordered, order.State.Outcome);
    }

    [Fact]
    public void An_implausible_quantity_that_is_corrected_is_asked_for_as_corrected()
    {
        var order = new OrderScript().Given(
            Place(Huge with { UpdatedAt = Noon }),
            Place(Psp(PspStatus.Captured, Line("1", "A-1", 80, 1)) with { UpdatedAt = Noon.AddMinutes(3) }));

        Assert.Equal("Edited", order.Names());
        Assert.False(order.State.IsDeferred);
        Assert.Contains(
            OrderReactions.React(Id, order.Single<OrderEvent.Edited>()),
            message => message.Command is StockCommand.Reserve { Quantity: 80 });
        order.Given(Promised("A-1", 80, 2));
        Assert.Equal(Confirmation.Full, order.State.Outcome);
    }

    [Fact]
    public void A_correction_to_an_implausible_quantity_gives_back_what_was_promised()
    {
        var order = new OrderScript().Given(
            Place(Content() with { UpdatedAt = Noon }), Place(Huge with { UpdatedAt = Noon.AddMinutes(3) }));

        Assert.True(order.State.IsDeferred);
        var message = Assert.Single(OrderReactions.React(Id, order.Single<OrderEvent.Edited>()));
        Assert.Equal(new StockCommand.Reduce(new OrderId(Id), 0), message.Command);
    }

    [Fact]
    public void An_implausible_quantity_is_cancelled_or_rejected_as_any_other()
    {
        var cancelled = new OrderScript().Given(Place(Huge), Cancel());
        Assert.True(cancelled.State.IsCancelled);

        var rejected = new OrderScript().Given(Place(Huge), new OrderCommand.Reject("a typing error", Ada));
        Assert.True(rejected.State.IsRejected);

        var less = new OrderScript().Given(Place(Huge), Cancel(("1", 80_900)));
        Assert.Equal((95, true), (less.State.Pieces.Open, less.State.IsDeferred));
        less.Given(new OrderCommand.ReleaseHold(Ada, null));
        Assert.Equal(95, less.Single<OrderEvent.ReservationRepeated>().Asks[0].Quantity);
    }

    [Fact]
    public void A_blocked_customer_gets_no_credit_and_the_order_says_why()
    {
        var order = new OrderScript().Given(
            Place(Content(Line("1", "A-1", 1, 600))),
            new OrderCommand.NoteCredit(1, false, 0, 1_000_000, "does not pay"));

        var held = order.Single<OrderEvent.Held>();
        Assert.Equal((HoldReason.Credit, "customer-blocked"), (held.Reason, held.Rule));
        Assert.Equal("blocked: does not pay", held.Evidence[0].Found);
    }
}
