using OrderToCash.Adapters.Marketplaces.Json;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.Marketplaces.Ebay;

/// <summary>An order of eBay's Fulfillment API.</summary>
/// <remarks>
/// Amounts are those that eBay converted to the seller's currency, where it did: they are what the seller is owed. Tax
/// that eBay collects and remits lies on top of the order's total and is no part of it.
/// Source: eBay Sell Fulfillment API v1, Order.
/// </remarks>
internal sealed class EbayOrder(JsonPart body, MarketplaceChannel channel)
{
    private readonly ForeignOrder _order = new(channel, body.Reading);
    private string? _currency;

    public Translated Translate(ReadOnlyMemory<byte> raw)
    {
        _order.Number = body.Required("orderId"u8);
        _order.PlacedAt = body.RequiredTime("creationDate"u8);
        _order.UpdatedAt = body.Time("lastModifiedDate"u8);
        var summary = body["pricingSummary"u8];
        _currency = CurrencyOf(summary["total"u8]);
        _order.SetCurrency(_currency, "pricingSummary.total.currency");
        _order.PricesIncludeTax = true;
        ReadParties();
        var index = 0;
        foreach (var line in body.Items("lineItems"u8))
            ReadLine(line, index++);
        AddCharge("shipping", summary["deliveryCost"u8]);
        AddCharge("fee", summary["fee"u8]);
        AddCharge("adjustment", summary["adjustment"u8]);
        if (Amount(summary["deliveryDiscount"u8]) is { } discount and not 0)
            _order.Charges.Add(new ForeignCharge("delivery discount", -decimal.Abs(discount), null, null));
        _order.Total = Amount(summary["total"u8]);
        ReadPayment();
        if (body["cancelStatus"u8].Text("cancelState"u8) == "CANCELED")
            ReadCancel();
        if (body.Text("orderFulfillmentStatus"u8) is ("FULFILLED" or "IN_PROGRESS") and { } state)
            _order.ShippedOrder("orderFulfillmentStatus", state, isWhole: state == "FULFILLED");
        KeepRest();
        return _order.Finish(raw);
    }

    private void ReadParties()
    {
        var buyer = body["buyer"u8];
        var contact = buyer["buyerRegistrationAddress"u8];
        JsonPart shipTo = default;
        foreach (var instruction in body.Items("fulfillmentStartInstructions"u8))
        {
            if (!shipTo.Exists)
                shipTo = instruction["shippingStep"u8]["shipTo"u8];
        }

        if (shipTo.Exists)
            _order.ShipTo = Address(shipTo);
        if (contact.IsObject && contact["contactAddress"u8].IsObject)
            _order.BillTo = Address(contact);
        _order.Customer = new Customer(
            buyer.Text("username"u8), contact.Text("email"u8) ?? (shipTo.Exists ? shipTo.Text("email"u8) : null),
            contact.Text("fullName"u8) ?? (shipTo.Exists ? shipTo.Text("fullName"u8) : null),
            Phone: shipTo.Exists ? shipTo["primaryPhone"u8].Text("phoneNumber"u8) : null);
    }

    private static Address Address(JsonPart contact)
    {
        var address = contact["contactAddress"u8];
        return new Address(
            contact.Text("fullName"u8), address.Text("addressLine1"u8), address.Text("postalCode"u8),
            address.Text("city"u8), address.Text("countryCode"u8) ?? "", contact.Text("companyName"u8),
            address.Text("addressLine2"u8), address.Text("stateOrProvince"u8));
    }

