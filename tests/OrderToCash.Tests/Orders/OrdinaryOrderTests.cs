using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Numbering;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using Xunit;
using static OrderToCash.Tests.Orders.SampleOrders;

namespace OrderToCash.Tests.Orders;

public sealed class OrdinaryOrderTests
{
    [Fact]
    public void An_order_on_invoice_goes_from_intake_to_closed()
    {
        var order = new OrderScript();

        Assert.Equal(OrderReplyCode.Accepted, order.Tell(Place(Content())).Code);
        Assert.Equal(3998, order.Single<OrderEvent.Placed>().TotalMinor);
        Assert.Equal(OrderStatus.Received, order.State.Status);

        order.Given(Promised("A-1", 2));
        Assert.Equal("StockAnswered Confirmed Released", order.Names());
        Assert.Equal("small-order", order.Single<OrderEvent.Released>().Rule);
        Assert.Equal(OrderStatus.Released, order.State.Status);

        order.Given(Allocated("A-1", 2));
        Assert.Equal("a shipment from BER1 (2 pieces)", Assert.Single(order.State.WaitsFor()).ToString());

        order.Given(Ship("S-1", ("1", 2)));
        Assert.Equal("Shipped InvoiceRequested", order.Names());
        Assert.Equal(OrderStatus.Shipped, order.State.Status);
        var invoice = order.Single<OrderEvent.InvoiceRequested>();
        Assert.Equal("invoice-2026", invoice.Series.Value);
        Assert.Equal((3998, 638), (invoice.Content.GrossMinor, invoice.Content.Taxes.Single().TaxMinor));

        order.Given(new OrderCommand.NoteInvoiceNumber("S-1", "RE-2026-0000001"));
        Assert.Equal(OrderStatus.Invoiced, order.State.Status);

        order.Given(new OrderCommand.NoteSettled("RE-2026-0000001", 3998, 0));
        Assert.Equal("InvoiceSettled Closed", order.Names());
        Assert.Equal(OrderStatus.Closed, order.State.Status);
    }

    [Fact]
    public void What_was_sent_beside_the_known_fields_is_kept_with_shipments_and_cancellations()
    {
        var order = new OrderScript();
        order.Given(Place(Content()), Promised("A-1", 2), Allocated("A-1", 2));

        order.Given(Ship("S-1", ("1", 1)) with { ExtraJson = "{\"serial\":7}" });
        Assert.Equal("{\"serial\":7}", order.Single<OrderEvent.Shipped>().ExtraJson);
        order.Given(Cancel(("1", 1)) with { ExtraJson = "{\"ticket\":8}" });
        Assert.Equal("{\"ticket\":8}", order.Single<OrderEvent.Cancelled>().ExtraJson);
    }

    [Fact]
    public void Its_events_ask_stock_series_and_account()
    {
        var order = new OrderScript();
        order.Given(
            Place(Content()), Promised("A-1", 2), Allocated("A-1", 2), Ship("S-1", ("1", 2)),
            new OrderCommand.NoteInvoiceNumber("S-1", "RE-2026-0000001"));

        var messages = order.History.SelectMany(happened => OrderReactions.React(Id, happened)).ToArray();

        Assert.Equal(
            [Kinds.Sku, Kinds.Sku, Kinds.Sku, Kinds.Series, Kinds.Account],
            messages.Select(message => message.To.Kind));
        Assert.Equal(new StockCommand.Reserve(new(Id), 1, 2, Noon, true), messages[0].Command);
        Assert.Equal(new StockCommand.Allocate(new(Id), 1, 2), messages[1].Command);
        Assert.Equal(new StockCommand.Ship(new(Id), "S-1", "BER1", 2, Noon), messages[2].Command);
        Assert.Equal(new SeriesCommand.Assign(new(Id), "S-1"), messages[3].Command);
        Assert.Equal(
            new DateOnly(2026, 12, 11), Assert.IsType<AccountCommand.OpenInvoice>(messages[4].Command).DueDate);
        Assert.Equal("shopify:c-17", messages[4].To.Id);
    }
}
