using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OrderToCash.Adapters.Outbound;
using OrderToCash.Application.Outbound;
using OrderToCash.Application.Queries;
using OrderToCash.Server.Api;
using OrderToCash.Server.Keys;
using OrderToCash.Server.Views;

namespace OrderToCash.Server.Outbound;

/// <summary>The endpoints for what this node tells shops: they work while the store is away.</summary>
internal sealed class OutboundEndpoints(SqliteOutbound queue, ServedStore store)
{
    /// <summary>The endpoints.</summary>
    public IEnumerable<ApiEndpoint> All() =>
    [
        new(HttpMethods.Get, "/v1/outbound", Roles.Read, "What shops are told, by shop.", ListAsync)
        {
            WorksWithoutStore = true,
            Query =
            [
                new("shop", "string", "Only of this shop."),
                new("state", "string", "Only those: " + string.Join(", ", Words()) + "."),
                new("id", "string", "Only of this SKU or order, with all that is known of it."),
                new(
                    "limit", "integer",
                    $"At most so many, 1 to {PageRequest.MaxSize}; else {PageRequest.DefaultSize}."),
            ],
        },
        new(
            HttpMethods.Get, "/v1/outbound/stats", Roles.Read, "How far behind each shop is, and how much waits.",
            StatsAsync)
        {
            WorksWithoutStore = true,
        },
        new(
            HttpMethods.Post, "/v1/outbound/retry", Roles.Operate,
            "Send again at once what a shop refused, or what waits for its next attempt.", RetryAsync)
        {
            WorksWithoutStore = true, Takes = [(JsonAnswer.ContentType, "outboundRetry")],
        },
    ];

    private static IEnumerable<string> Words() => Enum.GetValues<OutboundState>().Select(static one => Nodes.Word(one));

    private async Task ListAsync(HttpContext context)
    {
        var id = QueryValues.Text(context, "id");
        var entries = queue.List(new OutboundQuestion(
            QueryValues.Text(context, "shop"), QueryValues.Word<OutboundState>(context, "state"), null, id, null,
            QueryValues.Limit(context, PageRequest.DefaultSize, PageRequest.MaxSize)));
        await JsonAnswer.WriteAsync(
            context, StatusCodes.Status200OK, OutboundViews.List(entries, isWhole: id is not null));
    }

    private async Task StatsAsync(HttpContext context) => await JsonAnswer.WriteAsync(
        context, StatusCodes.Status200OK, OutboundViews.Stats(
            queue.Stats(), queue.TakenEvents, OutboundChannels.ToldOf(store.Hooks?.Channels.All() ?? []),
            store.Time.GetUtcNow()));

    private async Task RetryAsync(HttpContext context)
    {
        var fields = await BodyFields.ReadAsync(context);
        var shop = fields.RequiredText("shop");
        var id = fields.Flag("dead") ? null : fields.RequiredText("id");
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, new JsonObject
        {
            ["retried"] = queue.Retry(OutboundQuestion.ToRetry(shop, id), store.Time.GetUtcNow()),
        });
    }
}
