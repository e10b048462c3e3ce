using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace OrderToCash.ChannelSimulator.Api;

/// <summary>WooCommerce's products and variations: every third SKU is a variation of product 9.</summary>
/// <remarks>Source: WooCommerce, REST API v3, Products and Product variations.</remarks>
internal sealed class WooGoods(SimulatedShop shop)
{
    private const int MaxPerBatch = 100;
    private const int FirstId = 100;
    private const int Parent = 9;

    public static void Map(WebApplication app, SimulatedShop shop)
    {
        var goods = new WooGoods(shop);
        app.MapGet("/wp-json/wc/v3/products", goods.ListAsync);
        app.MapPost("/wp-json/wc/v3/products/batch", context => goods.UpdateAsync(context, 0));
        app.MapPost(
            $"/wp-json/wc/v3/products/{Parent}/variations/batch", context => goods.UpdateAsync(context, Parent));
    }

    private static int ParentOf(int index) => index % 3 == 0 ? Parent : 0;

    private Task ListAsync(HttpContext context)
    {
        var found = context.Request.Query["sku"].ToString().Split(',')
            .Select(sku => (Sku: sku, Index: shop.Goods.IndexOf(sku))).Where(one => one.Index > 0)
            .Select(one => new JsonObject
            {
                ["id"] = FirstId + one.Index, ["sku"] = one.Sku, ["parent_id"] = ParentOf(one.Index),
            });
        return ApiGate.WriteAsync(context, 200, new JsonArray([.. found]).ToJsonString());
    }

    private async Task UpdateAsync(HttpContext context, int parent)
    {
        var updates = (await JsonNode.ParseAsync(context.Request.Body))?["update"] as JsonArray ?? [];
        if (updates.Count > MaxPerBatch)
        {
            await ApiGate.WriteAsync(context, 413, """{"code":"woocommerce_rest_request_entity_too_large"}""");
            return;
        }

        var results = new JsonArray();
        foreach (var update in updates)
        {
            var id = (long?)update?["id"] ?? 0;
            var isTaken = ParentOf((int)id - FirstId) == parent && (bool?)update?["manage_stock"] == true
                && shop.Goods.Take(id - FirstId, (long?)update["stock_quantity"] ?? -1);
            results.Add(isTaken
                ? new JsonObject { ["id"] = id }
                : new JsonObject { ["id"] = id, ["error"] = new JsonObject { ["message"] = "Invalid ID." } });
        }

        await ApiGate.WriteAsync(context, 200, new JsonObject { ["update"] = results }.ToJsonString());
    }
}
