using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Application.Queries;
using OrderToCash.Server.Api;
using OrderToCash.Server.Keys;
using OrderToCash.Server.Views;

namespace OrderToCash.Server.Hooks;

/// <summary>The endpoints for what shops delivered to this node: they work while the store is away.</summary>
internal sealed class InboxEndpoints(ServedInbox hooks, TimeProvider time)
{
    /// <summary>The endpoints.</summary>
    public IEnumerable<ApiEndpoint> All() =>
    [
        new(HttpMethods.Get, "/v1/inbox", Roles.Read, "Deliveries to this node, newest first.", ListAsync)
        {
            WorksWithoutStore = true,
            Query =
            [
                new("state", "string", "Only those: " + string.Join(", ", InboxStates.All) + "."),
                new("shop", "string", "Only those of this shop."),
                new("after", "integer", "The answer's next, for the page after it."),
                new(
                    "limit", "integer",
                    $"At most so many, 1 to {PageRequest.MaxSize}; else {PageRequest.DefaultSize}."),
            ],
        },
        new(
            HttpMethods.Get, "/v1/inbox/stats", Roles.Read,
            "How much was delivered, by shop and state, and how long the oldest waits.", StatsAsync)
        {
            WorksWithoutStore = true,
        },
        new(
            HttpMethods.Get, "/v1/inbox/{number}", Roles.Read,
            "A delivery with its headers and its bytes as they came.", ShowAsync)
        {
            WorksWithoutStore = true,
        },
        new(
            HttpMethods.Post, "/v1/inbox/{number}/replay", Roles.Operate,
            "Translate and decide a delivery again, within a second.", ReplayAsync)
        {
            WorksWithoutStore = true,
        },
        new(
            HttpMethods.Post, "/v1/inbox/replay-refused", Roles.Operate,
            "Translate and decide all deliveries again that were refused.", ReplayRefusedAsync)
        {
            WorksWithoutStore = true,
        },
    ];

    private async Task ListAsync(HttpContext context)
    {
        var size = QueryValues.Limit(context, PageRequest.DefaultSize, PageRequest.MaxSize);
        var entries = hooks.Inbox.List(new InboxQuestion(
            QueryValues.Word<InboxState>(context, "state"), null, QueryValues.Text(context, "shop"),
            QueryValues.Integer(context, "after"), size));
        var answer = new JsonObject { ["deliveries"] = Nodes.List(entries, InboxViews.Row) };
        if (entries.Count == size)
            answer["next"] = entries[^1].Number.ToString(CultureInfo.InvariantCulture);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, answer);
    }

    private async Task StatsAsync(HttpContext context) => await JsonAnswer.WriteAsync(
        context, StatusCodes.Status200OK, InboxViews.Stats(hooks.Inbox.Stats(), time.GetUtcNow()));

    private async Task ShowAsync(HttpContext context)
    {
        var number = NumberOf(context);
        var entry = hooks.Inbox.Read(number) ?? throw NotThere(number);
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, InboxViews.Whole(entry));
    }

    private async Task ReplayAsync(HttpContext context)
    {
        var number = NumberOf(context);
        var replayed = await hooks.Inbox.ReplayAsync(number);
        if (replayed == 0)
            throw NotThere(number);
        await WriteReplayedAsync(context, replayed);
    }

    private async Task ReplayRefusedAsync(HttpContext context) =>
        await WriteReplayedAsync(context, await hooks.Inbox.ReplayAsync(null));

    private static Task WriteReplayedAsync(HttpContext context, long replayed) => JsonAnswer.WriteAsync(
        context, StatusCodes.Status200OK, new JsonObject { ["replayed"] = replayed });

    private static long NumberOf(HttpContext context)
    {
        var text = EntityPaths.Segment(context, 2);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ProblemException(Problem.NotFound($"There is no delivery '{text}' in the inbox of this node."));
    }

    private static ProblemException NotThere(long number) =>
        new(Problem.NotFound($"There is no delivery {number} in the inbox of this node."));
}
