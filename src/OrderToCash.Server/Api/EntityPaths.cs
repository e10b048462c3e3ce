using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OrderToCash.Domain.Flows;

namespace OrderToCash.Server.Api;

/// <summary>Entities as paths: <c>order/shop:1</c> is <c>/v1/orders/shop:1</c>.</summary>
internal static class EntityPaths
{
    /// <summary>The collections with the kinds that are in them.</summary>
    public static (string Collection, string Kind, string Description)[] Collections { get; } =
    [
        ("orders", Kinds.Order, "An order, by channel:number."),
        ("stock", Kinds.Sku, "A stock item, by SKU."),
        ("accounts", Kinds.Account, "A customer account, by its id."),
        ("payments", Kinds.Payment, "A payment, by IBAN/reference; the slash is written %2F."),
        ("series", Kinds.Series, "A number series, for example invoice-2026."),
        ("policies", Kinds.Policy, "The matcher's policies; there is one entity of them, match."),
        ("checks", Kinds.Checks, "The settings of the checks on orders; there is one entity of them, orders."),
        ("bank-accounts", Kinds.Bank, "An own bank account, by IBAN."),
        ("settlements", Kinds.Settlement, "A provider's payout, by provider/payout; the slash is written %2F."),
    ];

    /// <summary>The path of an entity.</summary>
    public static string Of(string kind, string id)
    {
        var collection = Array.Find(Collections, known => known.Kind == kind).Collection ?? kind;
        return $"/v1/{collection}/{Uri.EscapeDataString(id).Replace("%3A", ":", StringComparison.Ordinal)}";
    }

    /// <summary>
    /// The part of the path at this place, 0 for the first. The router's value won't do: it leaves %2F as it is, so
    /// that an id with a slash and one with a percent sign would look the same.
    /// </summary>
    public static string Segment(HttpContext context, int index)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var path = target.Split('?')[0];
        var scheme = path.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0)
            path = path[Math.Max(path.IndexOf('/', scheme + 3), 0)..];
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return index < parts.Length ? Uri.UnescapeDataString(parts[index]) : "";
    }
}
