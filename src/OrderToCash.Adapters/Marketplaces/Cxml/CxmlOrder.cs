using OrderToCash.Adapters.Marketplaces.Xml;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.Marketplaces.Cxml;

/// <summary>An order of cXML, new or updated. Prices are net; the total is without tax and shipping.</summary>
/// <remarks>Source: cXML User's Guide 1.2, OrderRequest.</remarks>
internal sealed class CxmlOrder
{
    private readonly XmlPart _root;
    private readonly XmlPart _request;
    private readonly XmlPart _header;
    private readonly Reading _reading = new(default);
    private readonly ForeignOrder _order;

    public CxmlOrder(XmlPart root, XmlPart request, XmlPart header, MarketplaceChannel channel)
    {
        (_root, _request, _header) = (root, request, header);
        _order = new ForeignOrder(channel, _reading);
    }

    public Translated Translate(ReadOnlyMemory<byte> raw)
    {
        _order.Number = _header.Attribute("orderID") ?? Missing("orderID");
        _order.PlacedAt = Time(_header, "orderDate") ?? default;
        if (_header.Attribute("orderDate") is null)
            Missing("orderDate");
        _order.UpdatedAt = Time(_root, "timestamp");
        var total = _header.At("Total", "Money");
        var currency = total?.Attribute("currency")
            ?? _request.At("ItemOut", "ItemDetail", "UnitPrice", "Money")?.Attribute("currency");
        _order.SetCurrency(currency, (total ?? _header).Place);
        ReadParties();
        var rate = HeaderRate(total);
        foreach (var item in _request.All("ItemOut"))
            ReadItem(item, rate);
        var shipping = _header.At("Shipping", "Money");
        if (Amount(shipping) is { } cost and not 0)
            _order.Charges.Add(
                new ForeignCharge(_header.TextAt("Shipping", "Description") ?? "shipping", cost, null, rate));
        if (Amount(total) is { } goods)
        {
            if (Amount(_header.At("Tax", "Money")) is { } tax)
                _order.Total = goods + (Amount(shipping) ?? 0) + tax;
            else
                _order.NetTotal = goods + (Amount(shipping) ?? 0);
        }

        _order.Payment = new PaymentTerms(PaymentMethod.Invoice, Terms(), []);
        _order.Keep("payloadID", _root.Attribute("payloadID"));
        _order.Keep("type", _header.Attribute("type"));
        _order.Keep("orderType", _header.Attribute("orderType"));
        _order.Keep("orderVersion", _header.Attribute("orderVersion"));
        _order.Keep("Comments", _header.TextAt("Comments"));
        return _order.Finish(raw);
    }

    private string Missing(string attribute)
    {
        _reading.Refuse("missing-field", $"{_header.Place}@{attribute}", "nothing", "a text");
        return "";
    }

    private DateTimeOffset? Time(XmlPart part, string attribute)
    {
        if (part.Attribute(attribute) is not { } text)
            return null;
        if (Times.TryRead(text, isUtc: false, out var time))
            return time;
        _reading.Refuse("invalid-time", $"{part.Place}@{attribute}", Reading.Shown(text), Times.Expected);
        return null;
    }

    private void ReadParties()
    {
        var billTo = _header.At("BillTo", "Address");
        var contact = _header.Child("Contact");
        var from = _root.At("Header", "From", "Credential", "Identity");
        _order.Customer = new Customer(
            from?.Text, contact?.TextAt("Email") ?? billTo?.TextAt("Email"),
            contact?.TextAt("Name") ?? billTo?.TextAt("Name"), billTo?.TextAt("Name"));
        _order.BillTo = Address(billTo);
        _order.ShipTo = Address(_header.At("ShipTo", "Address")) ?? _order.BillTo;
    }

    private static Address? Address(XmlPart? address)
    {
        var postal = address?.Child("PostalAddress");
        if (address is null || postal is null)
            return null;
        var streets = postal.All("Street").Select(static street => street.Text).OfType<string>().ToList();
        var country = postal.Child("Country")?.Attribute("isoCountryCode") ?? address.Attribute("isoCountryCode");
        return new Address(
            postal.TextAt("DeliverTo") ?? address.TextAt("Name"), streets.FirstOrDefault(), postal.TextAt("PostalCode"),
            postal.TextAt("City"), country?.ToUpperInvariant() ?? "", address.TextAt("Name"),
                streets.ElementAtOrDefault(1),
            postal.Child("State")?.Attribute("isoStateCode") ?? postal.TextAt("State"));
    }

