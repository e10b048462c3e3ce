using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OrderToCash.ChannelSimulator.Goods;
using OrderToCash.ChannelSimulator.Orders;

namespace OrderToCash.ChannelSimulator.Api;

/// <summary>Shopify's fulfilments, and cancellations that come from the merchant.</summary>
/// <remarks>Source: Shopify, Admin REST API, FulfillmentOrder, Fulfillment, Order.</remarks>
internal sealed class ShopifyParcels(SimulatedShop shop)
{
    public static void Map(WebApplication app, SimulatedShop shop)
    {
        var parcels = new ShopifyParcels(shop);
        app.MapGet("/admin/api/{version}/orders/{id:long}.json", parcels.ShowAsync);
        app.MapPost("/admin/api/{version}/orders/{id:long}/cancel.json", parcels.CancelAsync);
        app.MapGet("/admin/api/{version}/orders/{id:long}/fulfillments.json", parcels.ListAsync);
        app.MapGet("/admin/api/{version}/orders/{id:long}/fulfillment_orders.json", parcels.ListOpenAsync);
        app.MapPost("/admin/api/{version}/fulfillments.json", parcels.FulfilAsync);
    }

    private Task ShowAsync(HttpContext context) => AnswerAsync(context, order => new JsonObject
    {
        ["order"] = new JsonObject
        {
            ["id"] = IdOf(order), ["cancelled_at"] = order.IsCancelled ? ShopifyBody.TimeOf(order.UpdatedAt) : null,
            ["line_items"] = new JsonArray(new JsonObject
            {
                ["id"] = LineOf(order), ["quantity"] = order.Quantity,
                ["current_quantity"] = order.Quantity - order.Removed,
            }),
        },
    });

    private Task CancelAsync(HttpContext context) => AnswerAsync(context, order =>
    {
        if (!order.IsCancelled)
            shop.Orders.Change(order.Index, static known => known with { IsCancelled = true });
        shop.Parcels.SetStatus(IdOf(order), "cancelled");
        return new JsonObject { ["order"] = new JsonObject { ["id"] = IdOf(order) } };
    });

    private Task ListAsync(HttpContext context) => AnswerAsync(context, order => new JsonObject
    {
        ["fulfillments"] = new JsonArray([.. shop.Parcels.All.Where(parcel => parcel.Order == IdOf(order)).Select(
            parcel => new JsonObject
            {
                ["status"] = "success", ["tracking_number"] = parcel.Tracking,
                ["line_items"] = new JsonArray(
                    new JsonObject { ["id"] = LineOf(order), ["quantity"] = parcel.Quantity }),
            })]),
    });

    private Task ListOpenAsync(HttpContext context) => AnswerAsync(context, order =>
    {
        var open = order.Quantity - order.Removed - shop.Parcels.SentOf(IdOf(order));
        return new JsonObject
        {
            ["fulfillment_orders"] = new JsonArray(new JsonObject
            {
                ["id"] = 5_000_000 + order.Index, ["status"] = open > 0 ? "open" : "closed",
                ["line_items"] = new JsonArray(new JsonObject
                {
                    ["id"] = 6_000_000 + order.Index, ["line_item_id"] = LineOf(order), ["quantity"] = order.Quantity,
                    ["fulfillable_quantity"] = open,
                }),
            }),
        };
    });

    private async Task FulfilAsync(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body))?["fulfillment"];
        var part = body?["line_items_by_fulfillment_order"]?[0];
        var line = part?["fulfillment_order_line_items"]?[0];
        var index = ((long?)part?["fulfillment_order_id"] ?? 0) - 5_000_000;
        var order = shop.Orders.All.FirstOrDefault(known => known.Index == index);
        var isTaken = order is not null && (long?)line?["id"] == 6_000_000 + index && shop.Parcels.Take(
            new ShopParcel(
                IdOf(order), (int?)line?["quantity"] ?? 0, (string?)body?["tracking_info"]?["number"],
                (string?)body?["tracking_info"]?["company"]),
            order.Quantity - order.Removed);
        await ApiGate.WriteAsync(
            context, isTaken ? 201 : 422,
            isTaken ? """{"fulfillment":{"status":"success"}}""" : """{"errors":["Fulfillment order is closed."]}""");
    }

    private async Task AnswerAsync(HttpContext context, Func<ShopOrder, JsonObject> answer)
    {
        var id = long.Parse((string?)context.Request.RouteValues["id"] ?? "", CultureInfo.InvariantCulture);
        var order = shop.Orders.All.FirstOrDefault(known => IdOf(known) == id);
        await ApiGate.WriteAsync(
            context, order is null ? 404 : 200,
            order is null ? """{"errors":"Not Found"}""" : answer(order).ToJsonString());
    }

    private static long IdOf(ShopOrder order) => order.IdOn(ShopOptions.Shopify);

    private static long LineOf(ShopOrder order) => (order.Index * 1000L) + 1;
}
