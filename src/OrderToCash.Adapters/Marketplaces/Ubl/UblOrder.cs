using OrderToCash.Adapters.Marketplaces.Xml;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.Marketplaces.Ubl;

/// <summary>An order, or what an order is from now on. Prices are net.</summary>
/// <remarks>Source: OASIS UBL 2.1, documents Order and OrderChange; Peppol BIS Ordering 3.</remarks>
internal sealed class UblOrder
{
    private readonly XmlPart _root;
    private readonly bool _isChange;
    private readonly Reading _reading = new(default);
    private readonly ForeignOrder _order;

    public UblOrder(XmlPart root, MarketplaceChannel channel)
    {
        _root = root;
        _isChange = root.Name == "OrderChange";
        _order = new ForeignOrder(channel, _reading);
    }

    public Translated Translate(ReadOnlyMemory<byte> raw)
    {
        _order.Number = _isChange ? _root.Required(_reading, "OrderReference", "ID") : _root.Required(_reading, "ID");
        var issued = UblDocument.IssuedAt(_root, _reading);
        if (issued is null)
            _root.Required(_reading, "IssueDate");
        var ordered = _root.Child("OrderReference") is { } reference ? UblDocument.IssuedAt(reference, _reading) : null;
        _order.PlacedAt = (_isChange ? ordered : null) ?? issued ?? default;
        _order.UpdatedAt = issued;
        var total = _root.Child("AnticipatedMonetaryTotal");
        if (_isChange && total is null)
        {
            _reading.Refuse(
                "missing-field", $"{_root.Place}/AnticipatedMonetaryTotal", "nothing",
                    "the order's total after the change",
                "Without it nobody can see whether lines are missing or unchanged: change the order by hand.");
        }

        var currency = _root.TextAt("DocumentCurrencyCode") ?? total?.At("PayableAmount")?.Attribute("currencyID")
            ?? FirstPrice()?.Attribute("currencyID");
        _order.SetCurrency(currency, $"{_root.Place}/DocumentCurrencyCode");
        ReadParties();
        foreach (var line in _root.All("OrderLine"))
            ReadLine(line);
        foreach (var adjustment in _root.All("AllowanceCharge"))
            AddCharge(adjustment);
        ReadTotal(total);
        KeepRest();
        return _order.Finish(raw);
    }

    private XmlPart? FirstPrice() => _root.At("OrderLine", "LineItem", "Price", "PriceAmount");

    private void ReadParties()
    {
        var buyer = _root.Child("BuyerCustomerParty");
        var party = buyer?.Child("Party");
        var contact = party?.Child("Contact") ?? buyer?.Child("BuyerContact");
        _order.Customer = new Customer(
            buyer?.TextAt("SupplierAssignedAccountID") ?? party?.TextAt("PartyIdentification", "ID")
                ?? party?.TextAt("EndpointID"),
            contact?.TextAt("ElectronicMail"), contact?.TextAt("Name") ?? NameOf(party), NameOf(party),
            party?.TextAt("PartyTaxScheme", "CompanyID"), contact?.TextAt("Telephone"));
        var delivery = _root.Child("Delivery");
        var deliveryAddress = delivery?.At("DeliveryLocation", "Address") ?? delivery?.Child("DeliveryAddress");
        _order.ShipTo = Address(deliveryAddress, NameOf(delivery?.Child("DeliveryParty")) ?? NameOf(party))
            ?? Address(party?.Child("PostalAddress"), NameOf(party));
        var payer = _root.At("AccountingCustomerParty", "Party") ?? party;
        _order.BillTo = Address(payer?.Child("PostalAddress"), NameOf(payer));
    }

    private static string? NameOf(XmlPart? party) =>
        party?.TextAt("PartyName", "Name") ?? party?.TextAt("PartyLegalEntity", "RegistrationName");

    private static Address? Address(XmlPart? address, string? name)
    {
        var country = address?.TextAt("Country", "IdentificationCode");
        if (address is null || (country is null && address.TextAt("StreetName") is null))
            return null;
        var street = $"{address.TextAt("StreetName")} {address.TextAt("BuildingNumber")}".Trim();
        return new Address(
            name, street.Length > 0 ? street : address.TextAt("AddressLine", "Line"), address.TextAt("PostalZone"),
            address.TextAt("CityName"), country ?? "", name,
            address.TextAt("AdditionalStreetName") ?? address.TextAt("BuildingName"),
                address.TextAt("CountrySubentity"));
    }

