using System.Collections.Frozen;
using System.Globalization;

namespace OrderToCash.Domain.Values;

/// <summary>An ISO 4217 currency that amounts can be kept in.</summary>
/// <remarks>Source: ISO 4217:2015, table A.1 (alphabetic codes and minor units).</remarks>
public readonly record struct Currency
{
    private static readonly FrozenDictionary<string, int> Exponents = new Dictionary<string, int>(
        StringComparer.Ordinal)
    {
        ["EUR"] = 2, ["CHF"] = 2, ["GBP"] = 2, ["USD"] = 2, ["PLN"] = 2, ["CZK"] = 2, ["DKK"] = 2, ["SEK"] = 2,
        ["NOK"] = 2, ["HUF"] = 2, ["RON"] = 2, ["BGN"] = 2, ["TRY"] = 2, ["CAD"] = 2, ["AUD"] = 2, ["NZD"] = 2,
        ["CNY"] = 2, ["HKD"] = 2, ["SGD"] = 2, ["ILS"] = 2, ["INR"] = 2, ["MXN"] = 2, ["BRL"] = 2, ["ZAR"] = 2,
        ["UAH"] = 2, ["RSD"] = 2, ["AED"] = 2, ["SAR"] = 2, ["THB"] = 2, ["MYR"] = 2, ["PHP"] = 2, ["TWD"] = 2,
        ["JPY"] = 0, ["KRW"] = 0, ["ISK"] = 0, ["CLP"] = 0, ["VND"] = 0,
        ["KWD"] = 3, ["BHD"] = 3, ["JOD"] = 3, ["OMR"] = 3, ["TND"] = 3,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What a minor unit is worth in major ones, by exponent. The scale makes 4000 cents 40.00.</summary>
    private static readonly decimal[] MinorUnits = [1m, 0.1m, 0.01m, 0.001m];

    private Currency(string code) => Code = code;

    /// <summary>The euro.</summary>
    public static Currency Eur { get; } = new("EUR");

    /// <summary>The three-letter code, upper case.</summary>
    public string Code { get; }

    /// <summary>How many decimal digits the minor unit stands for: 2 for EUR, 0 for JPY, 3 for KWD.</summary>
    public int Exponent => Exponents[Code];

    /// <summary>An amount in major units, with the currency's decimals: 4000 minor units of EUR are 40.00.</summary>
    public decimal ToMajor(decimal minor) => minor * MinorUnits[Exponent];

    /// <summary>An amount as a text, <c>40.00</c>, without the code.</summary>
    public string Format(decimal minor) => ToMajor(minor).ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// An amount in minor units, exactly; false where it has more decimals than the currency, or more digits than a
    /// <see cref="long"/>.
    /// </summary>
    public bool TryToMinor(decimal major, out long minor)
    {
        var unit = MinorUnits[Exponent];
        var fits = decimal.Abs(major) <= long.MaxValue * unit && major % unit == 0;
        minor = fits ? (long)(major / unit) : 0;
        return fits;
    }

    /// <summary>The currency of a code, or false where the code is not one that is supported.</summary>
    public static bool TryParse(string? code, out Currency currency)
    {
        if (code is not null && Exponents.ContainsKey(code))
        {
            currency = new Currency(code);
            return true;
        }

        currency = default;
        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => Code;
}
