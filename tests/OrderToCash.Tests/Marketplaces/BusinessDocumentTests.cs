using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Marketplaces;

/// <summary>openTRANS, UBL and cXML.</summary>
public sealed class BusinessDocumentTests
{
    private const string Party =
        "<PARTY><b:PARTY_ID>K-1</b:PARTY_ID><PARTY_ROLE>buyer</PARTY_ROLE><ADDRESS><b:NAME>Muster GmbH</b:NAME>"
        + "<b:STREET>Hauptstr. 5</b:STREET><b:ZIP>10115</b:ZIP><b:CITY>Berlin</b:CITY>"
        + "<b:COUNTRY_CODED>DE</b:COUNTRY_CODED>"
        + "<b:VAT_ID>DE1</b:VAT_ID><b:EMAIL>a@example.org</b:EMAIL></ADDRESS></PARTY>";

    public static string OpenTrans { get; } =
        "<ORDER version=\"2.1\" xmlns=\"http://www.opentrans.org/XMLSchema/2.1\""
        + " xmlns:b=\"http://www.bmecat.org/bmecat/2005\">"
        + "<ORDER_HEADER><ORDER_INFO><ORDER_ID>4711</ORDER_ID><ORDER_DATE>2026-11-27T06:20:00+01:00</ORDER_DATE>"
        + $"<PARTIES>{Party}</PARTIES><b:CURRENCY>EUR</b:CURRENCY><PAYMENT><PAYMENT_TERMS>"
        + "<TIME_FOR_PAYMENT><DAYS>10</DAYS><DISCOUNT_FACTOR>0.02</DISCOUNT_FACTOR></TIME_FOR_PAYMENT>"
        + "<TIME_FOR_PAYMENT><DAYS>30</DAYS></TIME_FOR_PAYMENT></PAYMENT_TERMS></PAYMENT>"
        + "<PARTIAL_SHIPMENT_ALLOWED>FALSE</PARTIAL_SHIPMENT_ALLOWED></ORDER_INFO></ORDER_HEADER>"
        + "<ORDER_ITEM_LIST><ORDER_ITEM>"
        + "<LINE_ITEM_ID>1</LINE_ITEM_ID><PRODUCT_ID><b:SUPPLIER_PID>S</b:SUPPLIER_PID>"
        + "<b:DESCRIPTION_SHORT>Schrauben</b:DESCRIPTION_SHORT></PRODUCT_ID><QUANTITY>250.0</QUANTITY>"
        + "<PRODUCT_PRICE_FIX>"
        + "<b:PRICE_AMOUNT>7.99</b:PRICE_AMOUNT><ALLOW_OR_CHARGES_FIX><ALLOW_OR_CHARGE type=\"allowance\">"
        + "<ALLOW_OR_CHARGE_VALUE><AOC_PERCENTAGE_FACTOR>0.10</AOC_PERCENTAGE_FACTOR></ALLOW_OR_CHARGE_VALUE>"
        + "</ALLOW_OR_CHARGE>"
        + "</ALLOW_OR_CHARGES_FIX><TAX_DETAILS_FIX><b:TAX>0.19</b:TAX></TAX_DETAILS_FIX>"
        + "<b:PRICE_QUANTITY>100</b:PRICE_QUANTITY>"
        + "</PRODUCT_PRICE_FIX></ORDER_ITEM></ORDER_ITEM_LIST><ORDER_SUMMARY>"
        + "<TOTAL_AMOUNT>17.98</TOTAL_AMOUNT></ORDER_SUMMARY></ORDER>";

