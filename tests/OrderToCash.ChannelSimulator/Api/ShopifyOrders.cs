using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using OrderToCash.ChannelSimulator.Orders;

namespace OrderToCash.ChannelSimulator.Api;

/// <summary>Shopify's list of orders: pages by a link that remembers the last order it showed.</summary>
/// <remarks>Source: Shopify, Admin REST API, Orders and "Paginate results with REST".</remarks>
internal sealed class ShopifyOrders(SimulatedShop shop)
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 250;

    /// <summary>What a link to the next page remembers.</summary>
    private sealed record PageInfo(DateTimeOffset From, bool IsAscending, DateTimeOffset LastAt, int LastIndex);

    public static void Map(WebApplication app, SimulatedShop shop) =>
        app.MapGet("/admin/api/{version}/orders.json", new ShopifyOrders(shop).ListAsync);

    private async Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var limit = query.TryGetValue("limit", out var text)
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? Math.Clamp(given, 1, MaxLimit) : DefaultLimit;
        PageInfo? info = null;
        if (query.TryGetValue("page_info", out var link) && (info = Parse(link.ToString())) is null)
        {
            await ApiGate.WriteAsync(context, 400, """{"errors":{"page_info":"Invalid value."}}""");
            return;
        }

        if (info is not null && query.Keys.FirstOrDefault(key => key is not ("page_info" or "limit")) is { } other)
        {
            await ApiGate.WriteAsync(
                context, 400, $$$"""{"errors":{"{{{other}}}":"cannot be passed when page_info present"}}""");
            return;
        }

        var from = info?.From ?? TimeOf(query["updated_at_min"]);
        // Newest first unless asked otherwise; only orders that are open unless asked for any.
        var isAscending = info?.IsAscending ?? query["order"] == "updated_at asc";
        var isAny = info is not null || query["status"] == "any";
        var wanted = shop.Orders.List(order => order.UpdatedAt >= from && (isAny || !order.IsCancelled));
        var sorted = isAscending
            ? wanted.OrderBy(order => (order.UpdatedAt, order.Index))
            : wanted.OrderByDescending(order => (order.UpdatedAt, order.Index));
        var rest = sorted
            .SkipWhile(order => info is not null && !IsAfter(order, info))
            .Take(limit + 1).ToArray();
        var page = rest.Take(limit).ToArray();
        if (rest.Length > limit)
        {
            var next = new PageInfo(from, isAscending, page[^1].UpdatedAt, page[^1].Index);
            context.Response.Headers.Link =
                $"<{shop.Address}admin/api/2025-10/orders.json?limit={limit}&page_info={Write(next)}>; rel=\"next\"";
        }

        await ApiGate.WriteAsync(context, 200, Encoding.UTF8.GetBytes(
            "{\"orders\":[" + string.Join(
                ',', shop.WhilePaging(page).Select(order => Encoding.UTF8.GetString(ShopifyBody.Of(order)))) + "]}"));
        shop.AfterPage(page);
    }

    private static bool IsAfter(ShopOrder order, PageInfo info)
    {
        var place = (order.UpdatedAt, order.Index).CompareTo((info.LastAt, info.LastIndex));
        return info.IsAscending ? place > 0 : place < 0;
    }

    private static DateTimeOffset TimeOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at : DateTimeOffset.MinValue;

    private static string Write(PageInfo info) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"{info.From.UtcTicks} {(info.IsAscending ? 1 : 0)} {info.LastAt.UtcTicks} {info.LastIndex}")));

    private static PageInfo? Parse(string text)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(WebEncoders.Base64UrlDecode(text)).Split(' ');
            return parts.Length == 4
                ? new PageInfo(
                    At(parts[0]), parts[1] == "1", At(parts[2]), int.Parse(parts[3], CultureInfo.InvariantCulture))
                : null;
        }
        catch (FormatException)
        {
            return null;
        }

        static DateTimeOffset At(string ticks) =>
            new(long.Parse(ticks, CultureInfo.InvariantCulture), TimeSpan.Zero);
    }
}
