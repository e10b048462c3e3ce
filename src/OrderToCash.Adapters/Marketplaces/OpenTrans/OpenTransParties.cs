using OrderToCash.Adapters.Marketplaces.Xml;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.Marketplaces.OpenTrans;

/// <summary>The parties of an openTRANS document, by their role or by the references to their ids.</summary>
internal sealed class OpenTransParties
{
    private readonly List<XmlPart> _parties = [];
    private readonly XmlPart? _buyer;
    private readonly XmlPart? _delivery;
    private readonly XmlPart? _invoice;

    public OpenTransParties(XmlPart info)
    {
        _parties.AddRange(info.Child("PARTIES")?.All("PARTY") ?? []);
        var references = info.Child("ORDER_PARTIES_REFERENCE");
        _buyer = Find(references?.TextAt("BUYER_IDREF"), "buyer", "customer")
            ?? info.At("ORDER_PARTIES", "BUYER_PARTY", "PARTY");
        _delivery = Find(
            references?.TextAt("SHIPMENT_PARTIES_REFERENCE", "DELIVERY_IDREF"), "delivery", "final_delivery")
            ?? info.At("ORDER_PARTIES", "SHIPMENT_PARTIES", "DELIVERY_PARTY", "PARTY");
        _invoice = Find(references?.TextAt("INVOICE_RECIPIENT_IDREF"), "invoice_recipient", "payer")
            ?? info.At("ORDER_PARTIES", "INVOICE_PARTY", "PARTY");
    }

    public Customer Customer()
    {
        var address = _buyer?.Child("ADDRESS");
        var contact = address?.Child("CONTACT_DETAILS");
        var name = $"{contact?.TextAt("FIRST_NAME")} {contact?.TextAt("CONTACT_NAME")}".Trim();
        var email = contact?.TextAt("EMAILS", "EMAIL") ?? address?.TextAt("EMAIL");
        return new Customer(
            _buyer?.TextAt("PARTY_ID"), email?.Contains('@', StringComparison.Ordinal) == true ? email : null,
            name.Length > 0 ? name : address?.TextAt("NAME"), address?.TextAt("NAME"), address?.TextAt("VAT_ID"),
            address?.TextAt("PHONE"));
    }

    public Address? ShipTo() => Address(_delivery ?? _buyer);

    public Address? BillTo() => Address(_invoice ?? (_delivery is null ? null : _buyer));

    private XmlPart? Find(string? id, params ReadOnlySpan<string> roles)
    {
        foreach (var role in roles)
        {
            if (_parties.Find(party => party.All("PARTY_ROLE").Any(one => one.Text == role)) is { } found)
                return found;
        }

        return id is null ? null : _parties.Find(party => party.All("PARTY_ID").Any(one => one.Text == id));
    }

    private static Address? Address(XmlPart? party)
    {
        var address = party?.Child("ADDRESS");
        if (address?.TextAt("COUNTRY_CODED") is null && address?.TextAt("STREET") is null)
            return null;
        return new Address(
            address.TextAt("NAME2") ?? address.TextAt("NAME"), address.TextAt("STREET"),
            address.TextAt("ZIP") ?? address.TextAt("ZIPBOX"), address.TextAt("CITY"),
            address.TextAt("COUNTRY_CODED")?.ToUpperInvariant() ?? "", address.TextAt("NAME"), address.TextAt("NAME3"),
            address.TextAt("STATE"));
    }
}
