using System.Globalization;
using System.Text;
using System.Xml;
using OrderToCash.Adapters.Marketplaces;

namespace OrderToCash.Console.Demo.Formats;

/// <summary>UBL, as Peppol carries it: an order, its change, its cancellation, each a document of its own.</summary>
internal sealed class UblFormat : IDemoFormat
{
    private const string Documents = "urn:oasis:names:specification:ubl:schema:xsd:";
    private const string Parts = Documents + "CommonAggregateComponents-2";
    private const string Values = Documents + "CommonBasicComponents-2";

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false) };

    /// <inheritdoc/>
    public Platform? Platform => Adapters.Marketplaces.Platform.Ubl;

    /// <inheritdoc/>
    public bool IsNet => true;

    /// <inheritdoc/>
    public (string Value, string Fault) Slip => (" unitCode=\"EA\">", " unitCode=\"EA\">ca. ");

    /// <inheritdoc/>
    public string NumberOf(int index) => string.Create(CultureInfo.InvariantCulture, $"BE-{index:D6}");

    /// <inheritdoc/>
    public string Write(DemoOrder order)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Settings))
            WriteDocument(new UblWriter(xml), order);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void WriteDocument(UblWriter xml, DemoOrder order)
    {
        var isFirst = order.ChangedAt == order.PlacedAt;
        var kind = order.IsCancelled ? "OrderCancellation" : isFirst ? "Order" : "OrderChange";
        xml.Root(kind, Documents + kind + "-2", Parts, Values);
        xml.Value("ID", isFirst ? order.Number : $"{order.Number}-{order.ChangedAt:HHmmss}");
        WriteTime(xml, order.ChangedAt);
        if (order.IsCancelled)
            xml.Value("CancellationNote", "customer changed their mind");
        else
            xml.Value("DocumentCurrencyCode", "EUR");
        if (!isFirst)
        {
            using var reference = xml.Part("OrderReference");
            xml.Value("ID", order.Number);
            WriteTime(xml, order.PlacedAt);
        }

        if (!order.IsCancelled)
            WriteContent(xml, order);
    }

    private static void WriteTime(UblWriter xml, DateTimeOffset at)
    {
        xml.Value("IssueDate", at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        xml.Value("IssueTime", at.ToString("HH:mm:sszzz", CultureInfo.InvariantCulture));
    }

    private static void WriteContent(UblWriter xml, DemoOrder order)
    {
        WriteBuyer(xml, order);
        if (order.ShippingCents > 0)
            WriteAdjustment(xml, isCharge: true, "standard", order.ShippingCents);
        if (order.DiscountCents > 0)
            WriteAdjustment(xml, isCharge: false, "BF25", order.DiscountCents);
        using (xml.Part("AnticipatedMonetaryTotal"))
        {
            xml.Amount("LineExtensionAmount", order.SumCents);
            xml.Amount("TaxExclusiveAmount", order.PriceCents);
            xml.Amount("TaxInclusiveAmount", order.TotalCents + order.SurplusCents);
            xml.Amount("PayableAmount", order.TotalCents + order.SurplusCents);
        }

        foreach (var line in order.Lines)
            WriteLine(xml, line);
    }

    private static void WriteBuyer(UblWriter xml, DemoOrder order)
    {
        using var customer = xml.Part("BuyerCustomerParty");
        using var party = xml.Part("Party");
        using (xml.Part("PartyIdentification"))
            xml.Value("ID", order.Customer.Id);
        using (xml.Part("PartyName"))
            xml.Value("Name", order.Customer.Name);
        using (xml.Part("PostalAddress"))
        {
            xml.Value("StreetName", order.Street);
            xml.Value("CityName", order.City);
            xml.Value("PostalZone", order.PostalCode);
            using var country = xml.Part("Country");
            xml.Value("IdentificationCode", order.Country);
        }

        using var contact = xml.Part("Contact");
        xml.Value("ElectronicMail", order.Email);
    }

    private static void WriteAdjustment(UblWriter xml, bool isCharge, string reason, long cents)
    {
        using var adjustment = xml.Part("AllowanceCharge");
        xml.Value("ChargeIndicator", isCharge ? "true" : "false");
        xml.Value("AllowanceChargeReason", reason);
        xml.Amount("Amount", cents);
        using var category = xml.Part("TaxCategory");
        xml.Value("Percent", "19");
    }

    private static void WriteLine(UblWriter xml, DemoLine line)
    {
        using var orderLine = xml.Part("OrderLine");
        using var item = xml.Part("LineItem");
        xml.Value("ID", line.Number.ToString(CultureInfo.InvariantCulture));
        xml.Value("Quantity", line.Quantity.ToString(CultureInfo.InvariantCulture), "unitCode", "EA");
        xml.Amount("LineExtensionAmount", line.SumCents);
        using (xml.Part("Price"))
            xml.Amount("PriceAmount", line.PriceCents);
        using var article = xml.Part("Item");
        xml.Value("Name", line.Name);
        using (xml.Part("SellersItemIdentification"))
            xml.Value("ID", line.Sku);
        using var category = xml.Part("ClassifiedTaxCategory");
        xml.Value("Percent", "19");
    }
}
