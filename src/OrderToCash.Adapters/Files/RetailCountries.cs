using System.Collections.Frozen;

namespace OrderToCash.Adapters.Files;

/// <summary>English names of countries, as wholesalers write them. Source of the codes: ISO 3166-1.</summary>
internal static class RetailCountries
{
    /// <summary>
    /// Code by name. The Channel Islands have no code of their own; Jersey's stands for them, as both are outside UK
    /// VAT. "European Community" and "Unspecified" are no countries and are left out.
    /// </summary>
    public static FrozenDictionary<string, string> Codes { get; } = new Dictionary<string, string>
    {
        ["Australia"] = "AU", ["Austria"] = "AT", ["Bahrain"] = "BH", ["Belgium"] = "BE", ["Brazil"] = "BR",
        ["Bulgaria"] = "BG", ["Canada"] = "CA", ["Channel Islands"] = "JE", ["Croatia"] = "HR", ["Cyprus"] = "CY",
        ["Czech Republic"] = "CZ", ["Denmark"] = "DK", ["EIRE"] = "IE", ["Estonia"] = "EE", ["Finland"] = "FI",
        ["France"] = "FR", ["Germany"] = "DE", ["Greece"] = "GR", ["Hong Kong"] = "HK", ["Hungary"] = "HU",
        ["Iceland"] = "IS", ["Ireland"] = "IE", ["Israel"] = "IL", ["Italy"] = "IT", ["Japan"] = "JP",
        ["Korea"] = "KR", ["Latvia"] = "LV", ["Lebanon"] = "LB", ["Lithuania"] = "LT", ["Luxembourg"] = "LU",
        ["Malta"] = "MT", ["Netherlands"] = "NL", ["Nigeria"] = "NG", ["Norway"] = "NO", ["Poland"] = "PL",
        ["Portugal"] = "PT", ["Romania"] = "RO", ["RSA"] = "ZA", ["Saudi Arabia"] = "SA", ["Singapore"] = "SG",
        ["Slovakia"] = "SK", ["Slovenia"] = "SI", ["South Africa"] = "ZA", ["Spain"] = "ES", ["Sweden"] = "SE",
        ["Switzerland"] = "CH", ["Thailand"] = "TH", ["United Arab Emirates"] = "AE", ["United Kingdom"] = "GB",
        ["USA"] = "US",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
}
