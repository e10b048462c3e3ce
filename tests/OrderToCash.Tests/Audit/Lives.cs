using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Tests.Orders;

namespace OrderToCash.Tests.Audit;

/// <summary>Whole lives of orders, and orders in every kind of wait.</summary>
internal static class Lives
{
    public const string Account = "shopify:c-17";

    /// <summary>Shipped in two parts, paid in two parts, closed.</summary>
    public const string Closed = "shopify:1";

    /// <summary>Five pieces ordered, three there: three allocated, two wait for goods.</summary>
    public const string Short = "shopify:2";

    /// <summary>Shipped and invoiced, not paid.</summary>
    public const string Unpaid = "shopify:3";

    /// <summary>Waits for its prepayment.</summary>
    public const string Unprepaid = "shopify:4";

    /// <summary>Paid in advance, shipped, closed.</summary>
    public const string Prepaid = "shopify:5";

    /// <summary>Allocated, not shipped.</summary>
    public const string Ready = "shopify:6";

    /// <summary>A payout that is settled.</summary>
    public const string Payout = "paypal/1000000000001";

    /// <summary>Whose invoice it paid.</summary>
    public const string Customer = "erp:K-9";

    /// <summary>A world at rest, with orders of all these names and some more.</summary>
    public static async Task<AuditWorld> CreateAsync()
    {
        var world = await AuditWorld.StartAsync();
        await world.MoveAsync("A-1", MovementKind.Receipt, 100);
        await world.MoveAsync("A-2", MovementKind.Receipt, 3, safetyStock: 0);
        await world.MoveAsync("A-3", MovementKind.Receipt, 50);
        world.Pass(TimeSpan.FromHours(1));
        await world.MoveAsync("A-1", MovementKind.Count, 98);
        await world.MoveAsync("A-1", MovementKind.Scrap, 1);
        world.Pass(TimeSpan.FromHours(1));

        await world.PlaceAsync(Numbered("1", SampleOrders.Content(
            SampleOrders.Line("1", "A-1", 3, 19.99m), SampleOrders.Line("2", "A-3", 1, 5.01m, 7))));
        await world.ShipAsync(Closed, "1", 2);
        await world.ShipAsync(Closed, "1", 1);
        await world.ShipAsync(Closed, "2", 1);
        await world.PayAsync(Account, 2000, "RE-2026-0000001");
        await world.PayAsync(Account, 1998 + 1999 + 501, "RE-2026-0000001", "RE-2026-0000002", "RE-2026-0000003");

        await world.PlaceAsync(Numbered("2", SampleOrders.Content(SampleOrders.Line("1", "A-2", 5, 10m))));
        await world.PlaceAsync(Numbered("3", SampleOrders.Content(SampleOrders.Line("1", "A-1", 2, 49.99m))));
        await world.ShipAsync(Unpaid, "1", 2);
        await world.PlaceAsync(Numbered("4", SampleOrders.Prepaid(SampleOrders.Line("1", "A-3", 2, 10m))));
        await world.PlaceAsync(Numbered("5", SampleOrders.Prepaid(SampleOrders.Line("1", "A-3", 1, 30m))));
        await world.PayAsync(Account, 3000, Prepaid);
        await world.ShipAsync(Prepaid, "1", 1);
        await world.PlaceAsync(Numbered("6", SampleOrders.Content(SampleOrders.Line("1", "A-3", 4, 2m))));
        await world.PlaceAsync(Numbered("7", SampleOrders.Psp(
            PspStatus.Captured, SampleOrders.Line("1", "A-3", 1, 700m))));
        await world.ShipAsync("shopify:7", "1", 1);
        await world.PlaceAsync(Numbered("8", SampleOrders.Content(SampleOrders.Line("1", "A-3", 1, 900m))));
        await world.PlaceAsync(Numbered("9", SampleOrders.Content(SampleOrders.Line("1", "A-3", 2, 9m))));
        await world.TellAsync(Kinds.Order, "shopify:9", SampleOrders.Cancel());
        await world.QuietAsync();
        await world.BookAsync("out-1", -700);
        await world.BookAsync("nobody-1", 4711);
        await PayOutAsync(world);
        return world;
    }

    // An invoice of another system, paid through a provider: in the payout are the money for it and a fee.
    private static async Task PayOutAsync(AuditWorld world)
    {
        var day = DateOnly.FromDateTime(world.Now.Date);
        await world.TellAsync(Kinds.Account, Customer, new AccountCommand.ImportItem(
            new ImportedItem(
                "R-9", ItemKind.Invoice, null, null, day, day, 10_000, Currency.Eur, [],
                new ImportedCustomer("K-9", "Grete Muster", [])),
            SampleOrders.Ada));
        await world.TellAsync(Kinds.Settlement, Payout, new SettlementCommand.Record(
            new SettlementReport("paypal", "1000000000001", Currency.Eur, 9_700, day, [
                new SettlementRow("t-1", SettlementRowKind.Sale, "R-9", 10_000, 300, 9_700),
            ]),
            SampleOrders.Ada));
        await world.BookAsync("payout-1", 9_700);
        await world.TellAsync(Kinds.Payment, AuditWorld.Iban.Value + "/payout-1", new PaymentCommand.Decide(
            new MatchDecision(MatchOutcome.Settle, "payout id", MatchFacts.OfPerson)
            {
                Payout = Payout,
                Allocations = [new MatchAllocation(new AccountId(Customer), "R-9", 10_000, Row: "t-1")],
            },
            SampleOrders.Ada));
        await world.QuietAsync();
    }

    public static OrderContent Numbered(string number, OrderContent content) =>
        content with { OrderNumber = number };
}
