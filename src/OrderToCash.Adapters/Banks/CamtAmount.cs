using System.Globalization;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>Amounts between the bank's decimal text and minor units, exactly.</summary>
/// <remarks>Source: ISO 20022 camt.053, ActiveCurrencyAndAmount (a decimal of at most 18 digits, not
/// negative).</remarks>
internal static class CamtAmount
{
    /// <summary>Digits that are always within 64 bits.</summary>
    private const int MaxDigits = 18;

    /// <summary>The amount in minor units; null where the text is no amount in this currency, never rounded.</summary>
    public static long? Parse(ReadOnlySpan<char> text, Currency currency)
    {
        if (text is ['+', ..])
            text = text[1..];

        var exponent = currency.Exponent;
        long minor = 0;
        var digits = 0;
        var decimals = -1;
        foreach (var character in text)
        {
            if (character == '.' && decimals < 0)
            {
                decimals = 0;
                continue;
            }

            if (!char.IsAsciiDigit(character))
                return null;

            digits++;
            if (decimals >= exponent)
            {
                // A digit below the minor unit: it may only be a zero that was filled in.
                if (character != '0')
                    return null;
                continue;
            }

            if (decimals >= 0)
                decimals++;
            if (minor > (long.MaxValue / 100))
                return null;
            minor = (minor * 10) + (character - '0');
        }

        if (digits is 0 or > 2 * MaxDigits)
            return null;

        for (var missing = exponent - Math.Max(decimals, 0); missing > 0; missing--)
        {
            if (minor > long.MaxValue / 100)
                return null;
            minor *= 10;
        }

        return minor;
    }

    /// <summary>As banks write it: a point, and as many decimals as the currency has.</summary>
    public static string Format(Int128 minor, Currency currency)
    {
        var digits = Int128.Abs(minor).ToString(CultureInfo.InvariantCulture).PadLeft(currency.Exponent + 1, '0');
        var whole = digits[..^currency.Exponent];
        return (minor < 0 ? "-" : "") + (currency.Exponent == 0 ? whole : $"{whole}.{digits[^currency.Exponent..]}");
    }
}
