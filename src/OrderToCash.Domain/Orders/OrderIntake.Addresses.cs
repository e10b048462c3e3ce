using System.Collections.Frozen;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <content>Addresses and postal codes.</content>
public static partial class OrderIntake
{
    /// <summary>What stands in for a street or a city where a form wanted one.</summary>
    private static readonly FrozenSet<string> Fillers = new[]
    {
        "abc", "asdf", "keine", "n/a", "none", "null", "qwertz", "test", "unbekannt", "undefined", "unknown", "xx",
        "xxx",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static void CheckAddress(ref List<Finding>? findings, string field, Address address, CheckRules rules)
    {
        if (!Countries.IsAssigned(address.Country))
        {
            Error(
                ref findings, "country", field + ".country", Shown(address.Country),
                "an ISO 3166-1 alpha-2 code in upper case");
        }

        if (rules.Addresses)
        {
            CheckPlace(ref findings, field, "street", address.Street);
            CheckPlace(ref findings, field, "city", address.City);
        }

        if (string.IsNullOrWhiteSpace(address.PostalCode))
        {
            if (rules.Addresses && PostalCodes.AreNeededIn(address.Country))
                Missing(ref findings, field + ".postalCode", "a postal code");
            return;
        }

        if (!rules.PostalCodes) return;
        var expected = PostalCodes.Expected(address.Country, address.PostalCode.AsSpan().Trim());
        if (expected is not null)
            Doubt(ref findings, "postal-code", field + ".postalCode", Shown(address.PostalCode), expected);
    }

    /// <summary>A street or a city: something, with a letter, that doesn't just fill a form.</summary>
    private static void CheckPlace(ref List<Finding>? findings, string field, string what, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            Missing(ref findings, $"{field}.{what}", "a " + what);
            return;
        }

        if (!HasLetter(text) || (text.Length < 12 && Fillers.Contains(text.Trim())))
            Doubt(ref findings, "address", $"{field}.{what}", Shown(text), "a " + what);
    }

    private static bool HasLetter(string text)
    {
        foreach (var character in text)
            if (char.IsLetter(character)) return true;
        return false;
    }

    private static void Missing(ref List<Finding>? findings, string field, string expected)
        => Doubt(ref findings, "address", field, "nothing", expected);

    private static string Shown(string? text)
        => string.IsNullOrEmpty(text) ? "nothing" : text.Length <= 40 ? $"'{text}'" : $"'{text[..40]}…'";
}
