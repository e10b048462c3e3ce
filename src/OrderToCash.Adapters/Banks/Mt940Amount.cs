using System.Buffers;
using System.Text;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>Amounts of MT940 in minor units, exactly.</summary>
/// <remarks>Source: SWIFT Standards MT, field 61 subfield 5: digits and a comma. Some banks write a point, or
/// neither.</remarks>
internal static class Mt940Amount
{
    /// <summary>More digits than any amount has; leading zeros count.</summary>
    private const int MaxDigits = 30;

    private static readonly SearchValues<byte> Characters = SearchValues.Create("0123456789,."u8);

    /// <summary>How many bytes at the start can be an amount.</summary>
    public static int LengthOf(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOfAnyExcept(Characters);
        return end < 0 ? text.Length : end;
    }

    /// <summary>The amount in minor units; null where it is none in this currency, never rounded.</summary>
    public static long? Parse(ReadOnlySpan<byte> text, Currency currency)
    {
        var exponent = currency.Exponent;
        var minor = 0L;
        var decimals = -1;
        var digits = 0;
        foreach (var character in text)
        {
            if (character is (byte)',' or (byte)'.')
            {
                if (decimals >= 0)
                    return null;
                decimals = 0;
                continue;
            }

            var digit = character - '0';
            if (digit is < 0 or > 9)
                return null;
            digits++;
            if (decimals >= exponent)
            {
                // A digit below the minor unit: it may only be a zero that was filled in.
                if (digit != 0)
                    return null;
                continue;
            }

            decimals += decimals >= 0 ? 1 : 0;
            if (minor > long.MaxValue / 100)
                return null;
            minor = (minor * 10) + digit;
        }

        if (digits is 0 or > MaxDigits)
            return null;
        for (var missing = exponent - Math.Max(decimals, 0); missing > 0; missing--)
        {
            if (minor > long.MaxValue / 100)
                return null;
            minor *= 10;
        }

        return minor;
    }

    /// <summary>Currency and amount together, <c>EUR3,50</c>; null where it is neither.</summary>
    /// <param name="fallback">For an amount without a currency.</param>
    public static (long Minor, Currency Currency)? ParseWithCurrency(ReadOnlySpan<byte> text, Currency fallback)
    {
        text = text.Trim((byte)' ');
        var currency = fallback;
        if (text.Length > 3 && char.IsAsciiLetter((char)text[0]))
        {
            if (!Currency.TryParse(Encoding.Latin1.GetString(text[..3]), out currency))
                return null;
            text = text[3..].TrimStart((byte)' ');
        }

        return Parse(text, currency) is { } minor ? (minor, currency) : null;
    }
}
