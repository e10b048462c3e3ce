using OrderToCash.Domain.Values;

namespace OrderToCash.Tests.Orders;

public sealed class CurrencyTests
{
    [Theory]
    [InlineData("EUR", 4000, "40.00")]
    [InlineData("EUR", -1, "-0.01")]
    [InlineData("EUR", 0, "0.00")]
    [InlineData("JPY", 4000, "4000")]
    [InlineData("KWD", 4000, "4.000")]
    [InlineData("EUR", long.MaxValue, "92233720368547758.07")]
    public void An_amount_has_the_decimals_of_its_currency(string code, long minor, string text)
    {
        var currency = Parse(code);

        Assert.Equal(text, currency.Format(minor));
        Assert.True(currency.TryToMinor(currency.ToMajor(minor), out var back));
        Assert.Equal(minor, back);
    }

    [Theory]
    [InlineData("EUR", "0.001")]
    [InlineData("JPY", "0.5")]
    [InlineData("EUR", "92233720368547758.08")]
    [InlineData("EUR", "-92233720368547758.08")]
    [InlineData("JPY", "79228162514264337593543950335")]
    public void What_can_not_be_counted_in_minor_units_is_refused(string code, string amount) =>
        Assert.False(Parse(code).TryToMinor(
            decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), out _));

    private static Currency Parse(string code) => Currency.TryParse(code, out var currency)
        ? currency
        : throw new ArgumentException(code, nameof(code));
}
