using System.Collections.Frozen;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>Checks IBANs.</summary>
/// <remarks>
/// Source: ISO 13616-1:2020, structure and check digits (ISO 7064, MOD 97-10); lengths from the SWIFT IBAN registry.
/// </remarks>
public static class IbanCheck
{
    private const int MinLength = 15;
    private const int MaxLength = 34;

    private static readonly FrozenDictionary<string, int> Lengths = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["AD"] = 24, ["AE"] = 23, ["AL"] = 28, ["AT"] = 20, ["AZ"] = 28, ["BA"] = 20, ["BE"] = 16, ["BG"] = 22,
        ["BH"] = 22, ["BR"] = 29, ["BY"] = 28, ["CH"] = 21, ["CR"] = 22, ["CY"] = 28, ["CZ"] = 24, ["DE"] = 22,
        ["DK"] = 18, ["DO"] = 28, ["EE"] = 20, ["EG"] = 29, ["ES"] = 24, ["FI"] = 18, ["FO"] = 18, ["FR"] = 27,
        ["GB"] = 22, ["GE"] = 22, ["GI"] = 23, ["GL"] = 18, ["GR"] = 27, ["HR"] = 21, ["HU"] = 28, ["IE"] = 22,
        ["IL"] = 23, ["IS"] = 26, ["IT"] = 27, ["JO"] = 30, ["KW"] = 30, ["KZ"] = 20, ["LB"] = 28, ["LI"] = 21,
        ["LT"] = 20, ["LU"] = 20, ["LV"] = 21, ["MC"] = 27, ["MD"] = 24, ["ME"] = 22, ["MK"] = 19, ["MT"] = 31,
        ["NL"] = 18, ["NO"] = 15, ["PL"] = 28, ["PT"] = 25, ["QA"] = 29, ["RO"] = 24, ["RS"] = 22, ["SA"] = 24,
        ["SE"] = 24, ["SI"] = 19, ["SK"] = 24, ["SM"] = 27, ["TN"] = 24, ["TR"] = 26, ["UA"] = 29, ["VA"] = 22,
        ["XK"] = 20,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>True where the text, blanks and case aside, is an IBAN whose check digits are right.</summary>
    /// <param name="iban">Its electronic form: upper case, without blanks.</param>
    public static bool TryParse(string? text, out Iban iban) => TryParse(text, out iban, out _);

    /// <summary>True where the text, blanks and case aside, is an IBAN whose check digits are right.</summary>
    /// <param name="iban">Its electronic form: upper case, without blanks.</param>
    /// <param name="problem">Where it is none: what was found and what was expected.</param>
    public static bool TryParse(string? text, out Iban iban, out string? problem)
    {
        iban = default;
        var electronic = (text ?? string.Empty).Replace(" ", string.Empty, StringComparison.Ordinal).ToUpperInvariant();
        problem = FindProblem(electronic);
        if (problem is not null)
            return false;
        iban = new Iban(electronic);
        return true;
    }

    private static string? FindProblem(string text)
    {
        if (text.Length is < MinLength or > MaxLength)
            return $"an IBAN has {MinLength} to {MaxLength} characters, found {text.Length}";
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterUpper(character) && !char.IsAsciiDigit(character))
                return $"an IBAN holds letters and digits only, found '{character}'";
        }

        if (!char.IsAsciiLetterUpper(text[0]) || !char.IsAsciiLetterUpper(text[1])
            || !char.IsAsciiDigit(text[2]) || !char.IsAsciiDigit(text[3]))
            return $"an IBAN starts with a country code and two check digits, found '{text[..4]}'";
        // A country that is not in the list is taken by its check digits alone.
        if (Lengths.TryGetValue(text[..2], out var length) && text.Length != length)
            return $"an IBAN of {text[..2]} has {length} characters, found {text.Length}";
        return Remainder(text) == 1 ? null : "the check digits are wrong; a digit is mistyped or two are swapped";
    }

    // The first four characters go last, letters count 10 to 35.
    private static int Remainder(string text)
    {
        var remainder = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[(i + 4) % text.Length];
            remainder = char.IsAsciiDigit(character)
                ? (remainder * 10 + (character - '0')) % 97
                : (remainder * 100 + (character - 'A' + 10)) % 97;
        }

        return remainder;
    }
}
