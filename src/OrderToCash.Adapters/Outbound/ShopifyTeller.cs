using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Shops;
using OrderToCash.Application.Outbound;

namespace OrderToCash.Adapters.Outbound;

/// <summary>Tells a Shopify shop what it may sell and what became of its orders.</summary>
/// <remarks>
/// Source: Shopify, Admin REST API (InventoryLevel, FulfillmentOrder, Fulfillment, Order) and GraphQL Admin API
/// (productVariants). A SKU's inventory item is remembered once it was found.
/// </remarks>
/// <param name="location">The shop's location whose stock is told; null where the shop has one alone.</param>
public sealed class ShopifyTeller(ShopCalls calls, string? location) : IChannelTeller
{
    private const string ItemsQuery =
        "query($skus: String!) { productVariants(first: 250, query: $skus) "
        + "{ nodes { sku inventoryItem { legacyResourceId } } } }";

    private readonly ShopTelling _api = new(calls, "admin/api/2025-10/");
    private readonly Dictionary<string, string> _items = new(StringComparer.Ordinal);
    private string? _location = location;

    /// <inheritdoc/>
    /// <remarks>They are found together; each is set by a request of its own.</remarks>
    public int MaxOffers => 10;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TellAnswer>> TellStockAsync(
        IReadOnlyList<StockOffer> offers, CancellationToken cancellationToken)
    {
        var answers = new List<TellAnswer>(offers.Count);
        TellAnswer? broken = null;
        var found = await ShopTelling.AnswerAsync(() => FindAsync(offers, cancellationToken)).ConfigureAwait(false);
        if (found.Result != TellResult.Told)
            broken = found with { Result = TellResult.Later };
        foreach (var offer in offers)
        {
            // Where the shop is away the others are not tried one by one.
            var answer = broken
                ?? await ShopTelling.AnswerAsync(() => SetAsync(offer, cancellationToken)).ConfigureAwait(false);
            answers.Add(answer);
            if (answer.Result is TellResult.Later or TellResult.Unknown)
                broken = answer with { Result = TellResult.Later };
        }

        return answers;
    }

    /// <inheritdoc/>
    public Task<TellAnswer> TellOrderAsync(OrderNews news, CancellationToken cancellationToken) =>
        ShopTelling.AnswerAsync(() => new ShopifyOrderTelling(_api).TellAsync(news, cancellationToken));

    private async Task<TellAnswer> FindAsync(IReadOnlyList<StockOffer> offers, CancellationToken cancellationToken)
    {
        _location ??= await FindLocationAsync(cancellationToken).ConfigureAwait(false);
        var unknown = offers.Select(static offer => offer.Sku).Where(sku => !_items.ContainsKey(sku)).ToArray();
        if (unknown.Length == 0)
            return TellAnswer.Told;
        var answer = await _api.SendAsync(
            HttpMethod.Post, "graphql.json",
            new JsonObject
            {
                ["query"] = ItemsQuery,
                ["variables"] = new JsonObject { ["skus"] = string.Join(" OR ", unknown.Select(Quoted)) },
            }, cancellationToken).ConfigureAwait(false);
        if (answer["errors"] is JsonArray { Count: > 0 } errors)
        {
            return new TellAnswer(
                TellResult.Later, "graphql.json: " + ShopTelling.Text(errors[0] ?? new JsonObject(), "message"));
        }

        var nodes = ShopTelling.List(answer["data"]?["productVariants"] ?? answer, "nodes").ToArray();
        foreach (var sku in unknown)
        {
            // The search is generous: only what is named so is meant.
            var items = nodes.Where(node => ShopTelling.Text(node, "sku") == sku)
                .Select(static node => ShopTelling.Text(node["inventoryItem"] ?? node, "legacyResourceId"))
                .Distinct().ToArray();
            _items[sku] = items.Length == 1 ? items[0] : items.Length == 0 ? "" : "*";
        }

        return TellAnswer.Told;
    }

    private async Task<string> FindLocationAsync(CancellationToken cancellationToken)
    {
        var answer = await _api.GetAsync("locations.json", cancellationToken).ConfigureAwait(false);
        var active = ShopTelling.List(answer, "locations")
            .Where(static one => ShopTelling.Text(one, "active") != "false").ToArray();
        return active.Length == 1
            ? ShopTelling.Text(active[0], "id")
            : throw new NotToldException(new TellAnswer(
                TellResult.Later,
                $"The shop has {active.Length} locations: say which one's stock is told, with `o2c channels api "
                + "--location`."));
    }

    private async Task<TellAnswer> SetAsync(StockOffer offer, CancellationToken cancellationToken)
    {
        var item = _items[offer.Sku];
        if (item is "" or "*")
        {
            // Looked for again the next time: it may be sold there by then.
            _items.Remove(offer.Sku);
            return new TellAnswer(TellResult.Refused, item.Length == 0
                ? $"No variant of the shop has the SKU {offer.Sku}."
                : $"Several variants of the shop have the SKU {offer.Sku}: the same pieces would be sold twice.");
        }

        try
        {
            await _api.SendAsync(
                HttpMethod.Post, "inventory_levels/set.json",
                new JsonObject
                {
                    ["location_id"] = Id(_location ?? ""), ["inventory_item_id"] = Id(item),
                    ["available"] = offer.Quantity,
                }, cancellationToken).ConfigureAwait(false);
        }
        catch (NotToldException exception) when (exception.Answer.Result == TellResult.Refused)
        {
            // A variant that was made anew has another item.
            _items.Remove(offer.Sku);
            throw;
        }

        return TellAnswer.Told;
    }

    /// <summary>A term of Shopify's search, which knows quotes and backslashes before them.</summary>
    private static string Quoted(string sku) =>
        "sku:\"" + sku.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        + "\"";

    /// <summary>An id as a number, as Shopify writes it.</summary>
    internal static JsonNode Id(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? JsonValue.Create(number)
            : JsonValue.Create(id);
}
