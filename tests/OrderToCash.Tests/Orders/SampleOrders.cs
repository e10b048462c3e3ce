using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Tests.Orders;

/// <summary>Contents and commands that tests start from.</summary>
internal static class SampleOrders
{
    public const string Id = "shopify:1001";

    public static readonly DateTimeOffset Noon = new(2026, 11, 27, 11, 0, 0, TimeSpan.Zero);
    public static readonly Actor Feed = new("feed:shopify");
    public static readonly Actor Ada = new("user:ada");

    private static readonly Address Berlin = new("Ada Muster", "Hauptstr. 5", "10115", "Berlin", "DE");

    public static OrderLine Line(
        string id, string sku, int quantity, decimal price, decimal rate = 19, long discount = 0)
        => new(id, new Sku(sku), "Thing " + sku, quantity, price, rate, discount);

    public static OrderContent Content(params OrderLine[] lines) => new()
    {
        Channel = "shopify",
        OrderNumber = "1001",
        PlacedAt = Noon,
        Currency = Currency.Eur,
        PricesIncludeTax = true,
        Customer = new Customer("c-17", "a@example.org", "Ada Muster"),
        ShipTo = Berlin,
        Lines = lines.Length == 0 ? [Line("1", "A-1", 2, 19.99m)] : [.. lines],
        Payment = new PaymentTerms(PaymentMethod.Invoice, 14, []),
    };

    public static OrderContent Prepaid(params OrderLine[] lines)
        => Content(lines) with { Payment = new PaymentTerms(PaymentMethod.Prepayment, 14, []) };

    public static OrderContent Psp(PspStatus status, params OrderLine[] lines)
        => Content(lines) with { Payment = new PaymentTerms(PaymentMethod.Psp, 14, [], "paypal", "8XJ", status) };

    public static OrderCommand.Place Place(OrderContent content) => new(content, Feed);

    public static OrderCommand.NoteStock Promised(string sku, int quantity, int revision = 1)
        => new(new Sku(sku), revision, quantity, 0, 0, null, false);

    public static OrderCommand.NoteStock Waiting(string sku, int reserved, int waiting, int revision = 1)
        => new(new Sku(sku), revision, reserved, waiting, 0, null, false);

    public static OrderCommand.NoteStock Arrived(string sku, int quantity, int revision = 1)
        => new(new Sku(sku), revision, quantity, 0, 0, null, true);

    public static OrderCommand.NoteStock Refused(
        string sku, int quantity, Domain.Inventory.RefusalReason reason, int revision = 1)
        => new(new Sku(sku), revision, 0, 0, quantity, reason, false);

    public static OrderCommand.NoteAllocated Allocated(
        string sku, int quantity, string warehouse = "BER1", int missing = 0)
        => new(new Sku(sku), 1, quantity == 0 ? [] : [new WarehouseQuantity(warehouse, quantity)], missing);

    public static OrderCommand.Ship Ship(string shipment, params (string Line, int Quantity)[] lines)
        => new(
            shipment, "BER1", Noon, "DHL", "0034", [.. lines.Select(line => new ShipLine(line.Line, line.Quantity))],
            new Actor("feed:warehouse"));

    public static OrderCommand.Cancel Cancel(params (string Line, int Quantity)[] lines)
        => new(
            "changed my mind", Noon, [.. lines.Select(line => new CancelLine(line.Line, line.Quantity))], Feed,
            lines.Length == 0 ? null : "c-" + string.Join('+', lines));
}
