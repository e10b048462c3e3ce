using System.Collections.Immutable;
using System.Globalization;

namespace OrderToCash.Domain.Orders.Checks;

/// <summary>One setting of <see cref="CheckRules"/>, by the name that persons and the journal use.</summary>
/// <param name="Name">Stored in journals: a published name never changes.</param>
/// <param name="Meaning">What it does, for a list.</param>
/// <param name="Min">The least number; switches have none.</param>
/// <param name="Max">The greatest number; 0 for a switch.</param>
/// <param name="MayBeOff">False where a number is needed.</param>
/// <param name="Read">The number; 1 and null for a switch that is on and off.</param>
/// <param name="Write">The rules with another number.</param>
public sealed record CheckSetting(
    string Name, string Meaning, int Min, int Max, bool MayBeOff, Func<CheckRules, int?> Read,
    Func<CheckRules, int?, CheckRules> Write)
{
    private const int MaxMinutes = 1440;
    private const string On = "on";
    private const string Off = "off";

    /// <summary>All of them, in the order in which they are listed.</summary>
    public static ImmutableArray<CheckSetting> All { get; } =
    [
        Switch(
            "addresses", "hold orders whose address lacks what a carrier needs",
            static rules => rules.Addresses, static (rules, isOn) => rules with { Addresses = isOn }),
        Switch(
            "postal-codes", "hold orders whose postal code is none of its country",
            static rules => rules.PostalCodes, static (rules, isOn) => rules with { PostalCodes = isOn }),
        Switch(
            "totals", "hold orders that don't add up to their stated total",
            static rules => rules.Totals, static (rules, isOn) => rules with { Totals = isOn }),
        new(
            "max-quantity", "hold orders with more pieces than this in a line, and promise nothing meanwhile", 1,
            OrderLimits.MaxQuantity, true, static rules => rules.MaxQuantity,
            static (rules, number) => rules with { MaxQuantity = number }),
        new(
            "duplicate-minutes", "hold an order of the same customer and content within so many minutes", 1,
            MaxMinutes, true, static rules => rules.DuplicateMinutes,
            static (rules, number) => rules with { DuplicateMinutes = number }),
        new(
            "max-per-email", "hold orders beyond so many from one e-mail address within the window", 1,
            OrderAdvice.MaxCounted, true, static rules => rules.MaxPerEmail,
            static (rules, number) => rules with { MaxPerEmail = number }),
        new(
            "max-per-address", "hold orders beyond so many to one postal address within the window", 1,
            OrderAdvice.MaxCounted, true, static rules => rules.MaxPerAddress,
            static (rules, number) => rules with { MaxPerAddress = number }),
        new(
            "window-minutes", "the window of the two counts", 1, MaxMinutes, false,
            static rules => rules.WindowMinutes,
            static (rules, number) => rules with { WindowMinutes = number ?? rules.WindowMinutes }),
        new(
            "countries-differ-from",
            "hold orders of this total, in whole units, and more whose bill and goods go to different countries", 0,
            int.MaxValue, true, static rules => rules.CountriesDifferFrom,
            static (rules, number) => rules with { CountriesDifferFrom = number }),
        new(
            "small-order", "up to this total, in whole units, an order on invoice needs no credit", 0, int.MaxValue,
            false, static rules => rules.SmallOrder,
            static (rules, number) => rules with { SmallOrder = number ?? rules.SmallOrder }),
        new(
            "default-credit",
            "what a customer may owe for whom `o2c accounts limit` set nothing, in whole units of each currency", 0,
            int.MaxValue, false, static rules => rules.DefaultCredit,
            static (rules, number) => rules with { DefaultCredit = number ?? rules.DefaultCredit }),
    ];

    /// <summary>What it may be set to, in words.</summary>
    public string Expected => (IsSwitch, MayBeOff) switch
    {
        (true, _) => "on or off",
        (false, true) => string.Create(CultureInfo.InvariantCulture, $"{Min} to {Max}, or off"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Min} to {Max}"),
    };

    private bool IsSwitch => Max == 0;

    /// <summary>The setting of this name; null where there is none.</summary>
    public static CheckSetting? Find(string name)
    {
        foreach (var setting in All)
            if (setting.Name == name) return setting;
        return null;
    }

    /// <summary>What it is set to, as it is written: <c>on</c>, <c>off</c>, a number.</summary>
    public string ValueOf(CheckRules rules) => Read(rules) switch
    {
        null => Off,
        _ when IsSwitch => On,
        { } number => number.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The rules with the setting as written; null where that is not one of <see cref="Expected"/>.</summary>
    public CheckRules? Set(CheckRules rules, string value)
    {
        if (value == Off) return MayBeOff ? Write(rules, null) : null;
        if (IsSwitch) return value == On ? Write(rules, 1) : null;
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= Min && number <= Max ? Write(rules, number) : null;
    }

    private static CheckSetting Switch(
        string name, string meaning, Func<CheckRules, bool> read, Func<CheckRules, bool, CheckRules> write) => new(
        name, meaning, 0, 0, true, rules => read(rules) ? 1 : null,
        (rules, number) => write(rules, number is not null));
}
