using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Orders.SampleOrders;

namespace OrderToCash.Tests.Orders;

public sealed class OrderIntakeTests
{
    private static readonly OrderContent Good = Content(Line("1", "A-1", 2, 19.99m), Line("2", "B-1", 1, 5));

    public static TheoryData<string, OrderContent> Errors { get; } = new()
    {
        { "channel: found nothing, expected 1 to 200 characters", Good with { Channel = " " } },
        { "channel: found a:b, expected no colon: it parts channel and order number", Good with { Channel = "a:b" } },
        { "orderNumber: found nothing, expected 1 to 200 characters", Good with { OrderNumber = "" } },
        {
            "orderNumber: found 201 characters, expected 1 to 200 characters", Good with { OrderNumber = new('9', 201) }
        },
        { "orderNumber: found U+0007, expected no control characters", Good with { OrderNumber = "10\a01" } },
        {
            "placedAt: found 1970-01-01T00:00:00.0000000+00:00, expected a year from 2000 to 2100",
            Good with { PlacedAt = DateTimeOffset.UnixEpoch }
        },
        { "currency: found none, expected an ISO 4217 code", Good with { Currency = default } },
        { "lines: found 0, expected 1 to 10,000", Good with { Lines = [] } },
        { "lines: found 10001, expected 1 to 10,000", Good with { Lines = [.. Many(10_001)] } },
        { "lines[0].sku: found nothing, expected 1 to 200 characters", Content(Line("1", "", 1, 1)) },
        { "lines[0].quantity: found 0, expected 1 to 1,000,000", Content(Line("1", "A", 0, 1)) },
        { "lines[0].quantity: found 1000001, expected 1 to 1,000,000", Content(Line("1", "A", 1_000_001, 1)) },
        { "lines[0].unitPrice: found -0.01, expected 0 to 10,000,000", Content(Line("1", "A", 1, -0.01m)) },
        {
            "lines[0].unitPrice: found 0.0000001, expected at most six decimals", Content(Line("1", "A", 1, 0.0000001m))
        },
        { "lines[0].taxRate: found 100.1, expected 0 to 100 percent", Content(Line("1", "A", 1, 1, 100.1m)) },
        { "lines[0].taxRate: found -1, expected 0 to 100 percent", Content(Line("1", "A", 1, 1, -1)) },
        {
            "lines[0].discount: found -0.01, expected 0 to the line's 1.00",
            Content(Line("1", "A", 1, 1, 19, -1))
        },
        {
            "lines[0].discount: found 1.01, expected 0 to the line's 1.00",
            Content(Line("1", "A", 1, 1, 19, 101))
        },
        {
            "lines[1].lineId: found '1', as in lines[0]: the same line again, expected distinct line ids",
            Content(Line("1", "A", 1, 1), Line("1", "A", 1, 1))
        },
        {
            "lines[1].lineId: found '1', as in lines[0]: the id again with other content, expected distinct line ids",
            Content(Line("1", "A", 1, 1), Line("1", "A", 2, 1))
        },
        {
            "discounts: found 44.99, expected at most the order's 44.98",
            Good with { Discounts = [new OrderDiscount("BF", 4499)] }
        },
        {
            "discounts[0].amount: found -0.01, expected not negative",
            Good with { Discounts = [new OrderDiscount("BF", -1)] }
        },
        {
            "shipping.price: found -0.01, expected 0 to 10000000000000.00",
            Good with { Shipping = new Shipping(null, -1, 19) }
        },
        {
            "lines: found 20000000000000.00, expected 0 to 10000000000000.00",
            Content(Line("1", "A", 1_000_000, 10_000_000m), Line("2", "A", 1_000_000, 10_000_000m))
        },
        { "lines: found 21 tax rates, expected at most 20", Content([.. Enumerable.Range(0, 21).Select(Taxed)]) },
        {
            "shipTo.country: found 'de', expected an ISO 3166-1 alpha-2 code in upper case",
            Good with { ShipTo = Good.ShipTo! with { Country = "de" } }
        },
        {
            "billTo.country: found 'XX', expected an ISO 3166-1 alpha-2 code in upper case",
            Good with { BillTo = Good.ShipTo! with { Country = "XX" } }
        },
        {
            "payment.termsDays: found 366, expected 0 to 365",
            Good with { Payment = Good.Payment with { TermsDays = 366 } }
        },
        {
            "payment.skonto[0].percent: found 100.5, expected 0 to 100",
            Good with { Payment = Good.Payment with { Skonto = [new Skonto(7, 100.5m)] } }
        },
    };

    public static TheoryData<string, string, OrderContent> Doubts { get; } = new()
    {
        {
            "total-differs", "total: found 44.99, expected 44.98 as computed, difference 0.01",
            Good with { StatedTotalMinor = 4499 }
        },
        { "address", "shipTo.street: found nothing, expected a street", At(Good.ShipTo! with { Street = null }) },
        { "address", "shipTo.city: found nothing, expected a city", At(Good.ShipTo! with { City = "" }) },
        {
            "address", "shipTo.postalCode: found nothing, expected a postal code",
            At(Good.ShipTo! with { PostalCode = null })
        },
        { "postal-code", "shipTo.postalCode: found '00999', expected 01000 to 99999 for DE", Code("DE", "00999") },
        { "postal-code", "shipTo.postalCode: found '1011', expected 01000 to 99999 for DE", Code("DE", "1011") },
        { "postal-code", "shipTo.postalCode: found '0999', expected 1000 to 9999 for AT", Code("AT", "0999") },
        { "postal-code", "shipTo.postalCode: found '80001', expected 1000 to 9999 for CH", Code("CH", "80001") },
        {
            "postal-code", "shipTo.postalCode: found 'SW1A_1AA', expected 1 to 12 letters, digits, blanks or hyphens",
            Code("GB", "SW1A_1AA")
        },
        {
            "psp-amount", "payment.amount: found 44.97, expected at least the total, 44.98",
            Good with { Payment = new PaymentTerms(PaymentMethod.Psp, 0, [], "p", null, PspStatus.Captured, 4497) }
        },
    };

