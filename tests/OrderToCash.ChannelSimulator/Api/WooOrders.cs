using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OrderToCash.ChannelSimulator.Orders;

namespace OrderToCash.ChannelSimulator.Api;

/// <summary>WooCommerce's list of orders: pages by their number, so that all moves when an order is changed.</summary>
/// <remarks>Source: WooCommerce, REST API v3, "List all orders" and Pagination.</remarks>
internal sealed class WooOrders(SimulatedShop shop)
{
    private const int DefaultPerPage = 10;
    private const int MaxPerPage = 100;

    public static void Map(WebApplication app, SimulatedShop shop) =>
        app.MapGet("/wp-json/wc/v3/orders", new WooOrders(shop).ListAsync);

    private async Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var (perPage, number) = (Number(query["per_page"], DefaultPerPage), Number(query["page"], 1));
        if (perPage is < 1 or > MaxPerPage || number < 1)
        {
            await ApiGate.WriteAsync(context, 400, Invalid(number < 1 ? "page" : "per_page"));
            return;
        }

        var isGmt = query["dates_are_gmt"] == "true";
        var (after, before) = (TimeOf(query["modified_after"], isGmt), TimeOf(query["modified_before"], isGmt));
        var wanted = shop.Orders.List(order =>
            (after is null || order.UpdatedAt > after) && (before is null || order.UpdatedAt < before));
        var sorted = (query["orderby"].ToString(), query["order"].ToString()) switch
        {
            ("modified", "asc") => wanted.OrderBy(order => (order.UpdatedAt, order.Index)),
            ("modified", _) => wanted.OrderByDescending(order => (order.UpdatedAt, order.Index)),
            ("id", "asc") => wanted.OrderBy(order => order.Index),
            (_, "asc") => wanted.OrderBy(order => (order.CreatedAt, order.Index)),
            _ => wanted.OrderByDescending(order => (order.CreatedAt, order.Index)),
        };
        var page = sorted.Skip((number - 1) * perPage).Take(perPage).ToArray();
        var pages = (wanted.Count + perPage - 1) / perPage;
        context.Response.Headers["X-WP-Total"] = wanted.Count.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["X-WP-TotalPages"] = pages.ToString(CultureInfo.InvariantCulture);
        if (number < pages)
        {
            context.Response.Headers.Link =
                $"<{shop.Address}wp-json/wc/v3/orders?per_page={perPage}&page={number + 1}>; rel=\"next\"";
        }

        await ApiGate.WriteAsync(context, 200, Encoding.UTF8.GetBytes(
            "[" + string.Join(
                ',', shop.WhilePaging(page).Select(order => Encoding.UTF8.GetString(WooBody.Of(order)))) + "]"));
        shop.AfterPage(page);
    }

    private static int Number(string? text, int missing) => text is null
        ? missing
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    /// <summary>Times without a zone are the site's own, unless the question says that they are GMT.</summary>
    private static DateTimeOffset? TimeOf(string? text, bool isGmt) =>
        DateTime.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var at)
            ? new DateTimeOffset(at, TimeSpan.Zero) - (isGmt ? TimeSpan.Zero : WooBody.Zone)
            : null;

    private static string Invalid(string parameter) =>
        $$$"""
        {"code":"rest_invalid_param","message":"Invalid parameter(s): {{{parameter}}}","data":{"status":400}}
        """;
}
