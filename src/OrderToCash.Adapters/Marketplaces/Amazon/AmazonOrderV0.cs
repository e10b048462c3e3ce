using System.Globalization;
using OrderToCash.Adapters.Marketplaces.Json;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.Marketplaces.Amazon;

/// <summary>An order of Orders API v0, with the items of the second call inside.</summary>
/// <remarks>
/// <c>ItemPrice</c> is that of the line. Whether it includes tax nobody says: the sums do, else the marketplace's
/// custom. Tax that Amazon collects as the marketplace is no part of the order.
/// Source: Selling Partner API, Orders v0, Order and OrderItem.
/// </remarks>
internal sealed class AmazonOrderV0(JsonPart body, MarketplaceChannel channel)
{
    private static readonly string[] NetCurrencies = ["USD", "CAD", "MXN"];

    private readonly ForeignOrder _order = new(channel, body.Reading);
    private decimal _prices;
    private decimal _taxes;
    private decimal _amazonsTax;

    public Translated Translate(ReadOnlyMemory<byte> raw)
    {
        _order.Number = body.Required("AmazonOrderId"u8);
        _order.PlacedAt = body.RequiredTime("PurchaseDate"u8);
        _order.UpdatedAt = body.Time("LastUpdateDate"u8);
        var total = body["OrderTotal"u8];
        var items = body["OrderItems"u8]["OrderItems"u8].IsList
            ? body["OrderItems"u8].Items("OrderItems"u8) : body.Items("OrderItems"u8);
        if (body.Text("OrderStatus"u8) == "Canceled" && (items.Count == 0 || !total.Exists))
            return CancelAlone(raw);
        _order.SetCurrency(total.Text("CurrencyCode"u8) ?? FirstCurrency(items), "OrderTotal.CurrencyCode");
        Sum(items);
        _order.Total = Amount(total);
        _order.PricesIncludeTax = IncludesTax(_order.Total);
        ReadParties();
        var index = 0;
        foreach (var item in items)
            ReadItem(item, index++);
        _order.Total -= _amazonsTax;
        var isTaken = body.Text("OrderStatus"u8) is "Unshipped" or "PartiallyShipped" or "Shipped";
        _order.Payment = new PaymentTerms(
            PaymentMethod.Psp, 0, [], "amazon", _order.Number, isTaken ? PspStatus.Captured : PspStatus.Pending);
        if (body.Text("OrderStatus"u8) == "Canceled")
            _order.Cancel("cancelled at Amazon", _order.UpdatedAt ?? _order.PlacedAt, "cancelled " + _order.Number);
        if (body.Text("OrderStatus"u8) is ("Shipped" or "PartiallyShipped") and { } state)
            _order.ShippedOrder("OrderStatus", state, isWhole: state == "Shipped");
        KeepRest();
        return _order.Finish(raw);
    }

    /// <summary>A cancelled order comes without amounts: what is known of it is cancelled.</summary>
    private Translated CancelAlone(ReadOnlyMemory<byte> raw)
    {
        if (body.Reading.Problem is { } problem)
            return Translated.Refused(raw, problem);
        var cancel = new OrderCommand.Cancel(
            "cancelled at Amazon", _order.UpdatedAt ?? _order.PlacedAt, [], channel.Actor,
                "cancelled " + _order.Number, MayComeFirst: true);
        return Translated.Of(
            raw, [new(new(Domain.Flows.Kinds.Order, channel.Name + ":" + _order.Number), cancel)]);
    }

    private static string? FirstCurrency(JsonPart.Elements items)
    {
        foreach (var item in items)
        {
            if (item["ItemPrice"u8].Text("CurrencyCode"u8) is { } code)
                return code;
        }

        return null;
    }

    private void Sum(JsonPart.Elements items)
    {
        foreach (var item in items)
        {
            _prices += (Amount(item["ItemPrice"u8]) ?? 0) + (Amount(item["ShippingPrice"u8]) ?? 0)
                + (Amount(item["BuyerInfo"u8]["GiftWrapPrice"u8]) ?? 0) + (Amount(item["CODFee"u8]) ?? 0)
                - (Amount(item["PromotionDiscount"u8]) ?? 0) - (Amount(item["ShippingDiscount"u8]) ?? 0)
                - (Amount(item["CODFeeDiscount"u8]) ?? 0);
            _taxes += (Amount(item["ItemTax"u8]) ?? 0) + (Amount(item["ShippingTax"u8]) ?? 0)
                + (Amount(item["BuyerInfo"u8]["GiftWrapTax"u8]) ?? 0);
        }
    }

    private bool IncludesTax(decimal? total) =>
        _taxes == 0 || total == _prices
        || (total != _prices + _taxes && !NetCurrencies.Contains(_order.Currency.GetValueOrDefault().Code));