    public static TheoryData<OrderContent> Accepted { get; } =
    [
        Good,
        Good with { ShipTo = null },
        Good with { StatedTotalMinor = 4498 },
        Content(Line("1", "A", 1, 0)),
        Content(Line("1", "A", 1, 1), Line("2", "A", 1, 1)),
        Content(Line("1", "A", 1, 1.0000000m)),
        Content(Line("1", "A", 1, 1, 19, 100)),
        Content(Line("1", "A", 10_000, 10_000_000m)) with { PricesIncludeTax = true },
        Good with { Discounts = [new OrderDiscount("ALL", 4988)], Shipping = new Shipping(null, 490, 19) },
        Code("DE", "01067"), Code("AT", "1010"), Code("CH", "8001"), Code("GB", "SW1A 1AA"), Code("NL", "1012-AB"),
        Good with { Payment = new PaymentTerms(PaymentMethod.Psp, 0, [], "p", null, PspStatus.Pending, 1) },
    ];

    [Fact]
    public void The_largest_numbers_are_doubted_and_no_error() => Assert.Equal(
        ("implausible-quantity", Severity.Review),
        OrderIntake.Check(Content(Line("1", "A", 1_000_000, 10_000_000m)))
            .Select(static finding => (finding.Rule, finding.Severity)).Single());

    [Theory]
    [MemberData(nameof(Errors))]
    public void Refuses_what_is_wrong_and_names_it(string expected, OrderContent content)
    {
        var finding = OrderIntake.Check(content)[0];

        Assert.Equal((expected, Severity.Error), (finding.ToString(), finding.Severity));
        var state = Order.Initial(content.Id.Value);
        var (reply, events) = Order.Decide(state, Place(content), Noon);
        Assert.Equal(new OrderReply(OrderReplyCode.InvalidContent, expected), reply);
        Assert.Empty(events);
    }

    [Theory]
    [MemberData(nameof(Doubts))]
    public void Holds_what_is_doubtful_with_the_evidence(string rule, string expected, OrderContent content)
    {
        var finding = Assert.Single(OrderIntake.Check(content));

        Assert.Equal((rule, expected, Severity.Review), (finding.Rule, finding.ToString(), finding.Severity));
        var order = new OrderScript().Given(Place(content));
        var held = order.Single<OrderEvent.Held>();
        Assert.Equal((HoldReason.Review, rule, Noon.AddDays(14)), (held.Reason, held.Rule, held.ExpiresAt));
        Assert.Equal(finding.Field, held.Evidence[0].Fact);
        Assert.Equal(OrderStatus.OnHold, order.State.Status);
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void Finds_nothing_in_good_content(OrderContent content) => Assert.Empty(OrderIntake.Check(content));

    [Fact]
    public void Several_doubts_make_one_hold_with_all_rules()
    {
        var order = new OrderScript().Given(Place(Code("DE", "123") with { StatedTotalMinor = 1 }));

        var held = order.Single<OrderEvent.Held>();
        Assert.Equal("postal-code+total-differs", held.Rule);
        Assert.Equal(2, held.Evidence.Length);
    }

    [Fact]
    public void An_order_of_nothing_but_zeros_is_delivered_and_closed_with_its_number()
    {
        var order = new OrderScript().Given(
            Place(Content(Line("1", "A", 1, 0))), Promised("A", 1), Allocated("A", 1), Ship("S-1", ("1", 1)),
            new OrderCommand.NoteInvoiceNumber("S-1", "RE-2026-0000001"));

        Assert.Equal("Invoiced Closed", order.Names());
        Assert.Equal(OrderReplyCode.Duplicate, order.Tell(new OrderCommand.NoteSettled("RE-2026-0000001", 0, 0)).Code);
    }

    [Theory]
    [InlineData("c-17", "a@example.org", "shopify:c-17")]
    [InlineData(null, " A@Example.org ", "mail:e16bfe08be114c7b")]
    [InlineData(" ", "a@example.org", "mail:e16bfe08be114c7b")]
    [InlineData(null, null, "order:shopify:1001")]
    public void The_account_is_the_customers_else_the_mail_address_else_the_order(string? id, string? mail,
        string expected)
        => Assert.Equal(
            expected, AccountIds.Of(Good with { Customer = new Customer(id, mail, null) }, new OrderId(Id)).Value);

    private static OrderContent At(Address address) => Good with { ShipTo = address };

    private static OrderContent Code(string country, string code)
        => At(Good.ShipTo! with { Country = country, PostalCode = code });

    private static OrderLine Taxed(int index) => Line($"{index}", "A", 1, 1, index);

    private static IEnumerable<OrderLine> Many(int count)
        => Enumerable.Range(1, count).Select(index => Line($"{index}", "A", 1, 1));
}