    public const string Ubl = """
        <Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2" xmlns:cac="urn:a" xmlns:cbc="urn:b">
        <cbc:ID>34</cbc:ID><cbc:IssueDate>2026-11-27</cbc:IssueDate><cbc:IssueTime>12:30:00</cbc:IssueTime>
        <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
        <cac:BuyerCustomerParty><cac:Party><cac:PartyIdentification><cbc:ID>K-1</cbc:ID></cac:PartyIdentification>
        <cac:PartyName><cbc:Name>Muster GmbH</cbc:Name></cac:PartyName><cac:PostalAddress>
        <cbc:StreetName>Hauptstr. 5</cbc:StreetName>
        <cbc:CityName>Berlin</cbc:CityName><cbc:PostalZone>10115</cbc:PostalZone><cac:Country>
        <cbc:IdentificationCode>DE</cbc:IdentificationCode>
        </cac:Country></cac:PostalAddress></cac:Party></cac:BuyerCustomerParty>
        <cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator>
        <cbc:AllowanceChargeReason>Fracht</cbc:AllowanceChargeReason>
        <cbc:Amount currencyID="EUR">10.00</cbc:Amount><cac:TaxCategory><cbc:Percent>19</cbc:Percent>
        </cac:TaxCategory></cac:AllowanceCharge>
        <cac:AnticipatedMonetaryTotal><cbc:TaxInclusiveAmount currencyID="EUR">130.90</cbc:TaxInclusiveAmount>
        <cbc:PayableAmount currencyID="EUR">130.90</cbc:PayableAmount></cac:AnticipatedMonetaryTotal>
        <cac:OrderLine><cac:LineItem><cbc:ID>1</cbc:ID><cbc:Quantity unitCode="LTR">10</cbc:Quantity>
        <cac:Price><cbc:PriceAmount currencyID="EUR">20</cbc:PriceAmount><cbc:BaseQuantity>2</cbc:BaseQuantity>
        </cac:Price>
        <cac:Item><cbc:Name>Farbe</cbc:Name><cac:SellersItemIdentification><cbc:ID>S</cbc:ID>
        </cac:SellersItemIdentification>
        <cac:ClassifiedTaxCategory><cbc:Percent>19</cbc:Percent></cac:ClassifiedTaxCategory></cac:Item>
        </cac:LineItem></cac:OrderLine></Order>
        """;