    /// <summary><c>lineItemCost</c> is that of the whole line, not of a piece.</summary>
    private void ReadLine(JsonPart item, int index)
    {
        var cost = item["lineItemCost"u8];
        var line = new ForeignLine
        {
            LineId = item.Required("lineItemId"u8), Sku = item.Text("sku"u8), Name = item.Text("title"u8),
            Quantity = item.RequiredPieces("quantity"u8), LineTotal = Amount(cost), Place = $"lineItems[{index}]",
        };
        line.ItemId = item.Text("legacyVariationId"u8) is { } variation and not "0" ? "variation-" + variation
            : "item-" + (item.Text("legacyItemId"u8) ?? line.LineId);
        if (!cost.Exists)
            item.RefuseMissing("lineItemCost"u8, "an amount");
        if (Amount(item["discountedLineItemCost"u8]) is { } discounted && line.LineTotal is { } total)
            line.Discount = decimal.Max(0, total - discounted);
        var collected = 0m;
        foreach (var tax in item.Items("ebayCollectAndRemitTaxes"u8))
            collected += Amount(tax["amount"u8]) ?? 0;
        if (collected != 0)
        {
            _order.Keep(
                $"lines[{index}].ebayCollectAndRemitTaxes",
                collected.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        _order.Keep($"lines[{index}].appliedPromotions", item["appliedPromotions"u8]);
        _order.Keep($"lines[{index}].giftDetails", item["giftDetails"u8]);
        _order.Lines.Add(line);
        if (item.Text("lineItemFulfillmentStatus"u8) is ("FULFILLED" or "IN_PROGRESS") and { } state)
            _order.ShippedLine(line, state == "FULFILLED" ? line.Quantity : null);
    }

    private void AddCharge(string name, JsonPart amount)
    {
        if (Amount(amount) is { } some and not 0)
            _order.Charges.Add(new ForeignCharge(name, some, null, null));
    }

    /// <summary>What the payments say is what is paid out, after fees: not what the buyer paid.</summary>
    private void ReadPayment()
    {
        var status = body.Text("orderPaymentStatus"u8) switch
        {
            "PAID" or "FULLY_REFUNDED" or "PARTIALLY_REFUNDED" => PspStatus.Captured,
            _ => PspStatus.Pending,
        };
        string? reference = null;
        foreach (var payment in body["paymentSummary"u8].Items("payments"u8))
            reference ??= payment.Text("paymentReferenceId"u8);
        _order.Payment = new PaymentTerms(PaymentMethod.Psp, 0, [], "ebay", reference, status);
    }

    private void ReadCancel()
    {
        var status = body["cancelStatus"u8];
        var at = status.Time("cancelledDate"u8) ?? _order.UpdatedAt ?? _order.PlacedAt;
        string? reason = null;
        foreach (var request in status.Items("cancelRequests"u8))
        {
            if (request.Text("cancelRequestState"u8) == "COMPLETED")
                reason ??= request.Text("cancelReason"u8) ?? request.Text("cancelInitiator"u8);
        }

        _order.Cancel(reason is null ? "cancelled at eBay" : "eBay: " + reason, at, "cancelled " + _order.Number);
    }

    private void KeepRest()
    {
        _order.Keep("legacyOrderId", body.Text("legacyOrderId"u8));
        _order.Keep("salesRecordReference", body["salesRecordReference"u8]);
        _order.Keep("orderFulfillmentStatus", body["orderFulfillmentStatus"u8]);
        _order.Keep("orderPaymentStatus", body["orderPaymentStatus"u8]);
        _order.Keep("buyerCheckoutNotes", body["buyerCheckoutNotes"u8]);
        var state = body["cancelStatus"u8].Text("cancelState"u8);
        if (state is not (null or "NONE_REQUESTED"))
            _order.Keep("cancelState", state);
        _order.Keep("refunds", body["paymentSummary"u8]["refunds"u8]);
        if (_currency != body["pricingSummary"u8]["total"u8].Text("currency"u8))
            _order.Keep("total", body["pricingSummary"u8]["total"u8]);
    }

    private static string? CurrencyOf(JsonPart amount) =>
        amount.Text("convertedFromCurrency"u8) ?? amount.Text("currency"u8);

    private decimal? Amount(JsonPart amount)
    {
        if (!amount.Exists)
            return null;
        _order.CheckCurrency(CurrencyOf(amount), () => amount.Place());
        return amount.Decimal("convertedFromValue"u8) ?? amount.Decimal("value"u8);
    }
}
