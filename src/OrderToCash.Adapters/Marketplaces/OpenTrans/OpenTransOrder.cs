using System.Collections.Immutable;
using OrderToCash.Adapters.Marketplaces.Xml;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.Marketplaces.OpenTrans;

/// <summary>
/// An ORDER of openTRANS 2.1, with its namespace or, as many dialects write it, without. Prices are net.
/// </summary>
/// <remarks>Source: openTRANS 2.1, document ORDER; BMEcat 2005 for the elements that it borrows.</remarks>
internal sealed class OpenTransOrder
{
    private readonly XmlPart _info;
    private readonly XmlPart _root;
    private readonly Reading _reading = new(default);
    private readonly ForeignOrder _order;
    private readonly OpenTransParties _parties;

    private OpenTransOrder(XmlPart root, MarketplaceChannel channel)
    {
        _root = root;
        _info = root.At("ORDER_HEADER", "ORDER_INFO") ?? root;
        _order = new ForeignOrder(channel, _reading);
        _parties = new OpenTransParties(_info);
    }

    public static void Translate(
        XmlPart root, MarketplaceChannel channel, ReadOnlyMemory<byte> raw, List<Translated> results) =>
        results.Add(new OpenTransOrder(root, channel).Translate(raw));

    private Translated Translate(ReadOnlyMemory<byte> raw)
    {
        _order.Number = _info.Required(_reading, "ORDER_ID");
        _order.PlacedAt = _info.Time(_reading, "ORDER_DATE")
            ?? _root.Time(_reading, "ORDER_HEADER", "CONTROL_INFO", "GENERATION_DATE") ?? Missing();
        _order.UpdatedAt = _root.Time(_reading, "ORDER_HEADER", "CONTROL_INFO", "GENERATION_DATE");
        var currency = _info.Child("CURRENCY") ?? _info.Child("PRICE_CURRENCY");
        _order.SetCurrency(currency?.Text, (currency ?? _info).Place);
        _order.Customer = _parties.Customer();
        _order.ShipTo = _parties.ShipTo();
        _order.BillTo = _parties.BillTo();
        foreach (var item in _root.Child("ORDER_ITEM_LIST")?.All("ORDER_ITEM") ?? [])
            ReadItem(item);
        foreach (var adjustment in Adjustments(_info.Child("ALLOW_OR_CHARGES_FIX")))
            AddCharge(adjustment);
        _order.NetTotal = _root.Decimal(_reading, "ORDER_SUMMARY", "TOTAL_AMOUNT");
        ReadTerms();
        foreach (var remark in _info.All("REMARKS"))
            _order.Keep("REMARKS." + (remark.Attribute("type") ?? "general"), remark.Text);
        _order.Keep("CUSTOMER_ORDER_REFERENCE", _info.TextAt("CUSTOMER_ORDER_REFERENCE", "ORDER_ID"));
        return _order.Finish(raw);
    }

    private DateTimeOffset Missing()
    {
        _info.Required(_reading, "ORDER_DATE");
        return default;
    }

    private void ReadItem(XmlPart item)
    {
        var product = item.Child("PRODUCT_ID") ?? item.Child("ARTICLE_ID");
        var price = item.Child("PRODUCT_PRICE_FIX") ?? item.Child("ARTICLE_PRICE");
        var line = new ForeignLine
        {
            LineId = item.Required(_reading, "LINE_ITEM_ID"), Place = item.Place,
            Sku = product?.TextAt("SUPPLIER_PID") ?? product?.TextAt("SUPPLIER_AID")
                ?? product?.TextAt("INTERNATIONAL_PID") ?? product?.TextAt("INTERNATIONAL_AID"),
            ItemId = "buyer-" + (
                product?.TextAt("BUYER_PID") ?? product?.TextAt("BUYER_AID") ?? item.TextAt("LINE_ITEM_ID")),
            Name = product?.TextAt("DESCRIPTION_SHORT"), Quantity = item.RequiredPieces(_reading, "QUANTITY"),
        };
        if (price?.Decimal(_reading, "PRICE_AMOUNT") is { } amount)
            Prices.Set(line, amount, price.Decimal(_reading, "PRICE_QUANTITY"));
        else
            (price ?? item).Required(_reading, "PRICE_AMOUNT");
        foreach (var adjustment in Adjustments(price?.Child("ALLOW_OR_CHARGES_FIX")))
            Adjust(line, adjustment);
        foreach (var tax in price?.All("TAX_DETAILS_FIX") ?? [])
            line.TaxRate = (line.TaxRate ?? 0) + (RateOf(tax.Decimal(_reading, "TAX")) ?? 0);
        line.TaxRate ??= RateOf(price?.Decimal(_reading, "TAX"));
        _order.Keep($"lines[{_order.Lines.Count}].ORDER_UNIT", item.TextAt("ORDER_UNIT"));
        _order.Lines.Add(line);
    }

    /// <summary>A factor by the standard, 0.19; above 1 it can only be meant as percent.</summary>
    private static decimal? RateOf(decimal? tax) => tax is <= 1 ? tax * 100 : tax;

    private static IEnumerable<XmlPart> Adjustments(XmlPart? list) => list?.All("ALLOW_OR_CHARGE") ?? [];

    private void Adjust(ForeignLine line, XmlPart adjustment)
    {
        if (AmountOf(adjustment, Prices.Total(line)) is { } amount)
            Prices.Adjust(
                line, amount, adjustment.Attribute("type") == "surcharge" || adjustment.Attribute("type") == "charge");
    }

    private void AddCharge(XmlPart adjustment)
    {
        var total = _order.Lines.Sum(Prices.Total);
        if (AmountOf(adjustment, total) is not { } amount)
            return;
        var name = adjustment.TextAt("ALLOW_OR_CHARGE_NAME") ?? adjustment.TextAt("ALLOW_OR_CHARGE_TYPE");
        _order.Charges.Add(new ForeignCharge(
            name, adjustment.Attribute("type") == "allowance" ? -amount : amount, null, null));
    }

    private decimal? AmountOf(XmlPart adjustment, decimal of)
    {
        var value = adjustment.Child("ALLOW_OR_CHARGE_VALUE");
        if (value?.Decimal(_reading, "AOC_MONETARY_AMOUNT") is { } amount)
            return amount;
        return value?.Decimal(_reading, "AOC_PERCENTAGE_FACTOR") is { } factor and <= 1 and >= 0
            && of < OrderLimits.MaxAmountMinor
            ? decimal.Round(
                of * factor, _order.Currency.GetValueOrDefault(Domain.Values.Currency.Eur).Exponent,
                    MidpointRounding.AwayFromZero)
            : null;
    }

    private void ReadTerms()
    {
        var days = ForeignOrder.DefaultTermsDays;
        var steps = ImmutableArray.CreateBuilder<Skonto>();
        foreach (var term in _info.At("PAYMENT", "PAYMENT_TERMS")?.All("TIME_FOR_PAYMENT") ?? [])
        {
            if (term.Decimal(_reading, "DAYS") is not { } count || count is < 0 or > OrderLimits.MaxTermsDays)
                continue;
            if (term.Decimal(_reading, "DISCOUNT_FACTOR") is { } factor)
                steps.Add(new Skonto((int)count, factor * 100));
            else
                days = (int)count;
        }

        var isTogether = string.Equals(
            _info.TextAt("PARTIAL_SHIPMENT_ALLOWED"), "false", StringComparison.OrdinalIgnoreCase);
        _order.Policy = new OrderPolicy(true, !isTogether);
        _order.Payment = new PaymentTerms(PaymentMethod.Invoice, days, steps.DrainToImmutable());
    }
}
