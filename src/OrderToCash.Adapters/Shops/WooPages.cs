using System.Globalization;

namespace OrderToCash.Adapters.Shops;

/// <summary>Orders as WooCommerce's REST API v3 lists them.</summary>
/// <remarks>
/// Source: WooCommerce, REST API v3, "List all orders" and Pagination. Pages are cut by number, so each change of an
/// order moves the others: who reads on by number misses some.
/// </remarks>
public sealed class WooPages(ShopCalls calls) : IOrderPages
{
    /// <inheritdoc/>
    public string Topic => "order.polled";

    /// <inheritdoc/>
    public async Task<OrderPage> ReadAsync(
        DateTimeOffset from, int maxOrders, string? next, CancellationToken cancellationToken)
    {
        // "After" leaves the second itself out.
        var after = from.UtcDateTime.AddSeconds(-1);
        var number = next is null ? 1 : int.Parse(next, CultureInfo.InvariantCulture);
        var answer = await calls.GetAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"wp-json/wc/v3/orders?per_page={maxOrders}&page={number}&orderby=modified&order=asc"
                + $"&dates_are_gmt=true&modified_after={after:yyyy-MM-ddTHH:mm:ss}"), cancellationToken)
            .ConfigureAwait(false);
        try
        {
            var orders = OrderSlices.Of(answer.Body, null, "date_modified_gmt");
            // A full page may be the last one; the next one is empty then.
            return new OrderPage(
                orders, orders.Count < maxOrders ? null : (number + 1).ToString(CultureInfo.InvariantCulture),
                answer.AskedAt);
        }
        catch (FormatException exception)
        {
            throw new ShopUnavailableException(
                $"The answer of WooCommerce is no page of orders: {exception.Message}. It is asked again.", false);
        }
    }
}
