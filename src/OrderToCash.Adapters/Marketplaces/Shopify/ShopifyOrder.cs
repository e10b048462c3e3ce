using OrderToCash.Adapters.Marketplaces.Json;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.Marketplaces.Shopify;

/// <summary>An order of Shopify. Amounts are those in the shop's currency.</summary>
/// <remarks>Source: Shopify Admin REST API 2026-07, resource Order.</remarks>
internal sealed partial class ShopifyOrder
{
    private readonly JsonPart _body;
    private readonly ForeignOrder _order;
    private readonly ShopifyRefunds _refunds;
    private readonly bool _isCancelled;
    private decimal _channelTax;

    public ShopifyOrder(JsonPart body, MarketplaceChannel channel)
    {
        _body = body;
        _order = new ForeignOrder(channel, body.Reading);
        _isCancelled = body["cancelled_at"u8].Exists;
        _refunds = new ShopifyRefunds(body);
    }

    public Translated Translate(ReadOnlyMemory<byte> raw)
    {
        var name = _body.Required("name"u8).TrimStart('#');
        _order.Number = name.Length > 0 ? name : _body.Required("order_number"u8);
        _order.PlatformId = _body.Text("id"u8);
        _order.PlacedAt = _body.Time("processed_at"u8) ?? _body.RequiredTime("created_at"u8);
        _order.UpdatedAt = _body.Time("updated_at"u8);
        _order.SetCurrency(_body.Text("currency"u8), "currency");
        _order.PricesIncludeTax = _body["taxes_included"u8].IsTrue();
        _order.Customer = Customer();
        _order.BillTo = Address(_body["billing_address"u8]);
        _order.ShipTo = Address(_body["shipping_address"u8]) ?? _order.BillTo;
        ReadLines();
        ReadCharges();
        ReadOrderDiscount();
        ReadTotal();
        ReadPayment();
        ReadCancel();
        ReadShipped();
        KeepRest();
        return _order.Finish(raw);
    }

    private Customer Customer()
    {
        var customer = _body["customer"u8];
        var name = $"{customer.Text("first_name"u8)} {customer.Text("last_name"u8)}".Trim();
        return new Customer(
            customer.Text("id"u8),
            _body.Text("email"u8) ?? _body.Text("contact_email"u8) ?? customer.Text("email"u8),
            name.Length > 0 ? name : _body["billing_address"u8].Text("name"u8),
            Phone: _body.Text("phone"u8) ?? customer.Text("phone"u8));
    }

    private static Address? Address(JsonPart address)
    {
        if (!address.IsObject)
            return null;
        var name = address.Text("name"u8)
            ?? $"{address.Text("first_name"u8)} {address.Text("last_name"u8)}".Trim();
        return new Address(
            name.Length > 0 ? name : null, address.Text("address1"u8), address.Text("zip"u8), address.Text("city"u8),
            address.Text("country_code"u8) ?? "", address.Text("company"u8), address.Text("address2"u8),
            address.Text("province_code"u8) ?? address.Text("province"u8));
    }

    private void ReadLines()
    {
        var orderRate = OrderRate();
        var index = 0;
        foreach (var body in _body.Items("line_items"u8))
        {
            var line = Line(body, index, orderRate);
            if (line.Quantity != 0)
            {
                _order.Lines.Add(line);
                ReadShipped(line, body);
            }

            index++;
        }

        if (_order.Lines.Count > 0 || index == 0 || _isCancelled)
            return;

        // Every piece was taken out before it was shipped: that is a cancellation, under whatever name.
        _refunds.TakeAllAsOrdered();
        index = 0;
        foreach (var body in _body.Items("line_items"u8))
            _order.Lines.Add(Line(body, index++, orderRate));
        _order.Cancel(
            "every piece was removed", _order.UpdatedAt ?? _order.PlacedAt, "removed " + _body.Text("id"u8));
    }

    private ForeignLine Line(JsonPart body, int index, decimal? orderRate)
    {
        var line = new ForeignLine
        {
            LineId = body.Required("id"u8), Sku = body.Text("sku"u8), Place = $"line_items[{index}]",
            Name = body.Text("name"u8) ?? body.Text("title"u8), UnitPrice = body.Decimal("price"u8),
        };
        line.ItemId = body.Text("variant_id"u8) is { } variant ? "variant-" + variant
            : body.Text("product_id"u8) is { } product ? "product-" + product : "line-" + line.LineId;
        if (line.UnitPrice is null)
            body.RefuseMissing("price"u8, "a decimal number");
        var ordered = body.RequiredPieces("quantity"u8);
        var kept = _isCancelled ? ordered : _refunds.Kept(line.LineId, body, ordered);
        line.Quantity = kept;
        ReadDiscount(line, body);
        ReadTax(line, body, orderRate);
        if (kept < ordered)
            _refunds.TakeOut(line, ordered);
        if (body["gift_card"u8].IsTrue())
            _order.Keep($"lines[{_order.Lines.Count}].giftCard", line.LineId);
        return line;
    }

    private static void ReadDiscount(ForeignLine line, JsonPart body)
    {
        var allocations = body.Items("discount_allocations"u8);
        foreach (var allocation in allocations)
            line.Discount += allocation.Decimal("amount"u8) ?? 0;
        if (allocations.Count == 0)
            line.Discount = body.Decimal("total_discount"u8) ?? 0;
    }

    /// <summary>Tax that the sales channel owes itself never reaches the seller: it is no part of the order.</summary>
    private void ReadTax(ForeignLine line, JsonPart body, decimal? orderRate)
    {
        if (!body["tax_lines"u8].Exists)
        {
            line.TaxRate = orderRate;
            return;
        }

        var (tax, rate, channelTax) = Taxes(body);
        (line.Tax, line.TaxRate) = (tax, rate);
        if (_order.PricesIncludeTax)
            line.Discount += channelTax;
        _channelTax += channelTax;
    }

    private static (decimal Tax, decimal Rate, decimal ChannelTax) Taxes(JsonPart body)
    {
        var (tax, rate, channelTax) = (0m, 0m, 0m);
        foreach (var one in body.Items("tax_lines"u8))
        {
            var price = one.Decimal("price"u8) ?? 0;
            if (one["channel_liable"u8].IsTrue())
            {
                channelTax += price;
                continue;
            }

            tax += price;
            rate += (one.Decimal("rate"u8) ?? 0) * 100;
        }

        return (tax, rate, channelTax);
    }

    /// <summary>
    /// The order's own rate, for bodies of old versions whose lines have none; null where it has none.
    /// </summary>
    private decimal? OrderRate()
    {
        var (_, rate, _) = Taxes(_body);
        return rate == 0 ? null : rate;
    }
}
