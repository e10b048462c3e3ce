using OrderToCash.Adapters.Marketplaces.Json;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.Marketplaces.Shopify;

/// <content>Charges, totals, payment, cancellation.</content>
internal sealed partial class ShopifyOrder
{
    private static readonly string[] TransferGateways =
        ["manual", "bank deposit", "bank transfer", "money order", "vorkasse", "überweisung", "bank_deposit"];

    private void ReadCharges()
    {
        foreach (var body in _body.Items("shipping_lines"u8))
        {
            if (body["is_removed"u8].IsTrue())
                continue;
            var price = body.Decimal("price"u8) ?? 0;
            foreach (var allocation in body.Items("discount_allocations"u8))
                price -= allocation.Decimal("amount"u8) ?? 0;
            var (tax, rate, channelTax) = Taxes(body);
            _channelTax += channelTax;
            if (_order.PricesIncludeTax)
                price -= channelTax;
            _order.Charges.Add(new ForeignCharge(body.Text("title"u8) ?? body.Text("code"u8), price, tax, rate));
        }

        AddCharge("tip", _body.Decimal("total_tip_received"u8));
        AddCharge("duties", ShopMoney("original_total_duties_set"u8));
        AddCharge("fees", ShopMoney("original_total_additional_fees_set"u8));
    }

    private decimal? ShopMoney(ReadOnlySpan<byte> set) => _body[set]["shop_money"u8].Decimal("amount"u8);

    private void AddCharge(string name, decimal? amount)
    {
        if (amount is { } some and not 0)
            _order.Charges.Add(new ForeignCharge(name, some, 0, 0));
    }

    /// <summary>
    /// Bodies of old versions don't spread the order's discount: the order does, by largest remainder.
    /// </summary>
    private void ReadOrderDiscount()
    {
        foreach (var line in _body.Items("line_items"u8))
        {
            if (line["discount_allocations"u8].Exists || (line.Decimal("total_discount"u8) ?? 0) != 0)
                return;
        }

        if (_body.Decimal("total_discounts"u8) is not { } discount || discount == 0)
            return;
        string? code = null;
        foreach (var one in _body.Items("discount_codes"u8))
            code ??= one.Text("code"u8);
        _order.Discounts.Add((code, discount));
    }

    private void ReadTotal()
    {
        var total = _body.Decimal("total_price"u8);
        if (_refunds.HasTakenOut)
            total = (_body.Decimal("current_total_price"u8) ?? total) + _refunds.Returned(_order.PricesIncludeTax);
        _order.Total = total - _channelTax;
    }

    private void ReadPayment()
    {
        var gateways = _body["payment_gateway_names"u8];
        var gateway = gateways.IsList && gateways.Count > 0 ? gateways.First().Text() : _body.Text("gateway"u8);
        var status = _body.Text("financial_status"u8);
        var terms = _body["payment_terms"u8];
        if (terms.IsObject && status is "pending" or "partially_paid" && terms["due_in_days"u8].Pieces() is { } days)
        {
            _order.Payment = new PaymentTerms(PaymentMethod.Invoice, int.Clamp(days, 0, OrderLimits.MaxTermsDays), []);
            return;
        }

        if (status == "pending" && gateway is not null && TransferGateways.Contains(gateway.ToLowerInvariant()))
        {
            _order.Payment = new PaymentTerms(PaymentMethod.Prepayment, 0, []);
            return;
        }

        var psp = status switch
        {
            "authorized" => PspStatus.Authorized,
            "paid" or "partially_refunded" or "refunded" => PspStatus.Captured,
            _ => PspStatus.Pending,
        };
        _order.Payment = new PaymentTerms(
            PaymentMethod.Psp, 0, [], gateway ?? "shopify", _body.Text("checkout_token"u8) ?? _body.Text("token"u8),
                psp);
        if (status == "partially_paid" && _body.Decimal("total_outstanding"u8) is { } open
            && _body.Decimal("total_price"u8) is { } total && open <= total)
        {
            _order.PaidAmount = total - open;
        }
    }

    private void ReadCancel()
    {
        if (_body.Time("cancelled_at"u8) is { } at)
        {
            _order.Cancel(
                _body.Text("cancel_reason"u8) ?? "cancelled at Shopify", at, "cancelled " + _body.Text("id"u8));
        }
    }

    /// <summary>What of a line can no longer be shipped was shipped: pieces taken out are none of it.</summary>
    private void ReadShipped(ForeignLine line, JsonPart body)
    {
        switch (body.Text("fulfillment_status"u8))
        {
            case "fulfilled":
                _order.ShippedLine(line, line.Quantity);
                break;
            case "partial":
                _order.ShippedLine(line, line.Quantity - body["fulfillable_quantity"u8].Pieces());
                break;
        }
    }

    private void ReadShipped()
    {
        if (_body.Text("fulfillment_status"u8) is ("fulfilled" or "partial") and { } status)
            _order.ShippedOrder("fulfillment_status", status, isWhole: status == "fulfilled");
    }

    private void KeepRest()
    {
        _order.Keep("id", _body.Text("id"u8));
        _order.Keep("financial_status", _body["financial_status"u8]);
        _order.Keep("fulfillment_status", _body["fulfillment_status"u8]);
        _order.Keep("source_name", _body["source_name"u8]);
        _order.Keep("note", _body["note"u8]);
        _order.Keep("tags", _body["tags"u8]);
        _order.Keep("note_attributes", _body["note_attributes"u8]);
        if (_body["payment_gateway_names"u8].Count > 1)
            _order.Keep("payment_gateway_names", _body["payment_gateway_names"u8]);
        if (_channelTax != 0)
            _order.Keep("channel_liable_tax", _channelTax.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (_body.Text("presentment_currency"u8) is { } presented && presented != _body.Text("currency"u8))
            _order.Keep("total_price_set", _body["total_price_set"u8]);
        _refunds.Keep(_order);
    }
}
