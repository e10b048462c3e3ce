using System.Net;
using OrderToCash.Adapters.Marketplaces.Json;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Marketplaces.WooCommerce;

/// <summary>An order of WooCommerce.</summary>
/// <remarks>
/// Whatever <c>prices_include_tax</c> says, the amounts of lines are net with their tax beside them. Where the shop's
/// prices are gross, the gross amounts are put together again, so that the order adds up to the cent.
/// Source: WooCommerce REST API v3, Order properties.
/// </remarks>
internal sealed class WooOrder(JsonPart body, MarketplaceChannel channel)
{
    private readonly ForeignOrder _order = new(channel, body.Reading);
    private readonly Bundles _bundles = new();
    private Currency _currency;

    public Translated Translate(ReadOnlyMemory<byte> raw)
    {
        _order.Number = body.Text("number"u8) ?? body.Required("id"u8);
        _order.PlatformId = body.Text("id"u8);
        _order.PlacedAt = body.Time("date_created_gmt"u8, isUtc: true) ?? body.RequiredTime("date_created"u8);
        _order.UpdatedAt = body.Time("date_modified_gmt"u8, isUtc: true) ?? body.Time("date_modified"u8);
        _order.SetCurrency(body.Text("currency"u8), "currency");
        _currency = _order.Currency.GetValueOrDefault(Currency.Eur);
        _order.PricesIncludeTax = body["prices_include_tax"u8].IsTrue();
        var billing = body["billing"u8];
        var customerId = body.Text("customer_id"u8);
        _order.Customer = new Customer(
            customerId == "0" ? null : customerId, billing.Text("email"u8), NameOf(billing), billing.Text("company"u8),
            Phone: billing.Text("phone"u8));
        _order.BillTo = Address(billing);
        _order.ShipTo = Address(body["shipping"u8]) ?? _order.BillTo;
        ReadLines();
        ReadCharges("shipping_lines"u8, "method_title"u8);
        ReadCharges("fee_lines"u8, "name"u8);
        ReadTotal();
        ReadPayment();
        ReadStatus();
        ReadShipped();
        KeepRest();
        return _order.Finish(raw);
    }

    private static string? NameOf(JsonPart address)
    {
        var name = $"{address.Text("first_name"u8)} {address.Text("last_name"u8)}".Trim();
        return name.Length > 0 ? name : null;
    }

    /// <summary>Without country and street there is none: WooCommerce sends the empty form then.</summary>
    private static Address? Address(JsonPart address) =>
        address.Text("country"u8) is null && address.Text("address_1"u8) is null && address.Text("city"u8) is null
            ? null
            : new Address(
                NameOf(address), address.Text("address_1"u8), address.Text("postcode"u8), address.Text("city"u8),
                address.Text("country"u8) ?? "", address.Text("company"u8), address.Text("address_2"u8),
                address.Text("state"u8));

    private void ReadLines()
    {
        var index = 0;
        foreach (var line in body.Items("line_items"u8))
            ReadLine(line, index++);
        _bundles.Spread(_order, _currency, addsToChildren: true);
    }

    private void ReadLine(JsonPart body, int index)
    {
        var (subtotal, subtotalTax) = (Money(body, "subtotal"u8), Money(body, "subtotal_tax"u8));
        var (total, tax) = (Money(body, "total"u8), Money(body, "total_tax"u8));
        var before = _order.PricesIncludeTax ? subtotal + subtotalTax : subtotal;
        var after = _order.PricesIncludeTax ? total + tax : total;
        var line = new ForeignLine
        {
            LineId = body.Required("id"u8), Sku = body.Text("sku"u8), Place = $"line_items[{index}]",
            Name = WebUtility.HtmlDecode(body.Text("name"u8)), Quantity = body.RequiredPieces("quantity"u8),
            LineTotal = decimal.Max(before, after), Discount = decimal.Max(0, before - after), Tax = tax,
            TaxRate = RateOf(body),
        };
        line.ItemId = body.Text("variation_id"u8) is { } variation and not "0" ? "variation-" + variation
            : body.Text("product_id"u8) is { } product ? "product-" + product : "line-" + line.LineId;

        _order.Lines.Add(line);
        if (body["bundled_items"u8].Count > 0 || body["composite_children"u8].Count > 0)
            _bundles.AddParent(line);
        if ((body.Text("bundled_by"u8) ?? body.Text("composite_parent"u8)) is { } parent)
            _bundles.AddChild(line, parent);
    }

