using System.Text;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Marketplaces;

/// <summary>EDIFACT ORDERS: separators, character sets, counts, functions.</summary>
public sealed class EdifactTests
{
    private const string Head = "UNB+UNOC:3+4250159300001:14+4399901760448:14+261127:0134+4234'";

    private static readonly string[] Segments =
    [
        "BGM+220+4711+9", "DTM+137:20261127:102",
            "NAD+BY+4250159300001::9++Muster ?+ Söhne+Hauptstr. 5+Berlin++10115+DE",
        "RFF+VA:DE1", "COM+a@example.org:EM", "COM+030:TE", "CUX+2:EUR:9", "ALC+C++6++FC::9:Fracht", "MOA+23:5.00",
            "TAX+7+VAT+++:::19",
        "LIN+1++4012345000015:EN", "PIA+5+S-1:SA::91", "IMD+F++:::Butter:40x250g", "QTY+21:12:PCE", "QTY+59:6:PCE",
        "PRI+AAA:10.50:::5", "LIN+2++4012345000022:EN", "QTY+21:1", "PRI+AAB:3.333:::1", "UNS+S", "MOA+79:28.53",
            "CNT+2:2",
    ];

    private static string Interchange(
        Func<string, string>? change = null, string head = Head, string? count = null, string end = "UNZ+1+4234'")
    {
        var segments = change is null ? Segments : [.. Segments.Select(change).Where(segment => segment.Length > 0)];
        return head + "UNH+1+ORDERS:D:96A:UN:EAN008'" + string.Join("'\r\n", segments)
            + $"'UNT+{count ?? $"{segments.Length + 2}"}+1'{end}";
    }

    [Fact]
    public void Every_segment_of_an_order_is_read()
    {
        var order = Deliveries.Order(Interchange());

        Assert.Equal("shop:4711", order.Id.Value);
        Assert.Equal(new DateTimeOffset(2026, 11, 26, 23, 0, 0, TimeSpan.Zero), order.PlacedAt);
        Assert.Equal(new DateTimeOffset(2026, 11, 27, 0, 34, 0, TimeSpan.Zero), order.UpdatedAt);
        Assert.Equal(("4250159300001", "a@example.org", "DE1"), (
            order.Customer.Id, order.Customer.Email, order.Customer.VatId));
        Assert.Equal(
            ("Muster + Söhne", "Berlin", "10115"), (order.ShipTo?.Name, order.ShipTo?.City, order.ShipTo?.PostalCode));
        Assert.Equal(new OrderLine("1", new Sku("S-1"), "Butter40x250g", 12, 2.1m, 19m), order.Lines[0]);
        Assert.Equal(new OrderLine("2", new Sku("4012345000022"), null, 1, 3.333m, 19m), order.Lines[1]);
        Assert.Equal(new Shipping("Fracht", 500, 19m), order.Shipping);
        Assert.Contains("\"lines[0].piecesInPack\":\"6\"", order.ExtraJson, StringComparison.Ordinal);
        Deliveries.AddsUp(order);
    }

    [Fact]
    public void Una_may_set_other_separators_and_a_comma_as_decimal_mark()
    {
        var plain = Deliveries.Order(Interchange(head: "UNA:+.? '" + Head));
        var other = Interchange(head: Head).Replace('+', '|').Replace(':', '^').Replace('\'', '~').Replace(
            "?|", "+", StringComparison.Ordinal)
            .Replace("10.50", "10,50", StringComparison.Ordinal);

        Assert.Equal(plain.Lines[0], Deliveries.Order("UNA^|,? ~" + other).Lines[0]);
    }

    [Theory]
    [InlineData("UNOC", "iso-8859-1", "Söhne")]
    [InlineData("UNOD", "iso-8859-2", "Śohne")]
    [InlineData("UNOA", "utf-8", "Söhne")]
    public void The_character_set_is_the_headers_unless_it_is_plainly_utf_8(string set, string encoding, string name)
    {
        var text = Interchange(head: Head.Replace("UNOC", set, StringComparison.Ordinal)).Replace(
            "Söhne", name, StringComparison.Ordinal);
        var bytes = (
            CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding)).GetBytes(text);

        Assert.Equal("Muster + " + name, Deliveries.Placed(Deliveries.Translate(bytes)[0]).ShipTo?.Name);
    }

    [Theory]
    [InlineData("57", "wrong-count", "segment 25 (UNT)")]
    public void A_wrong_count_of_segments_is_refused(string count, string reason, string place)
    {
        var rejection = Deliveries.Refused(Interchange(count: count));

        Assert.Equal((reason, place), (rejection.Reason, rejection.Place));
    }

    [Fact]
    public void A_wrong_count_of_lines_is_refused() => Assert.Equal(
        "wrong-count", Deliveries.Refused(Interchange(segment => segment == "CNT+2:2" ? "CNT+2:3" : segment)).Reason);

    [Theory]
    [InlineData("", "cut-off")]
    [InlineData("UNZ+3+4234'", "wrong-count")]
    public void Messages_that_may_be_missing_are_refused_beside_those_that_came(string end, string reason)
    {
        var results = Deliveries.Translate(Interchange(end: end));

        Deliveries.AddsUp(Deliveries.Placed(results[0]));
        Assert.Equal(reason, results[1].Rejection?.Reason);
        Deliveries.AddsUp(Deliveries.Placed(Assert.Single(Deliveries.Translate(results[0].Raw.ToArray()))));
    }

    [Theory]
    [InlineData("9", true)]
    [InlineData("5", true)]
    [InlineData("31", true)]
    [InlineData("4", false)]
    public void Originals_replacements_and_copies_are_taken_and_changes_are_not(string function, bool isTaken)
    {
        var document = Interchange(
            segment => segment.Replace("BGM+220+4711+9", "BGM+220+4711+" + function, StringComparison.Ordinal));

        Assert.Equal(isTaken, Assert.Single(Deliveries.Translate(document)).Rejection is null);
    }

    [Fact]
    public void Function_1_cancels() => Assert.Equal(
        "cancellation 4711",
        Deliveries.Cancel(
            Interchange(segment => segment.Replace("+4711+9", "+4711+1", StringComparison.Ordinal))).RequestId);

    [Fact]
    public void A_line_without_price_is_refused_not_given_away()
    {
        var rejection = Deliveries.Refused(
            Interchange(segment => segment.StartsWith("PRI+AAB", StringComparison.Ordinal) ? "" : segment));

        Assert.Equal(("missing-price", "segment 19 (LIN)"), (rejection.Reason, rejection.Place));
    }

    [Theory]
    [InlineData("UNB+UNOC:3+1:14+2:14+261127:0134+1'UNH+1+ORDERS:D:96A:UN'BGM+220", "malformed-edifact")]
    [InlineData("UNA:+", "malformed-edifact")]
    [InlineData("UNB+UNOC:3+1:14+2:14+261127:0134+1'UNH+1+INVOIC:D:96A:UN'UNT+2+1'UNZ+1+1'", "no-order")]
    [InlineData("ISA*00*", "unsupported-format")]
    [InlineData("STX=ANA:1+X'", "unsupported-format")]
    [InlineData("hello", "unknown-format")]
    [InlineData("", "empty")]
    public void What_is_no_interchange_of_orders_is_refused(string document, string reason) =>
        Assert.Equal(reason, Deliveries.Refused(document).Reason);
}
