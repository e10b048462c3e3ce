using OrderToCash.Adapters.Marketplaces.Json;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Marketplaces.Shopware;

/// <summary>An order of Shopware 6, with its associations.</summary>
/// <remarks>Source: Shopware 6 Admin API, entity Order (lineItems, deliveries, transactions, currency).</remarks>
internal sealed class ShopwareOrder(JsonPart body, MarketplaceChannel channel)
{
    private readonly ForeignOrder _order = new(channel, body.Reading);
    private readonly Bundles _bundles = new();

    public Translated Translate(ReadOnlyMemory<byte> raw)
    {
        _order.Number = body.Required("orderNumber"u8);
        _order.PlatformId = body.Text("id"u8);
        _order.PlacedAt = body.Time("orderDateTime"u8, isUtc: true) ?? body.Time("orderDate"u8, isUtc: true)
            ?? body.RequiredTime("createdAt"u8, isUtc: true);
        _order.UpdatedAt = body.Time("updatedAt"u8, isUtc: true) ?? body.Time("createdAt"u8, isUtc: true);
        _order.SetCurrency(body["currency"u8].Text("isoCode"u8), "currency.isoCode");
        var status = body.Text("taxStatus"u8) ?? body["price"u8].Text("taxStatus"u8);
        _order.PricesIncludeTax = status is null or "gross";
        ReadParties();
        var index = 0;
        foreach (var line in body.Items("lineItems"u8))
            ReadLine(line, index++);
        _bundles.Spread(_order, _order.Currency.GetValueOrDefault(Currency.Eur), addsToChildren: false);
        ReadDeliveries();
        _order.Total = body.Decimal("amountTotal"u8) ?? body["price"u8].Decimal("totalPrice"u8);
        ReadPayment();
        ReadState();
        ShopwareShipments.Read(body, _order);
        _order.Keep("id", body.Text("id"u8));
        _order.Keep("customerComment", body["customerComment"u8]);
        _order.Keep("customFields", body["customFields"u8]);
        return _order.Finish(raw);
    }

    private void ReadParties()
    {
        var customer = body["orderCustomer"u8];
        string? vatId = null;
        foreach (var one in customer.Items("vatIds"u8))
            vatId ??= one.Text();
        _order.Customer = new Customer(
            customer.Text("customerNumber"u8) ?? customer.Text("customerId"u8), customer.Text("email"u8),
            NameOf(customer), customer.Text("company"u8), vatId);
        var billing = body["billingAddress"u8];
        foreach (var one in body.Items("addresses"u8))
        {
            if (!billing.Exists && one.Text("id"u8) == body.Text("billingAddressId"u8))
                billing = one;
        }

        if (billing.IsObject)
            _order.BillTo = Address(billing);
        foreach (var delivery in body.Items("deliveries"u8))
        {
            if (_order.ShipTo is null && delivery["shippingOrderAddress"u8].IsObject)
                _order.ShipTo = Address(delivery["shippingOrderAddress"u8]);
        }

        _order.ShipTo ??= _order.BillTo;
    }

    private static string? NameOf(JsonPart person)
    {
        var name = $"{person.Text("firstName"u8)} {person.Text("lastName"u8)}".Trim();
        return name.Length > 0 ? name : null;
    }

    private static Address Address(JsonPart address) => new(
        NameOf(address), address.Text("street"u8), address.Text("zipcode"u8), address.Text("city"u8),
        address["country"u8].Text("iso"u8) ?? "", address.Text("company"u8),
        address.Text("additionalAddressLine1"u8), address["countryState"u8].Text("shortCode"u8));