    /// <summary>The rate by its id in the order's tax lines; null where the shop is too old to say it.</summary>
    private decimal? RateOf(JsonPart line)
    {
        decimal? rate = null;
        foreach (var tax in line.Items("taxes"u8))
        {
            if ((tax.Decimal("total"u8) ?? 0) == 0)
                continue;
            foreach (var known in body.Items("tax_lines"u8))
            {
                if (known.Text("rate_id"u8) == tax.Text("id"u8) && known.Decimal("rate_percent"u8) is { } percent)
                    rate = (rate ?? 0) + percent;
            }
        }

        return rate;
    }

    private void ReadCharges(ReadOnlySpan<byte> list, ReadOnlySpan<byte> name)
    {
        foreach (var charge in body.Items(list))
        {
            var (total, tax) = (Money(charge, "total"u8), Money(charge, "total_tax"u8));
            _order.Charges.Add(new ForeignCharge(
                WebUtility.HtmlDecode(charge.Text(name)), _order.PricesIncludeTax ? total + tax : total, tax,
                RateOf(charge)));
        }
    }

    /// <summary>What was paid with gift cards is part of what was sold.</summary>
    private void ReadTotal()
    {
        if (body.Decimal("total"u8) is not { } total)
            return;
        _order.Total = total;
        foreach (var card in body.Items("gift_cards"u8))
            _order.Total += card.Decimal("amount"u8) ?? 0;
        if (_order.Total != total)
            _order.PaidAmount = total;
    }

    private void ReadPayment()
    {
        var method = body.Text("payment_method"u8) ?? "";
        var isPaid = body["date_paid_gmt"u8].Exists || body["date_paid"u8].Exists;
        if (method is "bacs" or "cheque" && !isPaid)
        {
            _order.Payment = new PaymentTerms(PaymentMethod.Prepayment, 0, []);
            _order.PaidAmount = null;
            return;
        }

        if (method.Contains("invoice", StringComparison.OrdinalIgnoreCase) && !isPaid)
        {
            _order.Payment = new PaymentTerms(PaymentMethod.Invoice, ForeignOrder.DefaultTermsDays, []);
            _order.PaidAmount = null;
            return;
        }

        var status = isPaid ? PspStatus.Captured : PspStatus.Pending;
        _order.Payment = new PaymentTerms(
            PaymentMethod.Psp, 0, [], method.Length > 0 ? method : "woocommerce", body.Text("transaction_id"u8),
                status);
    }

    private void ReadStatus()
    {
        // A failed payment may be tried again: that order waits for its money, and is cancelled when the shop says so.
        var at = _order.UpdatedAt ?? _order.PlacedAt;
        switch (body.Text("status"u8))
        {
            case "cancelled":
                _order.Cancel("cancelled at WooCommerce", at, "cancelled " + body.Text("id"u8));
                break;
            case "refunded":
                // All the money went back: what is not shipped would be given away. After delivery it is a return.
                _order.Cancel(
                    "refunded in full at WooCommerce", at, "refunded " + body.Text("id"u8), mayBeLate: true);
                break;
        }
    }

    /// <summary>A completed order asks for nothing more; the other states are those of shipping plugins.</summary>
    private void ReadShipped()
    {
        if (body.Text("status"u8) is ("completed" or "shipped" or "delivered" or "partial-shipped") and { } status)
            _order.ShippedOrder("status", status, isWhole: status != "partial-shipped");
    }

    private void KeepRest()
    {
        _order.Keep("id", body.Text("id"u8));
        _order.Keep("status", body["status"u8]);
        _order.Keep("customer_note", body["customer_note"u8]);
        _order.Keep("coupon_lines", body["coupon_lines"u8]);
        _order.Keep("gift_cards", body["gift_cards"u8]);
        _order.Keep("refunds", body["refunds"u8]);
    }

    /// <summary>An amount in whole cents: shops can be set to send more decimals than the currency has.</summary>
    private decimal Money(JsonPart part, ReadOnlySpan<byte> name) => decimal.Round(
        part.Decimal(name) ?? 0, _currency.Exponent, MidpointRounding.AwayFromZero);
}
