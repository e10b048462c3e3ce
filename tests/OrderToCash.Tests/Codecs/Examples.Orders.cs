using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Tests.Codecs;

internal static partial class Examples
{
    private static OrderContent FullContent => new()
    {
        Channel = "shopify",
        OrderNumber = "1001",
        PlacedAt = Placed,
        UpdatedAt = Later,
        Currency = Currency.Eur,
        PricesIncludeTax = true,
        Customer = new Customer(
            "c-77", "ada@example.org", "Ada Lovelace", "Lovelace GmbH", "DE123456789", "+49 30 1234"),
        BillTo = Berlin,
        ShipTo = new Address("Grace Hopper", "Elbchaussee 2", "22765", "Hamburg", "DE"),
        Lines =
        [
            new OrderLine("1", Mug, "Becher \"Blau\" – groß", 2, 19.90m, 19m, 100),
            new OrderLine("2", Poster, null, 1, 0.123456m, 7m),
        ],
        Shipping = new Shipping("DHL Paket", 490, 19m),
        Discounts = [new OrderDiscount("SPRING", 200)],
        StatedTotalMinor = 4180,
        Payment = new PaymentTerms(PaymentMethod.Psp, 14, Skonto, "stripe", "pi_3Nk", PspStatus.Captured, 4180),
        Policy = new OrderPolicy(true, false),
        ExtraJson = "{\"gift\": true, \"note\":\"für O’Neill\", \"weight\":1.50}",
    };

    private static OrderContent MinimalContent => new()
    {
        Channel = "shopify",
        OrderNumber = "1001",
        PlacedAt = Placed,
        Currency = Currency.Eur,
        PricesIncludeTax = false,
        Customer = new Customer(null, null, null),
        Lines = [new OrderLine("1", Mug, null, 1, 0m, 0m)],
        Payment = new PaymentTerms(PaymentMethod.Prepayment, 0, []),
    };

    private static IEnumerable<Example> OrderExamples() => [.. IntakeExamples(), .. DeliveryExamples()];

    private static IEnumerable<Example> IntakeExamples() =>
    [
        Of(
            new OrderEvent.Placed(
                FullContent, [new("1", 3345, 635), new("2", 11, 1)], new("shipping", 412, 78), 4180, Account, Feed),
            new OrderEvent.Placed(MinimalContent, [new("1", 0, 0)], default, 0, Account, Feed),
            new OrderEvent.Placed(MinimalContent, [new("1", 0, 0)], default, 0, Account, Feed, IsDeferred: true)),
        Of(
            new OrderEvent.Edited(
                FullContent, [new("1", 3345, 635), new("2", 11, 1)], new("shipping", 412, 78), 4180, Account, 2,
                [new Sku("CARD")], Asks, new AccountId("mail:0011223344556677"), 4180, Feed),
            new OrderEvent.Edited(MinimalContent, [new("1", 0, 0)], default, 0, Account, 1, [], [], null, 0, Feed),
            new OrderEvent.Edited(
                MinimalContent, [new("1", 0, 0)], default, 0, Account, 2, [new Sku("CARD")], Asks, null, 0, Feed,
                IsDeferred: true)),
        Of(
            new OrderEvent.EditConflicted(Later, 4280, "lines[0].quantity: 2, 3"),
            new OrderEvent.EditConflicted(null, null, "currency: EUR, CHF")),
        Of(
            new OrderEvent.Held(HoldReason.Review, "total-differs", Evidence, Later),
            new OrderEvent.Held(HoldReason.Credit, "credit-refused", [], Later),
            new OrderEvent.Held(
                HoldReason.Review, "duplicate-order+postal-code",
                [
                    new("shipTo.postalCode", "'1011'", "01000 to 99999 for DE", "postal-code"),
                    new("shopify:1000", "the same customer and content, 2 min apart", "none within 10 min",
                        "duplicate-order"),
                ],
                Later)),
        Of(
            new OrderEvent.HoldReleased(HoldReason.Prepayment, Ada, "paid in cash", Account, 4180),
            new OrderEvent.HoldReleased(HoldReason.Credit, Ada, null),
            new OrderEvent.HoldReleased(HoldReason.Review, Ada, "called")
            {
                Overridden = ["duplicate-order", "postal-code"],
            }),
        Of(
            new OrderEvent.Rejected("out of stock", [new(Mug, 0), new(Poster, 0)], Account, 4180, Ada),
            new OrderEvent.Rejected("test order", [], null, 0, Ada)),
        Of(
            new OrderEvent.CreditRequested(Account, 84_180, Currency.Eur, 1),
            new OrderEvent.CreditRequested(Account, 0, Currency.Eur, 0)),
        Of(new OrderEvent.CreditDecided(true, 120_000, 1_000_000), new OrderEvent.CreditDecided(false, 0, 0)),
        Of(
            new OrderEvent.StockAnswered(Mug, 2, 1, 1, RefusalReason.OutOfStock, true),
            new OrderEvent.StockAnswered(Mug, 0, 0, 0, null, false)),
        Of(
            new OrderEvent.ReservationRepeated(Asks, 2, Placed, true),
            new OrderEvent.ReservationRepeated([], 0, Placed, false)),
        Of(new OrderEvent.Confirmed(Confirmation.PartlyBackordered), new OrderEvent.Confirmed(Confirmation.Full)),
        Of(
            new OrderEvent.PrepaymentRequested(Account, "1001", 5050, Currency.Eur, Taxes, Later, 2),
            new OrderEvent.PrepaymentRequested(Account, "", 0, Currency.Eur, [], Placed)),
        Of(new OrderEvent.Prepaid(4000, 180), new OrderEvent.Prepaid(0, 0)),
    ];

