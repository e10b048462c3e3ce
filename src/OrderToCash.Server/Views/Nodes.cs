using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Values;

namespace OrderToCash.Server.Views;

/// <summary>Values as they stand in results: amounts as decimal texts, times as RFC 3339 in UTC.</summary>
public static class Nodes
{
    /// <summary>An amount, <c>40.88</c>.</summary>
    public static string Amount(long minor, Currency currency) => currency.Format(minor);

    /// <summary>An amount with its currency, <c>40.88 EUR</c>.</summary>
    public static string Money(long minor, Currency currency) => Amount(minor, currency) + " " + currency.Code;

    /// <summary>A time; null where there is none.</summary>
    public static string? Time(DateTimeOffset? at) =>
        at?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture);

    /// <summary>A day.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The word for an enum's value, <c>partly-shipped</c>.</summary>
    public static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) =>
            char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    /// <summary>A list.</summary>
    public static JsonArray List<T>(IEnumerable<T> values, Func<T, JsonNode?> node) =>
        new(values.Select(node).ToArray());

    /// <summary>The evidence of a decision.</summary>
    public static JsonArray Of(ImmutableArray<Evidence> evidence) => List(
        evidence.IsDefault ? [] : evidence,
        fact => new JsonObject
        {
            ["rule"] = fact.Rule, ["fact"] = fact.Fact, ["found"] = fact.Found, ["expected"] = fact.Expected,
        });

    /// <summary>Why an input was refused.</summary>
    public static JsonObject Of(Rejection rejection) => new()
    {
        ["reason"] = rejection.Reason, ["place"] = rejection.Place, ["found"] = rejection.Found,
        ["expected"] = rejection.Expected, ["advice"] = rejection.Advice,
    };
}
