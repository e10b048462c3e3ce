using System.Globalization;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <summary>Turns amounts as written into minor units of a currency, exactly or not at all.</summary>
internal readonly struct MinorAmounts
{
    private readonly Currency _currency;
    private readonly decimal _factor;

    public MinorAmounts(Currency currency)
    {
        _currency = currency;
        _factor = currency.Exponent switch
        {
            0 => 1m,
            1 => 10m,
            2 => 100m,
            3 => 1000m,
            _ => 10000m,
        };
    }

    /// <summary>
    /// The minor units; where the amount has too many decimals or digits, that is the input's problem.
    /// </summary>
    public long Of(ref JsonInput input, decimal amount, string place)
    {
        if (TryConvert(amount, out var minor, out var reason, out var expected))
        {
            return minor;
        }

        input.RefuseAt(place, reason, Text(amount), expected);
        return 0;
    }

    /// <summary>The minor units of a field of a list's element.</summary>
    public long Of(ref JsonInput input, decimal amount, string list, int index, string field)
    {
        if (TryConvert(amount, out var minor, out var reason, out var expected))
        {
            return minor;
        }

        input.RefuseAt($"{list}[{index}].{field}", reason, Text(amount), expected);
        return 0;
    }

    /// <summary>The minor units of an amount, or what is wrong with it.</summary>
    public bool TryConvert(decimal amount, out long minor, out string reason, out string expected)
    {
        (minor, reason, expected) = (0, "", "");
        if (decimal.Abs(amount) > OrderLimits.MaxAmountMinor)
        {
            (reason, expected) = ("out-of-range", "at most ten trillion");
            return false;
        }

        var scaled = amount * _factor;
        if (decimal.Truncate(scaled) != scaled)
        {
            (reason, expected) = ("too-many-decimals", $"at most {_currency.Exponent} decimals for {_currency.Code}");
            return false;
        }

        minor = (long)scaled;
        return true;
    }

    private static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
