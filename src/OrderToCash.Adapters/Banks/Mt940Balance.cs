using System.Text;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>A balance: <c>C260302EUR123456,78</c>.</summary>
/// <param name="Sign">1 credit, -1 debit.</param>
/// <param name="Currency">Null where the bank leaves it out.</param>
/// <param name="AmountText">As it stands in the file: it is an amount only in a currency.</param>
/// <param name="IsOfPage">True for one that is carried from page to page.</param>
internal sealed record Mt940Balance(
    int Sign, DateOnly Date, Currency? Currency, byte[] AmountText, bool IsOfPage, int Line)
{
    private static ReadOnlySpan<byte> Blanks => " \t"u8;

    /// <summary>Reads a balance, or says what is wrong with it.</summary>
    public static Mt940Balance? Parse(
        ReadOnlySpan<byte> value, bool isOfPage, int line, out (string Reason, string Found, string Expected) problem)
    {
        problem = default;
        var text = value.Trim(Blanks);
        var sign = text switch
        {
            [(byte)'C', ..] => 1,
            [(byte)'D', ..] => -1,
            _ => 0,
        };
        if (sign == 0)
        {
            problem = ("unknown-direction", Mt940Quote.Of(text), "a balance that begins with C or D");
            return null;
        }

        if (Mt940Date.Parse(text[1..]) is not { } date)
        {
            problem = ("malformed-date", Mt940Quote.Of(text), "a balance with a date, YYMMDD, behind C or D");
            return null;
        }

        var rest = text[7..];
        Currency? currency = null;
        if (rest.Length >= 3 && char.IsAsciiLetter((char)rest[0]))
        {
            var code = Encoding.Latin1.GetString(rest[..3]).ToUpperInvariant();
            if (!Domain.Values.Currency.TryParse(code, out var known))
            {
                problem = ("unknown-currency", code, "a currency of ISO 4217 that is in use");
                return null;
            }

            currency = known;
            rest = rest[3..].TrimStart(Blanks);
        }

        return new Mt940Balance(sign, date, currency, rest.ToArray(), isOfPage, line);
    }
}