    /// <summary>The rate of the order's tax, where only that is stated.</summary>
    private decimal? HeaderRate(XmlPart? total)
    {
        var tax = _header.Child("Tax");
        if (Percent(tax) is { } stated)
            return stated;
        return Amount(tax?.Child("Money")) is { } amount && Amount(total) is { } goods && goods > 0 && amount >= 0
            ? decimal.Round(amount * 100 / (goods + (Amount(_header.At("Shipping", "Money")) ?? 0)), 1)
            : null;
    }

    private decimal? Percent(XmlPart? tax)
    {
        if (tax?.Child("TaxDetail")?.Attribute("percentageRate") is not { } text)
            return null;
        if (ExactNumbers.TryRead(text, out var rate))
            return rate;
        _reading.Refuse(
            "invalid-number", tax.Place + "/TaxDetail@percentageRate", Reading.Shown(text), ExactNumbers.Expected);
        return null;
    }

    private void ReadItem(XmlPart item, decimal? rate)
    {
        var detail = item.Child("ItemDetail");
        var line = new ForeignLine
        {
            LineId = item.Attribute("lineNumber")
                ?? (_order.Lines.Count + 1).ToString(System.Globalization.CultureInfo.InvariantCulture),
            Sku = item.TextAt("ItemID", "SupplierPartID"), Place = item.Place, Quantity = Pieces(item),
            ItemId = "buyer-" + (item.TextAt("ItemID", "BuyerPartID") ?? "unknown"),
            Name = detail?.TextAt("Description", "ShortName") ?? detail?.TextAt("Description"),
        };
        if (Amount(detail?.At("UnitPrice", "Money")) is { } price)
            Prices.Set(
                line, price, detail?.Child("PriceBasisQuantity") is { } basis ? Number(basis, "quantity") : null);
        else
            item.Required(_reading, "ItemDetail", "UnitPrice", "Money");
        line.TaxRate = Percent(item.Child("Tax")) ?? rate;
        line.Tax = Amount(item.At("Tax", "Money"));
        _order.Keep(
            $"lines[{_order.Lines.Count}].UnitOfMeasure", detail?.TextAt("UnitOfMeasure") is "EA" or "PCE" ? null
                : detail?.TextAt("UnitOfMeasure"));
        _order.Lines.Add(line);
    }

    private int Pieces(XmlPart item)
    {
        if (Number(item, "quantity") is not { } number)
        {
            _reading.Refuse("missing-field", item.Place + "@quantity", "nothing", "whole pieces");
            return 0;
        }

        if (number >= int.MinValue && number <= int.MaxValue && decimal.Truncate(number) == number)
            return (int)number;
        _reading.Refuse(
            "invalid-quantity", item.Place + "@quantity", Reading.Shown(item.Attribute("quantity") ?? ""),
                "whole pieces",
            "A part of a piece can't be reserved or shipped.");
        return 0;
    }

    private decimal? Number(XmlPart part, string attribute)
    {
        if (part.Attribute(attribute) is not { } text)
            return null;
        if (ExactNumbers.TryRead(text, out var number))
            return number;
        _reading.Refuse(
            "invalid-number", $"{part.Place}@{attribute}", Reading.Shown(text), ExactNumbers.Expected);
        return null;
    }

    private int Terms() =>
        _header.Child("PaymentTerm")?.Attribute("payInNumberOfDays") is { } text && int.TryParse(text, out var days)
        && days is >= 0 and <= OrderLimits.MaxTermsDays ? days : ForeignOrder.DefaultTermsDays;

    private decimal? Amount(XmlPart? money)
    {
        if (money is null)
            return null;
        _order.CheckCurrency(money.Attribute("currency"), () => money.Place);
        return money.Decimal(_reading);
    }
}
