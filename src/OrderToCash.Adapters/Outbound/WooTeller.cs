using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Shops;
using OrderToCash.Application.Outbound;

namespace OrderToCash.Adapters.Outbound;

/// <summary>Tells a WooCommerce shop what it may sell and what became of its orders.</summary>
/// <remarks>
/// Source: WooCommerce, REST API v3, Products, Product variations, Orders and Order notes. Where a SKU's product is, is
/// remembered once it was found.
/// </remarks>
public sealed class WooTeller(ShopCalls calls) : IChannelTeller
{
    private readonly ShopTelling _api = new(calls, "wp-json/wc/v3/");
    private readonly Dictionary<string, Product[]> _products = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    /// <remarks>A batch takes 100; a list of so many SKUs still fits into an address.</remarks>
    public int MaxOffers => 50;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TellAnswer>> TellStockAsync(
        IReadOnlyList<StockOffer> offers, CancellationToken cancellationToken)
    {
        var answers = new TellAnswer[offers.Count];
        var broken = await ShopTelling.AnswerAsync(() => FindAsync(offers, cancellationToken)).ConfigureAwait(false);
        if (broken.Result != TellResult.Told)
        {
            Array.Fill(answers, broken with { Result = TellResult.Later });
            return answers;
        }

        // Variations are told at their product, all others in one batch.
        foreach (var batch in Enumerable.Range(0, offers.Count).GroupBy(index => ParentOf(offers[index].Sku)))
        {
            if (batch.Key < 0)
            {
                foreach (var index in batch)
                    answers[index] = RefuseUnknown(offers[index].Sku);
                continue;
            }

            var answer = broken.Result == TellResult.Told
                ? await ShopTelling.AnswerAsync(() => SetAsync(
                    batch.Key, [.. batch], offers, answers, cancellationToken)).ConfigureAwait(false)
                : broken;
            if (answer.Result == TellResult.Told)
                continue;
            foreach (var index in batch)
                answers[index] = answer;
            if (answer.Result is TellResult.Later or TellResult.Unknown)
                broken = answer with { Result = TellResult.Later };
        }

        return answers;
    }

    /// <inheritdoc/>
    public Task<TellAnswer> TellOrderAsync(OrderNews news, CancellationToken cancellationToken) =>
        ShopTelling.AnswerAsync(() => new WooOrderTelling(_api).TellAsync(news, cancellationToken));

    private async Task<TellAnswer> FindAsync(IReadOnlyList<StockOffer> offers, CancellationToken cancellationToken)
    {
        // A comma separates SKUs in the question, so one that has a comma can't be asked for.
        var unknown = offers.Select(static offer => offer.Sku)
            .Where(sku => !_products.ContainsKey(sku) && !sku.Contains(',', StringComparison.Ordinal)).ToArray();
        if (unknown.Length == 0)
            return TellAnswer.Told;
        var answer = await _api.GetAsync(
            "products?per_page=100&_fields=id,sku,parent_id&sku="
            + string.Join(',', unknown.Select(Uri.EscapeDataString)), cancellationToken).ConfigureAwait(false);
        var found = (answer as JsonArray)?.OfType<JsonNode>().ToArray() ?? [];
        foreach (var sku in unknown)
        {
            _products[sku] =
            [
                .. found.Where(node => ShopTelling.Text(node, "sku") == sku).Select(static node => new Product(
                    ShopTelling.Number(node, "id"), ShopTelling.Number(node, "parent_id"))),
            ];
        }

        return TellAnswer.Told;
    }

    /// <summary>The product of a variation, 0 for a product itself, -1 where there is not exactly one.</summary>
    private long ParentOf(string sku) => _products.GetValueOrDefault(sku) is [var product] ? product.ParentId : -1;

    private TellAnswer RefuseUnknown(string sku)
    {
        // Looked for again the next time: it may be sold there by then.
        _products.Remove(sku, out var found);
        return new TellAnswer(TellResult.Refused, found is { Length: > 1 }
            ? $"Several products of the shop have the SKU {sku}: the same pieces would be sold twice."
            : $"No product of the shop has the SKU {sku}.");
    }

    private async Task<TellAnswer> SetAsync(
        long parent, int[] batch, IReadOnlyList<StockOffer> offers, TellAnswer[] answers,
        CancellationToken cancellationToken)
    {
        var path = parent == 0
            ? "products/batch"
            : string.Create(CultureInfo.InvariantCulture, $"products/{parent}/variations/batch");
        var updates = batch.Select(index => new JsonObject
        {
            ["id"] = _products[offers[index].Sku][0].Id, ["manage_stock"] = true,
            ["stock_quantity"] = offers[index].Quantity,
        });
        var answer = await _api.SendAsync(
            HttpMethod.Post, path, new JsonObject { ["update"] = new JsonArray([.. updates]) }, cancellationToken)
            .ConfigureAwait(false);
        var results = new Dictionary<long, JsonNode>();
        foreach (var one in ShopTelling.List(answer, "update"))
            results[ShopTelling.Number(one, "id")] = one;
        foreach (var index in batch)
        {
            var sku = offers[index].Sku;
            if (!results.TryGetValue(_products[sku][0].Id, out var result))
            {
                answers[index] = new TellAnswer(TellResult.Unknown, $"{path} was answered without a word of {sku}.");
            }
            else if (result["error"] is { } error)
            {
                answers[index] = new TellAnswer(TellResult.Refused, $"{sku}: {ShopTelling.Text(error, "message")}");
                _products.Remove(sku);
            }
            else
            {
                answers[index] = TellAnswer.Told;
            }
        }

        return TellAnswer.Told;
    }

    /// <summary>Where a SKU is.</summary>
    /// <param name="ParentId">Its product where it is a variation, else 0.</param>
    private readonly record struct Product(long Id, long ParentId);
}
