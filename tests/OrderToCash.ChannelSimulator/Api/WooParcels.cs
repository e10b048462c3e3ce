using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OrderToCash.ChannelSimulator.Orders;

namespace OrderToCash.ChannelSimulator.Api;

/// <summary>WooCommerce's orders as the merchant changes them, and their notes.</summary>
/// <remarks>Source: WooCommerce, REST API v3, Orders and Order notes.</remarks>
internal sealed class WooParcels(SimulatedShop shop)
{
    public static void Map(WebApplication app, SimulatedShop shop)
    {
        var parcels = new WooParcels(shop);
        app.MapGet("/wp-json/wc/v3/orders/{id:long}", parcels.ShowAsync);
        app.MapPut("/wp-json/wc/v3/orders/{id:long}", parcels.ChangeAsync);
        app.MapGet("/wp-json/wc/v3/orders/{id:long}/notes", parcels.ListNotesAsync);
        app.MapPost("/wp-json/wc/v3/orders/{id:long}/notes", parcels.AddNoteAsync);
    }

    private async Task ShowAsync(HttpContext context)
    {
        if (await FindAsync(context) is { } order)
            await ApiGate.WriteAsync(context, 200, Order(order).ToJsonString());
    }

    private async Task ChangeAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } order)
            return;
        var body = await JsonNode.ParseAsync(context.Request.Body);
        if ((string?)body?["status"] is { } status)
        {
            shop.Parcels.SetStatus(IdOf(order), status);
            if (status == "cancelled" && !order.IsCancelled)
                shop.Orders.Change(order.Index, static known => known with { IsCancelled = true });
        }

        await ApiGate.WriteAsync(context, 200, Order(order).ToJsonString());
    }

    private async Task ListNotesAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } order)
            return;
        var notes = shop.Parcels.NotesOf(IdOf(order)).Select(text => new JsonObject { ["note"] = text });
        await ApiGate.WriteAsync(context, 200, new JsonArray([.. notes]).ToJsonString());
    }

    private async Task AddNoteAsync(HttpContext context)
    {
        if (await FindAsync(context) is not { } order)
            return;
        var body = await JsonNode.ParseAsync(context.Request.Body);
        shop.Parcels.Note(IdOf(order), (string?)body?["note"] ?? "");
        await ApiGate.WriteAsync(context, 201, """{"id":1}""");
    }

    private JsonObject Order(ShopOrder order) => new()
    {
        ["id"] = IdOf(order),
        ["status"] = shop.Parcels.StatusOf(IdOf(order)) ?? (order.IsCancelled ? "cancelled" : "processing"),
        ["meta_data"] = new JsonArray(),
    };

    private async Task<ShopOrder?> FindAsync(HttpContext context)
    {
        var id = long.Parse((string?)context.Request.RouteValues["id"] ?? "", CultureInfo.InvariantCulture);
        var order = shop.Orders.All.FirstOrDefault(known => IdOf(known) == id);
        if (order is null)
            await ApiGate.WriteAsync(context, 404, """{"code":"woocommerce_rest_shop_order_invalid_id"}""");
        return order;
    }

    private static long IdOf(ShopOrder order) => order.IdOn(ShopOptions.WooCommerce);
}
