using OrderToCash.Adapters.Marketplaces.Json;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.Marketplaces.Amazon;

/// <summary>An order of Orders API 2026-01-01.</summary>
/// <remarks>
/// What the seller gets is told as proceeds, by kind. A kind that is not known counts as a cost, or below zero as a
/// discount, and keeps its name.
/// Source: Selling Partner API, Orders 2026-01-01, Order.
/// </remarks>
internal sealed class AmazonOrder2026(JsonPart body, MarketplaceChannel channel)
{
    private readonly ForeignOrder _order = new(channel, body.Reading);

    public Translated Translate(ReadOnlyMemory<byte> raw)
    {
        var state = body["fulfillment"u8].Text("fulfillmentStatus"u8);
        if (state is "PENDING" or "PENDING_AVAILABILITY")
            return Translated.Nothing(raw, "pending");
        _order.Number = body.Required("orderId"u8);
        _order.PlacedAt = body.RequiredTime("createdTime"u8);
        _order.UpdatedAt = body.Time("lastUpdatedTime"u8);
        var total = body["proceeds"u8]["grandTotal"u8];
        _order.SetCurrency(total.Text("currencyCode"u8) ?? FirstCurrency(), "proceeds.grandTotal.currencyCode");
        _order.Total = Amount(total);
        ReadParties();
        var index = 0;
        foreach (var item in body.Items("orderItems"u8))
            ReadItem(item, index++);
        ReadOrderProceeds();
        _order.Payment = new PaymentTerms(
            PaymentMethod.Psp, 0, [], "amazon", _order.Number, PspStatus.Captured);
        if (state is "CANCELLED" or "CANCELED")
            _order.Cancel("cancelled at Amazon", _order.UpdatedAt ?? _order.PlacedAt, "cancelled " + _order.Number);
        if (state is "SHIPPED" or "PARTIALLY_SHIPPED")
            _order.ShippedOrder("fulfillmentStatus", state, isWhole: state == "SHIPPED");
        KeepRest(state);
        return _order.Finish(raw);
    }

    private string? FirstCurrency()
    {
        foreach (var item in body.Items("orderItems"u8))
        {
            if (item["product"u8]["price"u8]["unitPrice"u8].Text("currencyCode"u8) is { } code)
                return code;
        }

        return null;
    }

    private void ReadParties()
    {
        var buyer = body["buyer"u8];
        var address = body["recipient"u8]["deliveryAddress"u8];
        if (address.IsObject && address["countryCode"u8].Exists)
        {
            _order.ShipTo = new Address(
                address.Text("name"u8), address.Text("addressLine1"u8), address.Text("postalCode"u8),
                address.Text("city"u8), address.Text("countryCode"u8) ?? "", address.Text("companyName"u8),
                address.Text("addressLine2"u8), address.Text("stateOrRegion"u8));
        }

        _order.Customer = new Customer(
            null, buyer.Text("buyerEmail"u8), buyer.Text("buyerName"u8), buyer.Text("buyerCompanyName"u8),
            Phone: address.Text("phone"u8));
    }

    private void ReadItem(JsonPart item, int index)
    {
        var ordered = item.RequiredPieces("quantityOrdered"u8);
        var product = item["product"u8];
        var line = new ForeignLine
        {
            LineId = item.Required("orderItemId"u8), Sku = product.Text("sellerSku"u8), Name = product.Text("title"u8),
            ItemId = "asin-" + product.Text("asin"u8), Quantity = ordered, Place = $"orderItems[{index}]",
            UnitPrice = Amount(product["price"u8]["unitPrice"u8]),
        };
        if (ordered == 0)
        {
            _order.Keep($"cancelledItems[{index}]", line.LineId);
            return;
        }

        foreach (var part in item["proceeds"u8].Items("breakdowns"u8))
            ReadProceeds(line, part);
        if (line is { UnitPrice: null, LineTotal: null })
            (product["price"u8].Exists ? product["price"u8] : item).RefuseMissing("unitPrice"u8, "an amount");
        if (line.LineTotal is not null)
            line.UnitPrice = null;
        _order.Lines.Add(line);
        if (item["fulfillment"u8]["quantityFulfilled"u8].Pieces() is { } shipped)
            _order.ShippedLine(line, shipped);
        var cancel = item["cancellation"u8];
        if (cancel["cancellationRequest"u8].Exists)
            _order.Keep($"lines[{index}].cancellationRequest", cancel["cancellationRequest"u8]);
        if (cancel["cancellationExecution"u8].Exists)
            ReadCancelled(cancel["cancellationExecution"u8], line, item, index);
    }

    /// <summary>Done where nothing was shipped; otherwise it contradicts itself, and is only kept.</summary>
    private void ReadCancelled(JsonPart execution, ForeignLine line, JsonPart item, int index)
    {
        var shipped = item["fulfillment"u8]["quantityFulfilled"u8].Pieces() ?? 0;
        if (shipped == 0)
        {
            _order.Cancel(
                execution.Text("cancelReason"u8) ?? "cancelled at Amazon", _order.UpdatedAt ?? _order.PlacedAt,
                "cancelled " + line.LineId, [new CancelLine(line.LineId, line.Quantity)]);
        }
        else
        {
            _order.Keep($"lines[{index}].cancellationExecution", execution);
        }
    }

    private void ReadProceeds(ForeignLine line, JsonPart part)
    {
        var amount = Amount(part["subtotal"u8]) ?? 0;
        switch (part.Text("type"u8))
        {
            case "ITEM":
                line.LineTotal = (line.LineTotal ?? 0) + amount;
                break;
            case "TAX":
                line.Tax = (line.Tax ?? 0) + amount;
                break;
            case "DISCOUNT" or "PROMOTION":
                line.Discount += decimal.Abs(amount);
                break;
            case { } other when amount != 0:
                _order.Charges.Add(new ForeignCharge(other, amount, null, null));
                break;
        }
    }

    /// <summary>Of the order's own proceeds only those count that are in no item.</summary>
    private void ReadOrderProceeds()
    {
        foreach (var part in body["proceeds"u8].Items("breakdowns"u8))
        {
            var type = part.Text("type"u8);
            if (type is "ITEM" or "TAX" or "DISCOUNT" or "PROMOTION" || _order.Charges.Exists(one => one.Name == type))
                continue;
            if (Amount(part["subtotal"u8]) is { } amount and not 0)
                _order.Charges.Add(new ForeignCharge(type, amount, 0, 0));
        }
    }

    private void KeepRest(string? state)
    {
        _order.Keep("fulfillmentStatus", state);
        _order.Keep("fulfilledBy", body["fulfillment"u8]["fulfilledBy"u8]);
        _order.Keep("marketplaceId", body["salesChannel"u8]["marketplaceId"u8]);
        _order.Keep("orderAliases", body["orderAliases"u8]);
        _order.Keep("associatedOrders", body["associatedOrders"u8]);
        _order.Keep("programs", body["programs"u8]);
        _order.Keep("buyerPurchaseOrderNumber", body["buyer"u8]["buyerPurchaseOrderNumber"u8]);
    }

    private decimal? Amount(JsonPart money)
    {
        if (!money.Exists)
            return null;
        _order.CheckCurrency(money.Text("currencyCode"u8), () => money.Place());
        return money.Decimal("amount"u8);
    }
}
