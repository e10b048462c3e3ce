using OrderToCash.Adapters.Marketplaces.Xml;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.Marketplaces.Ebay;

/// <summary>An order of eBay's Trading API.</summary>
/// <remarks><c>TransactionPrice</c> is that of a piece. Source: eBay Trading API, GetOrders, OrderType.</remarks>
internal sealed class TradingOrder
{
    private readonly XmlPart _body;
    private readonly Reading _reading = new(default);
    private readonly ForeignOrder _order;

    public TradingOrder(XmlPart body, MarketplaceChannel channel)
    {
        _body = body;
        _order = new ForeignOrder(channel, _reading);
    }

    private bool IsCancelled => _body.TextAt("OrderStatus") is "Cancelled" or "Canceled"
        || _body.TextAt("CancelStatus") is "CancelComplete" or "CancelClosedWithRefund";

    public Translated Translate(ReadOnlyMemory<byte> raw)
    {
        _order.Number = _body.Required(_reading, "OrderID");
        _order.PlacedAt = _body.Time(_reading, "CreatedTime") ?? Missing("CreatedTime");
        _order.UpdatedAt = _body.Time(_reading, "CheckoutStatus", "LastModifiedTime");
        var total = _body.Child("Total");
        _order.SetCurrency(total?.Attribute("currencyID"), (total ?? _body).Place);
        _order.PricesIncludeTax = true;
        ReadParties();
        foreach (var transaction in _body.Child("TransactionArray")?.All("Transaction") ?? [])
            ReadTransaction(transaction);
        AddCharge("shipping", _body.At("ShippingServiceSelected", "ShippingServiceCost"));
        _order.Keep("SalesTaxAmount", _body.TextAt("ShippingDetails", "SalesTax", "SalesTaxAmount"));
        if (!IsCancelled)
            AddCharge("adjustment", _body.Child("AdjustmentAmount"));
        _order.Total = Amount(total);
        ReadState();
        if (_body.TextAt("ShippedTime") is { } shipped)
            _order.ShippedOrder("ShippedTime", shipped, isWhole: true);
        Keep("OrderStatus");
        Keep("BuyerCheckoutMessage");
        return _order.Finish(raw);
    }

    private DateTimeOffset Missing(string name)
    {
        _body.Required(_reading, name);
        return default;
    }

    private void ReadParties()
    {
        string? email = null;
        foreach (var transaction in _body.Child("TransactionArray")?.All("Transaction") ?? [])
            email ??= transaction.TextAt("Buyer", "Email") is { } found
                && found.Contains('@', StringComparison.Ordinal) ? found : null;
        var address = _body.Child("ShippingAddress");
        _order.Customer = new Customer(
            _body.TextAt("BuyerUserID"), email, address?.TextAt("Name"), Phone: address?.TextAt("Phone"));
        if (address?.TextAt("Country") is null && address?.TextAt("Street1") is null)
            return;
        _order.ShipTo = new Address(
            address.TextAt("Name"), address.TextAt("Street1"), address.TextAt("PostalCode"), address.TextAt("CityName"),
            address.TextAt("Country") ?? "", Line2: address.TextAt("Street2"),
                Region: address.TextAt("StateOrProvince"));
    }

    private void ReadTransaction(XmlPart transaction)
    {
        var item = transaction.Child("Item");
        var variation = transaction.Child("Variation");
        var line = new ForeignLine
        {
            LineId = transaction.TextAt("OrderLineItemID")
                ?? $"{item?.TextAt("ItemID")}-{transaction.TextAt("TransactionID")}",
            Sku = variation?.TextAt("SKU") ?? item?.TextAt("SKU"), ItemId = "item-" + item?.TextAt("ItemID"),
            Name = variation?.TextAt("VariationTitle") ?? item?.TextAt("Title"),
            Quantity = transaction.RequiredPieces(_reading, "QuantityPurchased"), Place = transaction.Place,
            UnitPrice = Amount(transaction.Child("TransactionPrice")),
        };
        if (line.UnitPrice is null)
            transaction.Required(_reading, "TransactionPrice");
        _order.Lines.Add(line);
        if (transaction.TextAt("ShippedTime") is not null)
            _order.ShippedLine(line, line.Quantity);
    }

    private void AddCharge(string name, XmlPart? amount)
    {
        if (Amount(amount) is { } some and not 0)
            _order.Charges.Add(new ForeignCharge(name, some, null, null));
    }

    private void ReadState()
    {
        var status = _body.TextAt("CheckoutStatus", "Status");
        var isPaid = _body.Child("PaidTime") is not null
            || (status == "Complete" && Amount(_body.Child("AmountPaid")) > 0);
        _order.Payment = new PaymentTerms(
            PaymentMethod.Psp, 0, [], "ebay", _body.TextAt("ExternalTransaction", "ExternalTransactionID"),
            isPaid ? PspStatus.Captured : PspStatus.Pending);
        _order.Keep("PaymentMethod", _body.TextAt("CheckoutStatus", "PaymentMethod"));
        if (IsCancelled)
        {
            _order.Cancel("cancelled at eBay", _order.UpdatedAt ?? _order.PlacedAt, "cancelled " + _order.Number);
        }
    }

    private void Keep(string name) => _order.Keep(name, _body.TextAt(name));

    private decimal? Amount(XmlPart? amount)
    {
        if (amount is null)
            return null;
        _order.CheckCurrency(amount.Attribute("currencyID"), () => amount.Place);
        return amount.Decimal(_reading);
    }
}