    private static IEnumerable<Example> DeliveryExamples() =>
    [
        Of(
            new OrderEvent.Released(Asks, 1, "small-order", Evidence),
            new OrderEvent.Released([], 0, "psp-captured", [])),
        Of(new OrderEvent.Allocated(Mug, Warehouses, 1), new OrderEvent.Allocated(Mug, [], 0)),
        Of(
            new OrderEvent.Shipped(
                "S-1", "BER", Later, "DHL", "00340434161094042557", [new("1", Mug, 2), new("2", Poster, 1)],
                new("feed:wms")),
            new OrderEvent.Shipped("S-1", "BER", Placed, null, null, [], new("feed:wms")),
            new OrderEvent.Shipped("S-1", "BER", Placed, null, null, [], new("feed:wms"))
            {
                ExtraJson = "{\"lines[0].serial\":\"T-1\"}",
            }),
        Of(new OrderEvent.InvoiceRequested(FullInvoice, new("invoice-2026")), MinimalInvoiceRequested()),
        Of(
            new OrderEvent.Invoiced(
                "S-1", "RE-2026-0000001", Account, Currency.Eur, 5050, Taxes, Day, Day.AddDays(14), true, true,
                "stripe", Skonto),
            new OrderEvent.Invoiced(
                "S-1", "RE-2026-0000002", Account, Currency.Eur, 0, [], Day, Day, false, false, null, [])),
        Of(
            new OrderEvent.InvoiceSettled("RE-2026-0000001", 5000, 50),
            new OrderEvent.InvoiceSettled("RE-2026-0000002", 0, 0)),
        Of(
            new OrderEvent.InvoiceReopened("RE-2026-0000001", 5000, 5050),
            new OrderEvent.InvoiceReopened("RE-2026-0000002", 0, 0)),
        Of(new OrderEvent.PrepaymentReopened(4000, 4180), new OrderEvent.PrepaymentReopened(0, 0)),
        Of(
            new OrderEvent.Cancelled(
                [new("1", Mug, 1)], [new(Mug, 1), new(Poster, 0)], true, "customer", Later, "cancel-7", Account, 1990,
                Ada),
            new OrderEvent.Cancelled([], [], false, "expiry", Placed, null, null, 0, Actor.Rule("expiry")),
            new OrderEvent.Cancelled([], [], false, "customer", Placed, "cancel-8", null, 0, Ada)
            {
                ExtraJson = "{\"cancel.ticket\":77}",
            }),
        Of(
            new OrderEvent.CancellationRefused("customer", Later, "cancel-8", "already shipped", Ada),
            new OrderEvent.CancellationRefused("customer", Placed, null, "closed", Ada)),
        Of(
            new OrderEvent.StockContinued(StockStep.Ship, Asks, 1, Placed, true, "S-1", "BER", Later, 512),
            new OrderEvent.StockContinued(StockStep.Reserve, [], 0, Placed, false, null, null, null, null)),
        Of(new OrderEvent.Closed(Account), new OrderEvent.Closed()),
        Of(
            new OrderEvent.CancelledEarly("customer", Later, [new("1", 2), new("2", 1)], "cancel-9", Feed),
            new OrderEvent.CancelledEarly("customer", Later, [], "cancel-9", Feed)),
    ];

    private static InvoiceContent FullInvoice => new(
        "S-1", Order, Account, Currency.Eur, Day, Day.AddDays(14), Berlin, "Ada Lovelace", "DE123456789",
        [new("1", Mug, "Becher", 2, 19.00m, 3345, 635), new("shipping", null, "DHL Paket", 1, 7m, 1000, 70)],
        Taxes, 5050, true, true, "stripe", Skonto);

    private static OrderEvent.InvoiceRequested MinimalInvoiceRequested() => new(
        new InvoiceContent(
            "S-1", Order, Account, Currency.Eur, Day, Day, null, null, null, [new("1", null, null, 0, 0m, 0, 0)], [], 0,
            false, false, null, []),
        new SeriesId("invoice-2026"));

    private static Example Of(OrderEvent full, OrderEvent minimal, OrderEvent? later = null) =>
        new(OrderNumber, full, minimal, later);
}
