using System.Globalization;

namespace OrderToCash.Adapters.Shops;

/// <summary>Orders as Shopify's REST API lists them.</summary>
/// <remarks>
/// Source: Shopify, Admin REST API, Orders, "Paginate results with REST". A token without <c>read_all_orders</c> sees
/// the last 60 days.
/// </remarks>
public sealed class ShopifyPages(ShopCalls calls) : IOrderPages
{
    /// <summary>A version that is no longer there is answered by the oldest one that is.</summary>
    private const string Orders = "admin/api/2025-10/orders.json";

    /// <inheritdoc/>
    public string Topic => "orders/polled";

    /// <inheritdoc/>
    public async Task<OrderPage> ReadAsync(
        DateTimeOffset from, int maxOrders, string? next, CancellationToken cancellationToken)
    {
        // A link to the next page takes no filters beside it: it remembers them.
        var query = next is not null
            ? $"page_info={Uri.EscapeDataString(next)}"
            : $"status=any&order=updated_at%20asc&updated_at_min={from.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}";
        var answer = await calls.GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"{Orders}?limit={maxOrders}&{query}"), cancellationToken)
            .ConfigureAwait(false);
        try
        {
            return new OrderPage(
                OrderSlices.Of(answer.Body, "orders", "updated_at"), PageInfoOf(answer.Link), answer.AskedAt);
        }
        catch (FormatException exception)
        {
            throw new ShopUnavailableException(
                $"The answer of Shopify is no page of orders: {exception.Message}. It is asked again.", false);
        }
    }

    /// <summary>From <c>&lt;https://…page_info=abc&gt;; rel="next"</c>, beside one of the page before.</summary>
    private static string? PageInfoOf(string? link)
    {
        const string Parameter = "page_info=";
        foreach (var part in link?.Split(',') ?? [])
        {
            var start = part.IndexOf(Parameter, StringComparison.Ordinal);
            if (start < 0 || !part.Contains("rel=\"next\"", StringComparison.Ordinal))
                continue;
            var rest = part.AsSpan(start + Parameter.Length);
            var end = rest.IndexOfAny('&', '>');
            return Uri.UnescapeDataString(end < 0 ? rest : rest[..end]);
        }

        return null;
    }
}