    private void ReadParties()
    {
        var buyer = body["BuyerInfo"u8];
        var address = body["ShippingAddress"u8];
        if (address.IsObject && address["CountryCode"u8].Exists)
        {
            _order.ShipTo = new Address(
                address.Text("Name"u8), address.Text("AddressLine1"u8), address.Text("PostalCode"u8),
                address.Text("City"u8), address.Text("CountryCode"u8) ?? "", address.Text("CompanyName"u8),
                address.Text("AddressLine2"u8), address.Text("StateOrRegion"u8));
        }

        _order.Customer = new Customer(
            null, buyer.Text("BuyerEmail"u8), buyer.Text("BuyerName"u8) ?? address.Text("Name"u8),
            buyer["BuyerTaxInfo"u8].Text("CompanyLegalName"u8), Phone: address.Text("Phone"u8));
    }

    private void ReadItem(JsonPart item, int index)
    {
        var ordered = item.RequiredPieces("QuantityOrdered"u8);
        if (ordered == 0)
        {
            // A cancelled item stays in the list with no pieces.
            _order.Keep($"cancelledItems[{index}]", item.Text("OrderItemId"u8));
            return;
        }

        var price = item["ItemPrice"u8];
        var line = new ForeignLine
        {
            LineId = item.Required("OrderItemId"u8), Sku = item.Text("SellerSKU"u8), Name = item.Text("Title"u8),
            ItemId = "asin-" + item.Text("ASIN"u8), Quantity = ordered, LineTotal = Amount(price) ?? 0,
            Discount = Amount(item["PromotionDiscount"u8]) ?? 0, Tax = Amount(item["ItemTax"u8]),
            Place = $"OrderItems[{index}]",
        };
        if (!price.Exists && !body["IsReplacementOrder"u8].IsTrue())
            item.RefuseMissing("ItemPrice"u8, "an amount", "A replacement order may come without.");
        var isAmazons = item["TaxCollection"u8].Text("Model"u8) is "MarketplaceFacilitator" or "LowValueGoods"
            || item["DeemedResellerCategory"u8].Exists;
        if (isAmazons)
            TakeOut(line, item);
        _order.Lines.Add(line);
        if (item["QuantityShipped"u8].Pieces() is { } shipped)
            _order.ShippedLine(line, shipped);
        AddCharge("shipping", item["ShippingPrice"u8], item["ShippingTax"u8], item["ShippingDiscount"u8], isAmazons);
        AddCharge(
            "gift wrap", item["BuyerInfo"u8]["GiftWrapPrice"u8], item["BuyerInfo"u8]["GiftWrapTax"u8], default,
                isAmazons);
        AddCharge("cash on delivery", item["CODFee"u8], default, item["CODFeeDiscount"u8], isAmazons);
        var cancel = item["BuyerRequestedCancel"u8];
        if (cancel["IsBuyerRequestedCancel"u8].IsTrue())
            _order.Keep($"lines[{index}].buyerRequestedCancel", cancel.Text("BuyerCancelReason"u8) ?? "true");
        _order.Keep($"lines[{index}].promotionIds", item["PromotionIds"u8]);
    }

    private void TakeOut(ForeignLine line, JsonPart item)
    {
        var tax = line.Tax ?? 0;
        _amazonsTax += tax;
        if (_order.PricesIncludeTax)
            line.Discount += tax;
        (line.Tax, line.TaxRate) = (null, 0);
        if (tax != 0)
            _order.Keep($"lines[{_order.Lines.Count}].marketplaceTax", item["ItemTax"u8]);
    }

    private void AddCharge(string name, JsonPart price, JsonPart tax, JsonPart discount, bool isAmazons)
    {
        if (Amount(price) is not { } amount || amount == 0)
            return;
        var taxAmount = tax.Exists ? Amount(tax) : null;
        amount -= discount.Exists ? Amount(discount) ?? 0 : 0;
        if (isAmazons && taxAmount is { } some)
        {
            _amazonsTax += some;
            amount -= _order.PricesIncludeTax ? some : 0;
            taxAmount = 0;
        }

        _order.Charges.Add(new ForeignCharge(name, amount, taxAmount, null));
    }

    private void KeepRest()
    {
        foreach (var name in (ReadOnlySpan<string>)[
            "SellerOrderId", "SalesChannel", "MarketplaceId", "FulfillmentChannel", "OrderStatus", "OrderType",
            "ReplacedOrderId", "PaymentMethodDetails", "ShipServiceLevel", "LatestShipDate"])
        {
            _order.Keep(name, body[System.Text.Encoding.UTF8.GetBytes(name)]);
        }

        _order.Keep("PurchaseOrderNumber", body["BuyerInfo"u8]["PurchaseOrderNumber"u8]);
        if (_amazonsTax != 0)
            _order.Keep("marketplaceTax", _amazonsTax.ToString(CultureInfo.InvariantCulture));
    }

    private decimal? Amount(JsonPart money)
    {
        if (!money.Exists)
            return null;
        _order.CheckCurrency(money.Text("CurrencyCode"u8), () => money.Place());
        return money.Decimal("Amount"u8);
    }
}