    private void ReadLine(XmlPart orderLine)
    {
        var item = orderLine.Child("LineItem") ?? orderLine;
        var article = item.Child("Item");
        var line = new ForeignLine
        {
            LineId = item.Required(_reading, "ID"), Place = item.Place,
            Sku = article?.TextAt("SellersItemIdentification", "ID")
                ?? article?.TextAt("StandardItemIdentification", "ID"),
            ItemId = "buyer-" + (article?.TextAt("BuyersItemIdentification", "ID") ?? item.TextAt("ID")),
            Name = article?.TextAt("Name") ?? article?.TextAt("Description"),
        };
        if (item.TextAt("LineStatusCode") is "Cancelled" or "Deleted" or "2")
        {
            _order.Keep($"cancelledLines.{line.LineId}", item.TextAt("LineStatusCode"));
            return;
        }

        line.Quantity = item.RequiredPieces(_reading, "Quantity");
        if (item.Decimal(_reading, "Price", "PriceAmount") is { } price)
            Prices.Set(line, price, item.Decimal(_reading, "Price", "BaseQuantity"));
        else if (item.Decimal(_reading, "LineExtensionAmount") is { } amount)
            line.LineTotal = amount;
        else
            item.Required(_reading, "Price", "PriceAmount");
        foreach (var adjustment in item.All("AllowanceCharge"))
        {
            if (adjustment.Decimal(_reading, "Amount") is { } some)
                Prices.Adjust(line, some, adjustment.TextAt("ChargeIndicator") == "true");
        }

        line.TaxRate = article?.Decimal(_reading, "ClassifiedTaxCategory", "Percent");
        line.Tax = item.Decimal(_reading, "TaxTotal", "TaxAmount") ?? item.Decimal(_reading, "TotalTaxAmount");
        if (item.At("Quantity")?.Attribute("unitCode") is { } unit and not ("EA" or "C62" or "H87" or "PCE"))
            _order.Keep($"lines[{_order.Lines.Count}].unitCode", unit);
        _order.Lines.Add(line);
    }

    private void AddCharge(XmlPart adjustment)
    {
        if (adjustment.Decimal(_reading, "Amount") is not { } amount)
            return;
        var isCharge = adjustment.TextAt("ChargeIndicator") == "true";
        _order.Charges.Add(new ForeignCharge(
            adjustment.TextAt("AllowanceChargeReason"), isCharge ? amount : -amount, null,
            adjustment.Decimal(_reading, "TaxCategory", "Percent")));
    }

    /// <summary>What is to be paid includes tax where the document speaks of tax at all.</summary>
    private void ReadTotal(XmlPart? total)
    {
        if (total is null)
            return;
        var payable = total.Decimal(_reading, "PayableAmount");
        var speaksOfTax = _root.Child("TaxTotal") is not null
            || _order.Lines.Exists(static line => line.Tax is not null || line.TaxRate is not null);
        if (total.Decimal(_reading, "TaxInclusiveAmount") is { } gross)
            _order.Total = gross;
        else if (speaksOfTax)
            _order.Total = payable;
        else
            _order.NetTotal = total.Decimal(_reading, "TaxExclusiveAmount") ?? payable
                ?? total.Decimal(_reading, "LineExtensionAmount");
    }

    private void KeepRest()
    {
        _order.Keep("CustomizationID", _root.TextAt("CustomizationID"));
        _order.Keep("SalesOrderID", _root.TextAt("SalesOrderID"));
        _order.Keep("OrderTypeCode", _root.TextAt("OrderTypeCode"));
        _order.Keep("CustomerReference", _root.TextAt("CustomerReference"));
        _order.Keep("SequenceNumberID", _root.TextAt("SequenceNumberID") ?? _root.TextAt("SequenceNumber"));
        _order.Keep("Note", _root.TextAt("Note"));
        _order.Keep("PaymentTerms", _root.TextAt("PaymentTerms", "Note"));
        _order.Keep("OriginatorDocumentReference", _root.TextAt("OriginatorDocumentReference", "ID"));
    }
}
