using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using OrderToCash.Application;
using OrderToCash.Server.Api;
using OrderToCash.Server.Keys;

namespace OrderToCash.Server.Changes;

/// <summary>Tells what is committed, as it is committed, and from where a reader left off.</summary>
/// <remarks>
/// Each reader reads the journal at its own pace, a page at a time, and is woken by commits: so a slow one costs no
/// memory and nobody else's time. One that takes nothing for too long is dropped, and told so when it reads on.
/// </remarks>
internal sealed class ChangeEndpoint(ServedStore store, ApiServerOptions options, CancellationToken stopping)
{
    private const int PageEvents = 512;

    /// <summary>What is sent at once, and so held in memory for a reader, besides the last page.</summary>
    private const int EnoughBytes = 128 * 1024;

    /// <summary>Proxies close what is silent for a minute.</summary>
    private static readonly TimeSpan CommentEvery = TimeSpan.FromSeconds(15);

    /// <summary>Ends readers that are gone without a word: a page of events has 100 kB or so.</summary>
    private static readonly MinDataRate Slowest = new(bytesPerSecond: 4096, gracePeriod: TimeSpan.FromSeconds(10));

    /// <summary>The endpoint.</summary>
    public ApiEndpoint Endpoint() => new(
        HttpMethods.Get, "/v1/changes", Roles.Read,
        "Server-sent events of what is committed; Last-Event-ID goes on where a reader left off.", HandleAsync)
    {
        Slot = SlotKind.Changes, Answers = "text/event-stream",
        Query =
        [
            new("from", "string", "start: from the first event; an event's id: from behind it; else from now on."),
            new("kinds", "string", "Only entities of these kinds, with commas between: order, sku, account, payment."),
            new("data", "boolean", "Also the events' data."),
        ],
    };

    private async Task HandleAsync(HttpContext context)
    {
        var start = await StartAsync(context);
        using var writer = new ChangeWriter(start, KindsOf(context), QueryValues.Flag(context, "data"));
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
            rate.MinDataRate = Slowest;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        writer.AddComment("positions " + ChangePositions.Text(writer.Positions));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            while (await SendAsync(context, writer))
                await FillAsync(writer, stop.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            writer.AddNotice("stopping", "The server is stopping; connect again with Last-Event-ID.");
            await context.Response.Body.WriteAsync(writer.Text, context.RequestAborted);
        }
    }

    /// <summary>Where the reader begins.</summary>
    private async Task<long[]> StartAsync(HttpContext context)
    {
        var shards = store.Journal.Info.ShardCount;
        string? last = context.Request.Headers["Last-Event-ID"];
        var name = string.IsNullOrEmpty(last) ? "from" : "Last-Event-ID";
        var text = string.IsNullOrEmpty(last) ? QueryValues.Text(context, "from") : last;
        if (text == "start")
            return new long[shards];
        if (text is not null)
        {
            return ChangePositions.Parse(text, shards) ?? throw QueryValues.Refused(
                name, text, $"start, or an event's id: {shards} positions with points between");
        }

        var rows = await store.Journal.ReadShardRowsAsync(context.RequestAborted);
        return [.. rows.Select(row => row.State.Position)];
    }

    private static List<byte[]> KindsOf(HttpContext context)
    {
        var names = QueryValues.Text(context, "kinds")?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        foreach (var name in names)
        {
            if (!EntityKinds.ByName.ContainsKey(name))
                throw QueryValues.Refused("kinds", name, string.Join(", ", EntityKinds.ByName.Keys.Order()));
        }

        return [.. names.Select(name => Encoding.UTF8.GetBytes(name + "/"))];
    }

    /// <summary>Waits until there is something to send.</summary>
    private async Task FillAsync(ChangeWriter writer, CancellationToken cancellationToken)
    {
        var isCaughtUp = false;
        while (writer.Text.IsEmpty)
        {
            var committed = store.Watch.WaitForCommitAsync();
            for (var count = 0; count < writer.Positions.Length && writer.Text.Length < EnoughBytes; count++)
            {
                var shard = writer.NextShard();
                // Once all was read, only what committed since is looked at: the others have nothing new.
                if (!isCaughtUp || store.Watch.PositionOf(shard) > writer.Positions[shard])
                {
                    var before = writer.Positions[shard];
                    await store.Journal.ReadShardAsync(shard, before, PageEvents, writer, cancellationToken);
                }
            }

            if (!writer.Text.IsEmpty)
                return;
            isCaughtUp = true;
            if (!await IsWithinAsync(committed, CommentEvery, cancellationToken))
                writer.AddComment("alive");
        }
    }

    /// <summary>Sends what waits; false where the reader did not take it in time.</summary>
    private async Task<bool> SendAsync(HttpContext context, ChangeWriter writer)
    {
        var sending = SendNowAsync(context, writer);
        if (await IsWithinAsync(sending, options.MaxChangeDelay, context.RequestAborted))
        {
            await sending;
            writer.Clear();
            return true;
        }

        // It hears of it behind what it has not taken yet, if it ever reads on.
        await sending;
        LogMessages.ChangeReaderDropped(
            store.Logger, $"{RequestGate.CallerOf(context).Name} took nothing for {options.MaxChangeDelay}");
        writer.Clear();
        writer.AddNotice(
            "dropped",
            $"Nothing was taken for {options.MaxChangeDelay.TotalSeconds:0.###} s. Connect again with Last-Event-ID.");
        await SendNowAsync(context, writer);
        return false;
    }

    private static async Task SendNowAsync(HttpContext context, ChangeWriter writer)
    {
        await context.Response.Body.WriteAsync(writer.Text, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private async Task<bool> IsWithinAsync(Task task, TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(time, store.Time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
