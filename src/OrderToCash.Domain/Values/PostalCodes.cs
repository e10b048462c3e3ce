using System.Collections.Frozen;

namespace OrderToCash.Domain.Values;

/// <summary>What postal codes look like, by country.</summary>
/// <remarks>
/// Source: the Universal Postal Union's addressing documents. Only shapes that are the same in the whole country; other
/// countries have none here, and nothing is said of theirs.
/// </remarks>
public static class PostalCodes
{
    /// <summary>9 is a digit, A a letter, everything else itself; blanks and hyphens are left out of a code.</summary>
    private static readonly FrozenDictionary<string, string[]> Shapes = new Dictionary<string, string[]>
    {
        ["AU"] = ["9999"], ["BE"] = ["9999"], ["BG"] = ["9999"], ["CA"] = ["A9A9A9"], ["CY"] = ["9999"],
        ["CZ"] = ["99999"], ["DK"] = ["9999"], ["EE"] = ["99999"], ["ES"] = ["99999"], ["FI"] = ["99999"],
        ["FR"] = ["99999"],
        ["GB"] = ["A99AA", "A999AA", "A9A9AA", "AA99AA", "AA999AA", "AA9A9AA"],
        ["GR"] = ["99999"], ["HR"] = ["99999"], ["HU"] = ["9999"], ["IT"] = ["99999"], ["JP"] = ["9999999"],
        ["LI"] = ["9999"], ["LT"] = ["99999"], ["LU"] = ["9999"], ["LV"] = ["9999"], ["NL"] = ["9999AA"],
        ["NO"] = ["9999"], ["PL"] = ["99999"], ["PT"] = ["9999999", "9999"], ["RO"] = ["999999"],
        ["SE"] = ["99999"], ["SI"] = ["9999"], ["SK"] = ["99999"], ["US"] = ["99999", "999999999"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Countries whose addresses have none, or need none.</summary>
    private static readonly FrozenSet<string> Without =
        ("AE AG AN AO AW BF BI BJ BO BS BW BZ CD CF CG CI CK CM CW DJ DM ER FJ GA GD GH GM GN GQ " +
        "GY HK IE JM KI KM KN KP ML MO MR MW NR NU QA RW SB SC SL SR ST SX SY TD TF TG TK TL TO " +
        "TV UG VU YE ZW")
            .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True where an address of the country has to have one.</summary>
    public static bool AreNeededIn(string? country) => country is null || !Without.Contains(country);

    /// <summary>What the country's codes look like, in words; null where this one does, or nothing is known.</summary>
    /// <param name="code">Without blanks around it.</param>
    public static string? Expected(string? country, ReadOnlySpan<char> code)
    {
        switch (country)
        {
            case "DE": return IsNumber(code, 5, 1000) ? null : "01000 to 99999 for DE";
            case "AT": return IsNumber(code, 4, 1000) ? null : "1000 to 9999 for AT";
            case "CH": return IsNumber(code, 4, 1000) ? null : "1000 to 9999 for CH";
        }

        if (!IsPlausible(code)) return "1 to 12 letters, digits, blanks or hyphens";
        if (country is null || !Shapes.TryGetValue(country, out var shapes)) return null;
        foreach (var shape in shapes)
            if (HasShape(code, country, shape)) return null;
        return $"a code like {shapes[0]} for {country}, where 9 is a digit and A a letter";
    }

    /// <summary>Some write the country before it: <c>LV-1010</c>.</summary>
    private static bool HasShape(ReadOnlySpan<char> code, string country, string shape)
    {
        if (code.Length > 3 && code[2] == '-' && code.StartsWith(country, StringComparison.OrdinalIgnoreCase))
            code = code[3..];
        var at = 0;
        foreach (var character in code)
        {
            if (character is ' ' or '-') continue;
            if (at == shape.Length) return false;
            var fits = shape[at++] == '9' ? char.IsAsciiDigit(character) : char.IsAsciiLetter(character);
            if (!fits) return false;
        }

        return at == shape.Length;
    }

    private static bool IsNumber(ReadOnlySpan<char> code, int digits, int min)
    {
        if (code.Length != digits) return false;
        var number = 0;
        foreach (var character in code)
        {
            if (!char.IsAsciiDigit(character)) return false;
            number = (number * 10) + (character - '0');
        }

        return number >= min;
    }

    private static bool IsPlausible(ReadOnlySpan<char> code)
    {
        if (code.Length > 12) return false;
        foreach (var character in code)
            if (!char.IsAsciiLetterOrDigit(character) && character is not (' ' or '-')) return false;
        return true;
    }
}
