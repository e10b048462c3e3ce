using OrderToCash.Domain.Payments;
using Xunit;

namespace OrderToCash.Tests.Payments;

public sealed class IbanCheckTests
{
    [Theory]
    [InlineData("DE02120300000000202051", "DE02120300000000202051")]
    [InlineData("de89 3704 0044 0532 0130 00", "DE89370400440532013000")]
    [InlineData("AT61 1904 3002 3457 3201", "AT611904300234573201")]
    [InlineData("CH93 0076 2011 6238 5295 7", "CH9300762011623852957")]
    [InlineData("GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432")]
    [InlineData("NO93 8601 1117 947", "NO9386011117947")]
    [InlineData("MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S")]
    public void An_iban_is_read_into_its_electronic_form(string text, string electronic)
    {
        Assert.True(IbanCheck.TryParse(text, out var iban, out var problem));
        Assert.Equal(electronic, iban.Value);
        Assert.Null(problem);
    }

    [Theory]
    [InlineData(null, "found 0")]
    [InlineData("DE02", "found 4")]
    [InlineData("DE021203000000002020510", "DE has 22 characters, found 23")]
    [InlineData("DE02120300000000202015", "check digits are wrong")]
    [InlineData("DE02120300000000202052", "check digits are wrong")]
    [InlineData("DE0212030000000020205Ä", "found 'Ä'")]
    [InlineData("0202120300000000202051", "starts with a country code")]
    public void What_is_none_says_why(string? text, string expected)
    {
        Assert.False(IbanCheck.TryParse(text, out _, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_single_wrong_digit_and_every_swap_of_neighbours_is_found()
    {
        const string Good = "DE89370400440532013000";
        for (var i = 2; i < Good.Length; i++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                var wrong = Good[..i] + digit + Good[(i + 1)..];
                Assert.Equal(wrong == Good, IbanCheck.TryParse(wrong, out _));
            }

            if (i + 1 < Good.Length && Good[i] != Good[i + 1])
                Assert.False(IbanCheck.TryParse(Good[..i] + Good[i + 1] + Good[i] + Good[(i + 2)..], out _));
        }
    }
}