    private void ReadLine(JsonPart item, int index)
    {
        var type = item.Text("type"u8);
        var price = item.Decimal("unitPrice"u8) ?? item["price"u8].Decimal("unitPrice"u8);
        var total = item.Decimal("totalPrice"u8) ?? item["price"u8].Decimal("totalPrice"u8);
        if (type is "promotion" or "credit" or "discount" || (item["productId"u8].Exists is false && total < 0))
        {
            _order.Discounts.Add((item.Text("label"u8) ?? item.Text("referencedId"u8), -(total ?? price ?? 0)));
            return;
        }

        var line = new ForeignLine
        {
            LineId = item.Required("id"u8), Sku = item["payload"u8].Text("productNumber"u8),
            Name = item.Text("label"u8) ?? item.Text("description"u8), Quantity = item.RequiredPieces("quantity"u8),
            UnitPrice = total is null ? price : null, LineTotal = total, Place = $"lineItems[{index}]",
        };
        line.ItemId = item.Text("productId"u8) is { } product ? "product-" + product : "line-" + line.LineId;
        if (price is null && total is null)
            item.RefuseMissing("unitPrice"u8, "a decimal number");
        (line.Tax, line.TaxRate) = Taxes(item["price"u8]);
        _order.Lines.Add(line);
        if (item["payload"u8]["isBundle"u8].IsTrue() || type is "container" or "bundle")
            _bundles.AddParent(line);
        if (item.Text("parentId"u8) is { } parent)
            _bundles.AddChild(line, parent);
    }

    /// <summary>The tax and, where there is one alone, its rate.</summary>
    private static (decimal? Tax, decimal? Rate) Taxes(JsonPart price)
    {
        decimal? tax = null, rate = null;
        var taxes = price.Items("calculatedTaxes"u8);
        foreach (var one in taxes)
        {
            tax = (tax ?? 0) + (one.Decimal("tax"u8) ?? 0);
            rate = taxes.Count == 1 ? one.Decimal("taxRate"u8) : null;
        }

        return (tax is { } some ? decimal.Round(some, 4) : null, rate);
    }

    private void ReadDeliveries()
    {
        foreach (var delivery in body.Items("deliveries"u8))
        {
            var costs = delivery["shippingCosts"u8];
            if (costs.Decimal("totalPrice"u8) is not { } price)
                continue;
            var (tax, rate) = Taxes(costs);
            _order.Charges.Add(new ForeignCharge(
                delivery["shippingMethod"u8].Text("name"u8) ?? "shipping", price, tax, rate));
        }
    }

    /// <summary>The newest transaction that was not given up counts.</summary>
    private void ReadPayment()
    {
        var (state, method, reference) = ("open", "shopware", (string?)null);
        DateTimeOffset? newest = null;
        foreach (var transaction in body.Items("transactions"u8))
        {
            var found = transaction["stateMachineState"u8].Text("technicalName"u8) ?? "open";
            var at = transaction.Time("createdAt"u8, isUtc: true);
            if (found is "cancelled" or "failed" || at < newest)
                continue;
            newest = at;
            state = found;
            reference = transaction.Text("id"u8);
            var known = transaction["paymentMethod"u8];
            method = known.Text("technicalName"u8) ?? known.Text("name"u8) ?? "shopware";
        }

        var lower = method.ToLowerInvariant();
        _order.Payment = state is "open" && lower.Contains("prepayment", StringComparison.Ordinal)
                || (state is "open" && lower.Contains("vorkasse", StringComparison.Ordinal))
            ? new PaymentTerms(PaymentMethod.Prepayment, 0, [])
            : state is "open" && (lower.Contains("invoice", StringComparison.Ordinal)
                || lower.Contains("rechnung", StringComparison.Ordinal))
            ? new PaymentTerms(PaymentMethod.Invoice, ForeignOrder.DefaultTermsDays, [])
            : new PaymentTerms(PaymentMethod.Psp, 0, [], method, reference, state switch
            {
                "paid" or "refunded" or "refunded_partially" => PspStatus.Captured,
                "authorized" => PspStatus.Authorized,
                _ => PspStatus.Pending,
            });
    }

    private void ReadState()
    {
        var state = body["stateMachineState"u8].Text("technicalName"u8);
        _order.Keep("state", state);
        switch (state)
        {
            case "cancelled":
                _order.Cancel(
                    "cancelled at Shopware", _order.UpdatedAt ?? _order.PlacedAt, "cancelled " + body.Text("id"u8));
                break;
            case null or "open" or "in_progress" or "completed":
                break;
            default:
                body["stateMachineState"u8].Refuse(
                    "unknown-value", Reading.Shown(state), "open, in_progress, completed or cancelled");
                break;
        }
    }
}
