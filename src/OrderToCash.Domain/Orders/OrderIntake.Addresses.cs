using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <content>Addresses and postal codes.</content>
public static partial class OrderIntake
{
    private static void CheckAddress(ref List<Finding>? findings, string field, Address address)
    {
        if (!Countries.IsAssigned(address.Country))
        {
            Error(
                ref findings, "country", field + ".country", Shown(address.Country),
                "an ISO 3166-1 alpha-2 code in upper case");
        }

        if (string.IsNullOrWhiteSpace(address.Street)) Missing(ref findings, field + ".street", "a street");
        if (string.IsNullOrWhiteSpace(address.City)) Missing(ref findings, field + ".city", "a city");
        if (string.IsNullOrWhiteSpace(address.PostalCode))
        {
            Missing(ref findings, field + ".postalCode", "a postal code");
            return;
        }

        var expected = ExpectedPostalCode(address.Country, address.PostalCode.AsSpan().Trim());
        if (expected is not null)
            Doubt(ref findings, "postal-code", field + ".postalCode", Shown(address.PostalCode), expected);
    }

    /// <summary>What the country's postal codes look like; null where this one does.</summary>
    private static string? ExpectedPostalCode(string? country, ReadOnlySpan<char> code) => country switch
    {
        "DE" => IsNumber(code, 5, 1000) ? null : "01000 to 99999 for DE",
        "AT" => IsNumber(code, 4, 1000) ? null : "1000 to 9999 for AT",
        "CH" => IsNumber(code, 4, 1000) ? null : "1000 to 9999 for CH",
        _ => IsPlausible(code) ? null : "1 to 12 letters, digits, blanks or hyphens",
    };

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

    private static void Missing(ref List<Finding>? findings, string field, string expected)
        => Doubt(ref findings, "address", field, "nothing", expected);

    private static string Shown(string? text)
        => string.IsNullOrEmpty(text) ? "nothing" : text.Length <= 40 ? $"'{text}'" : $"'{text[..40]}…'";
}
