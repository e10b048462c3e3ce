using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;
using static OrderToCash.Tests.Orders.SampleOrders;

namespace OrderToCash.Tests.Orders;

/// <summary>What an address has to have, and what a country's postal codes look like.</summary>
public sealed class PostalCodeTests
{
    [Theory]
    [InlineData("GB", "SW1A 1AA")]
    [InlineData("GB", "m1 1ae")]
    [InlineData("NL", "1012 AB")]
    [InlineData("US", "95125-1234")]
    [InlineData("CA", "K2P 0V6")]
    [InlineData("PL", "00-950")]
    [InlineData("SE", "SE-111 22")]
    [InlineData("PT", "1000-205")]
    [InlineData("BR", "01310-100")]
    public void Takes_codes_as_they_are_written(string country, string code) =>
        Assert.Null(PostalCodes.Expected(country, code));

    [Theory]
    [InlineData("GB", "10115")]
    [InlineData("NL", "1012")]
    [InlineData("US", "1234")]
    [InlineData("FR", "7500")]
    [InlineData("FR", "A7500")]
    [InlineData("BE", "10000")]
    [InlineData("SE", "FR-111 22")]
    public void Doubts_what_no_code_of_the_country_looks_like(string country, string code) =>
        Assert.Contains(" for " + country, PostalCodes.Expected(country, code), StringComparison.Ordinal);

    [Theory]
    [InlineData("street", "5", null, null)]
    [InlineData("street", "Test", null, null)]
    [InlineData("city", null, "12345", null)]
    [InlineData("city", null, " n/a ", null)]
    [InlineData("postalCode", null, null, "")]
    public void Doubts_an_address_that_no_carrier_finds(string field, string? street, string? city, string? code)
    {
        var good = Content().ShipTo!;
        var address = good with
        {
            Street = street ?? good.Street,
            City = city ?? good.City,
            PostalCode = code ?? good.PostalCode,
        };
        var finding = Assert.Single(OrderIntake.Check(Content() with { ShipTo = address }));
        Assert.Equal(("address", "shipTo." + field), (finding.Rule, finding.Field));
    }

    [Fact]
    public void Countries_without_postal_codes_need_none() => Assert.Empty(OrderIntake.Check(Content() with
    {
        ShipTo = new Address("Ada Muster", "1 Queen's Road", null, "Hong Kong", "HK"),
    }));
}