    public const string Cxml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.014/cXML.dtd">
        <cXML payloadID="p-1@buyer" timestamp="2026-11-27T12:00:00+01:00"><Header><From><Credential domain="DUNS">
        <Identity>K-1</Identity></Credential></From></Header><Request><OrderRequest>
        <OrderRequestHeader orderID="DO1234" orderDate="2026-11-27T10:00:00+01:00" type="new"><Total>
        <Money currency="EUR">20.00</Money></Total>
        <ShipTo><Address isoCountryCode="DE"><Name>Muster GmbH</Name><PostalAddress><DeliverTo>Ada</DeliverTo>
        <Street>Hauptstr. 5</Street>
        <City>Berlin</City><PostalCode>10115</PostalCode><Country isoCountryCode="DE">Germany</Country>
        </PostalAddress></Address></ShipTo>
        <Shipping><Money currency="EUR">5.00</Money></Shipping><Tax><Money currency="EUR">4.75</Money></Tax>
        </OrderRequestHeader>
        <ItemOut quantity="4.0" lineNumber="1"><ItemID><SupplierPartID>S</SupplierPartID></ItemID><ItemDetail>
        <UnitPrice>
        <Money currency="EUR">5.00</Money></UnitPrice><Description xml:lang="en"><ShortName>Tea</ShortName>
        </Description>
        <UnitOfMeasure>EA</UnitOfMeasure></ItemDetail></ItemOut></OrderRequest></Request></cXML>
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OpenTrans_is_read_with_and_without_namespace(bool hasNamespaces)
    {
        var order = Deliveries.Order(hasNamespaces ? OpenTrans : WithoutNamespaces(OpenTrans));

        Assert.Equal("shop:4711", order.Id.Value);
        Assert.Equal(("K-1", "Muster GmbH", "DE1"), (order.Customer.Id, order.Customer.Company, order.Customer.VatId));
        var line = Assert.Single(order.Lines);
        Assert.Equal(("S", 250, 0.0799m, 19m, 200L), (
            line.Sku.Value, line.Quantity, line.UnitPrice, line.TaxRate, line.DiscountMinor));
        Assert.Equal(new Skonto(10, 2m), Assert.Single(order.Payment.Skonto));
        Assert.Equal((PaymentMethod.Invoice, 30), (order.Payment.Method, order.Payment.TermsDays));
        Assert.Equal(new OrderPolicy(true, false), order.Policy);
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void Ubl_is_read()
    {
        var order = Deliveries.Order(Ubl);

        Assert.Equal(new DateTimeOffset(2026, 11, 27, 11, 30, 0, TimeSpan.Zero), order.PlacedAt);
        Assert.Equal(new OrderLine("1", new Sku("S"), "Farbe", 10, 10m, 19m), Assert.Single(order.Lines));
        Assert.Equal(new Shipping("Fracht", 1000, 19m), order.Shipping);
        Assert.Contains("LTR", order.ExtraJson, StringComparison.Ordinal);
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void A_ubl_change_replaces_the_order_where_its_total_shows_that_it_is_whole()
    {
        var change = Ubl.Replace("<Order ", "<OrderChange ", StringComparison.Ordinal)
            .Replace("</Order>", "</OrderChange>", StringComparison.Ordinal)
            .Replace(
                "<cbc:ID>34</cbc:ID>",
                    "<cbc:ID>7</cbc:ID><cac:OrderReference><cbc:ID>34</cbc:ID></cac:OrderReference>",
                        StringComparison.Ordinal);
        var at = change.IndexOf("<cac:AnticipatedMonetaryTotal>", StringComparison.Ordinal);
        var end = change.IndexOf("<cac:OrderLine>", StringComparison.Ordinal);

        Assert.Equal("shop:34", Deliveries.Order(change).Id.Value);
        Assert.EndsWith(
            "/AnticipatedMonetaryTotal", Deliveries.Refused(change[..at] + change[end..]).Place,
                StringComparison.Ordinal);
    }

    [Fact]
    public void A_ubl_cancellation_cancels()
    {
        var cancel = Deliveries.Cancel(
            "<OrderCancellation><ID>7</ID><IssueDate>2026-11-27</IssueDate>"
            + "<CancellationNote>phone call</CancellationNote>"
            + "<OrderReference><ID>34</ID></OrderReference></OrderCancellation>");

        Assert.Equal(("phone call", "cancellation 7"), (cancel.Reason, cancel.RequestId));
    }

    [Fact]
    public void Cxml_is_read()
    {
        var order = Deliveries.Order(Cxml);

        Assert.Equal("shop:DO1234", order.Id.Value);
        Assert.Equal(new Address("Ada", "Hauptstr. 5", "10115", "Berlin", "DE", "Muster GmbH"), order.ShipTo);
        Assert.Equal(new OrderLine("1", new Sku("S"), "Tea", 4, 5.00m, 19m), Assert.Single(order.Lines));
        Assert.Contains("p-1@buyer", order.ExtraJson, StringComparison.Ordinal);
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void A_cxml_delete_cancels_by_its_payload()
    {
        var cancel = Deliveries.Cancel(Cxml.Replace("type=\"new\"", "type=\"delete\"", StringComparison.Ordinal));

        Assert.Equal("p-1@buyer", cancel.RequestId);
    }

    [Theory]
    [InlineData("<!DOCTYPE ORDER [<!ENTITY x \"y\">]><ORDER>&x;</ORDER>", "forbidden-xml")]
    [InlineData("<!DOCTYPE ORDER SYSTEM \"file:///etc/passwd\"><ORDER/>", "forbidden-xml")]
    [InlineData("<!DOCTYPE cXML [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><cXML>&x;</cXML>", "forbidden-xml")]
    [InlineData("<!DOCTYPE cXML SYSTEM \"http://x.invalid/a.dtd\"><cXML>&x;</cXML>", "forbidden-xml")]
    [InlineData("<ORDER><A></ORDER>", "malformed-xml")]
    [InlineData("<Invoice/>", "unknown-format")]
    [InlineData("<cXML><Request><PunchOutSetupRequest/></Request></cXML>", "no-order")]
    public void Xml_that_is_dangerous_broken_or_unknown_is_refused(string document, string reason) =>
        Assert.Equal(reason, Deliveries.Refused(document).Reason);

    [Fact]
    public void Deep_xml_is_refused() => Assert.Equal(
        "malformed-xml", Deliveries.Refused(string.Concat(Enumerable.Repeat("<a>", 100_000))).Reason);

    [Fact]
    public void Xml_in_another_encoding_is_read()
    {
        var latin = System.Text.Encoding.Latin1.GetBytes(
            "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + OpenTrans.Replace(
                "Schrauben", "Bügel", StringComparison.Ordinal));
        var utf16 = System.Text.Encoding.Unicode.GetPreamble().Concat(System.Text.Encoding.Unicode.GetBytes(
            OpenTrans.Replace("Schrauben", "Bügel", StringComparison.Ordinal))).ToArray();

        Assert.Equal("Bügel", Deliveries.Placed(Deliveries.Translate(latin)[0]).Lines[0].Name);
        Assert.Equal("Bügel", Deliveries.Placed(Deliveries.Translate(utf16)[0]).Lines[0].Name);
    }

    private static string WithoutNamespaces(string document) => document
        .Replace("<b:", "<", StringComparison.Ordinal).Replace("</b:", "</", StringComparison.Ordinal)
        .Replace(" xmlns=\"http://www.opentrans.org/XMLSchema/2.1\"", "", StringComparison.Ordinal)
        .Replace(" xmlns:b=\"http://www.bmecat.org/bmecat/2005\"", "", StringComparison.Ordinal);
}
