using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Numbering;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Tests.Orders;

namespace OrderToCash.Tests.Audit;

/// <summary>The events of a shipment and its invoice, as they should be except for what a test makes wrong.</summary>
internal static class CraftedInvoice
{
    public const string Series = "invoice-2026";

    /// <summary>Ready's four pieces shipped and invoiced, with all that follows.</summary>
    public static IEnumerable<(string Kind, string Id, object Event)> Of(
        AuditWorld world, long number, string text, int pieces = 4, long net = 672, long tax = 128,
        long? lineTax = null)
    {
        var order = new OrderId(Lives.Ready);
        var date = DateOnly.FromDateTime(world.Now.Date);
        InvoiceLine line = new("1", new Sku("A-3"), "Thing A-3", pieces, 19, net, lineTax ?? tax);
        InvoiceContent content = new(
            "S-x", order, new AccountId(Lives.Account), Currency.Eur, date, date, null, null, null, [line],
            [new TaxAmount(19, net, tax)], net + tax, false, false, null, []);
        yield return (Kinds.Order, Lives.Ready, new OrderEvent.Shipped(
            "S-x", "BER1", world.Now, null, null, [new LineQuantity("1", new Sku("A-3"), 4)], SampleOrders.Ada));
        yield return (Kinds.Order, Lives.Ready, new OrderEvent.InvoiceRequested(content, new SeriesId(Series)));
        yield return (Kinds.Sku, "A-3", new StockEvent.Shipped(
            order, "S-x", "BER1", 4, -4, world.Now));
        yield return (Kinds.Series, Series, new SeriesEvent.NumberAssigned(number, text, order, "S-x"));
        yield return (Kinds.Order, Lives.Ready, new OrderEvent.Invoiced(
            "S-x", text, new AccountId(Lives.Account), Currency.Eur, net + tax, [new TaxAmount(19, net, tax)], date,
            date, false, false, null, []));
        yield return (Kinds.Account, Lives.Account, Item(text, net, tax));
    }

    public static AccountEvent.ItemOpened Item(string number, long net, long tax) => new(
        number, new OrderId(Lives.Ready), Currency.Eur, net + tax, [new TaxAmount(19, net, tax)],
        new DateOnly(2026, 11, 27), new DateOnly(2026, 11, 27), 0, 0, null, net + tax, []);
}
