using System.Globalization;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Settlements;

/// <summary>Amounts as providers write them: <c>-2.197,00</c>, <c>1,234.50</c>, <c>299.90</c>, <c>1
/// 234,5</c>.</summary>
internal static class ReportAmount
{
    private const int MaxDigits = 17;

    /// <summary>The amount in minor units; null where it is none in this currency, never rounded.</summary>
    public static long? Parse(string text, Currency currency)
    {
        var plain = text.Replace(" ", "", StringComparison.Ordinal).Replace("\u00A0", "", StringComparison.Ordinal)
            .Replace("\u202F", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal)
            .Replace('\u2212', '-');
        var isNegative = plain.StartsWith('-') || plain.EndsWith('-');
        plain = plain.StartsWith('+') ? plain[1..] : plain.Trim('-');
        var mark = DecimalMarkAt(plain, currency.Exponent);
        var whole = mark < 0 ? plain : plain[..mark];
        var decimals = mark < 0 ? "" : plain[(mark + 1)..].TrimEnd('0');
        var digits = Ungrouped(whole);
        if (digits is null || decimals.Length > currency.Exponent || (digits.Length == 0 && mark < 0))
            return null;
        var all = digits + decimals.PadRight(currency.Exponent, '0');
        if (all.Length is 0 or > MaxDigits || !long.TryParse(
            all, NumberStyles.None, CultureInfo.InvariantCulture, out var minor))
        {
            return null;
        }

        return isNegative ? -minor : minor;
    }

    // Of two marks the last is the decimal one. A single one before three digits parts thousands, except in currencies
    // of three decimals.
    private static int DecimalMarkAt(string text, int exponent)
    {
        var last = text.LastIndexOfAny(['.', ',']);
        if (last < 0)
            return -1;
        var other = text[last] == '.' ? ',' : '.';
        var isOnlyKind = !text.Contains(other, StringComparison.Ordinal);
        var isRepeated = text.IndexOf(text[last], StringComparison.Ordinal) != last;
        if (isOnlyKind && (isRepeated || (text.Length - last - 1 == 3 && exponent < 3)))
            return -1;
        return last;
    }

    // Without the marks between groups of three digits; null where they are elsewhere.
    private static string? Ungrouped(string whole)
    {
        var groups = whole.Split('.', ',');
        for (var i = 0; i < groups.Length; i++)
        {
            var isWrong = groups.Length > 1 && (i == 0 ? groups[i].Length is 0 or > 3 : groups[i].Length != 3);
            if (isWrong || groups[i].AsSpan().ContainsAnyExceptInRange('0', '9'))
                return null;
        }

        return string.Concat(groups);
    }
}
