using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OrderToCash.ChannelSimulator.Orders;

namespace OrderToCash.ChannelSimulator.Api;

/// <summary>Shopify's inventory: the search for variants, locations, and what is available at them.</summary>
/// <remarks>Source: Shopify, GraphQL Admin API productVariants; Admin REST API Location and InventoryLevel.</remarks>
internal sealed partial class ShopifyGoods(SimulatedShop shop)
{
    /// <summary>Beyond 2^53, as some ids of Shopify's are.</summary>
    private const long FirstItem = 9_007_199_254_741_000;

    private const long Location = 655_441_491;

    private readonly ShopifyEdits _edits = new(shop);

    public static void Map(WebApplication app, SimulatedShop shop)
    {
        var goods = new ShopifyGoods(shop);
        app.MapPost("/admin/api/{version}/graphql.json", goods.SearchAsync);
        app.MapGet("/admin/api/{version}/locations.json", context => ApiGate.WriteAsync(
            context, 200, $$"""{"locations":[{"id":{{Location}},"name":"Lager","active":true}]}"""));
        app.MapPost("/admin/api/{version}/inventory_levels/set.json", goods.SetAsync);
    }

    private async Task SearchAsync(HttpContext context)
    {
        var body = await JsonNode.ParseAsync(context.Request.Body);
        if (body is not null && ((string?)body["query"] ?? "").Contains("orderEdit", StringComparison.Ordinal))
        {
            await ApiGate.WriteAsync(context, 200, _edits.Answer(body).ToJsonString());
            return;
        }

        var nodes = new JsonArray();
        foreach (Match term in SkuTerm().Matches((string?)body?["variables"]?["skus"] ?? ""))
        {
            var sku = Regex.Unescape(term.Groups["sku"].Value);
            if (shop.Goods.IndexOf(sku) is not 0 and var index)
                nodes.Add(Variant(sku, index));
            // The search knows words: it also finds what only begins so.
            if (shop.Goods.IndexOf(sku + "-XL") is not 0 and var other)
                nodes.Add(Variant(sku + "-XL", other));
        }

        await ApiGate.WriteAsync(context, 200, new JsonObject
        {
            ["data"] = new JsonObject { ["productVariants"] = new JsonObject { ["nodes"] = nodes } },
        }.ToJsonString());
    }

    private async Task SetAsync(HttpContext context)
    {
        var body = await JsonNode.ParseAsync(context.Request.Body);
        if ((long?)body?["location_id"] != Location || (long?)body?["available"] is not { } available)
        {
            await ApiGate.WriteAsync(context, 422, """{"errors":["Location or available is missing."]}""");
            return;
        }

        var isKnown = shop.Goods.Take(((long?)body["inventory_item_id"] ?? 0) - FirstItem, available);
        await ApiGate.WriteAsync(
            context, isKnown ? 200 : 404, isKnown ? """{"inventory_level":{}}""" : """{"errors":"Not Found"}""");
    }

    private static JsonObject Variant(string sku, int index) => new()
    {
        ["sku"] = sku,
        ["inventoryItem"] = new JsonObject
        {
            ["legacyResourceId"] = (FirstItem + index).ToString(CultureInfo.InvariantCulture),
        },
    };

    [GeneratedRegex("""sku:"(?<sku>(?:[^"\\]|\\.)*)" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex SkuTerm();
}
