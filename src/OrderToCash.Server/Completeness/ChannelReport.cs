using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Adapters.Marketplaces;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Queries;
using OrderToCash.Server.Folders;
using OrderToCash.Server.Hooks;
using OrderToCash.Server.Views;

namespace OrderToCash.Server.Completeness;

/// <summary>Says by channel whether all that was delivered is accounted for, and which numbers never came.</summary>
/// <param name="shops">The shops that deliver.</param>
/// <param name="inbox">What they delivered; null where there is no inbox yet.</param>
/// <param name="folders">The watched folders; null where there are none.</param>
public sealed class ChannelReport(
    IReadOnlyCollection<HookChannel> shops, SqliteInbox? inbox, ServedFolders? folders, IIntakeStore intake,
    IReadModel model, TimeProvider time)
{
    /// <summary>The report.</summary>
    /// <exception cref="InboxUnavailableException">The inbox can't be read.</exception>
    /// <exception cref="ReadModelUnavailableException">The read models can't be asked.</exception>
    public async Task<JsonObject> ToJsonAsync(CancellationToken cancellationToken)
    {
        var counts = new List<DeliveryCount>();
        var cursors = inbox?.Cursors() ?? [];
        var delivered = inbox?.Completeness() ?? [];
        var silent = shops.Where(shop => !delivered.Any(one => one.Shop == shop.Shop && one.Platform == shop.Platform))
            .Select(static shop => new InboxCompleteness(shop.Platform, shop.Shop, 0, 0, 0, 0, 0, 0));
        counts.AddRange(delivered.Concat(silent).Select(one => DeliveryCount.Of(
            one, cursors.FirstOrDefault(cursor => cursor.Shop == one.Shop && cursor.Platform == one.Platform))));
        if (folders is not null)
        {
            var refused = await OldestRefusedAsync(cancellationToken);
            counts.AddRange(folders.File.Read().Select(folder => DeliveryCount.Of(
                folder, folders.Ledger.Stand(folder.Name),
                refused.TryGetValue(folder.Name, out var oldest) ? oldest : null)));
        }

        var now = time.GetUtcNow();
        return new JsonObject
        {
            ["channels"] = Nodes.List(
                counts.OrderBy(static one => one.Channel, StringComparer.Ordinal), one => one.ToJson(now)),
            ["gaps"] = await GapsAsync(cancellationToken),
            ["addsUp"] = counts.TrueForAll(static one => one.AddsUp),
        };
    }

    private async Task<JsonArray> GapsAsync(CancellationToken cancellationToken)
    {
        var gaps = new JsonArray();
        foreach (var (channel, wanted) in SeriesByChannel())
        {
            foreach (var series in NumberSeries.Of(await NumbersAsync(channel, cancellationToken)))
            {
                if (wanted?.Contains(series.Name) == false)
                    continue;
                gaps.Add((JsonNode)new JsonObject
                {
                    ["channel"] = channel, ["series"] = series.Name, ["first"] = series.First, ["last"] = series.Last,
                    ["known"] = series.Known, ["missing"] = series.Missing,
                    ["ranges"] = string.Join(", ", series.Ranges),
                });
            }
        }

        return gaps;
    }

    /// <summary>By channel, the series to look at; null for all. What a shop chose goes before what a folder's platform
    /// does.</summary>
    private SortedDictionary<string, ImmutableArray<string>?> SeriesByChannel()
    {
        var chosen = new SortedDictionary<string, ImmutableArray<string>?>(StringComparer.Ordinal);
        foreach (var shop in shops)
            chosen.TryAdd(shop.Shop, SeriesChoice.Of(shop));
        foreach (var folder in folders?.File.Read() ?? [])
        {
            if (MarketplaceFormat.Parse(folder.Format) is { } format)
            {
                chosen.TryAdd(
                    format.Shop, SeriesChoice.OfPlatformNamed(MarketplaceFormat.NameOf(format.Platform)));
            }
        }

        foreach (var channel in chosen.Where(static one => one.Value is { IsEmpty: true }).ToArray())
            chosen.Remove(channel.Key);
        return chosen;
    }

    private async Task<List<string>> NumbersAsync(string channel, CancellationToken cancellationToken)
    {
        var numbers = new List<string>();
        string? after = null;
        do
        {
            var page = await model.ListOrdersAsync(
                new OrderQuery(Channel: channel), new PageRequest(PageRequest.MaxSize, after), cancellationToken);
            numbers.AddRange(page.Items.Select(static order => order.OrderNumber));
            after = page.Next;
        }
        while (after is not null);
        return numbers;
    }

    /// <summary>Of each folder the oldest input that is in the quarantine and was not resolved.</summary>
    private async Task<Dictionary<string, (string What, DateTimeOffset Since)>> OldestRefusedAsync(
        CancellationToken cancellationToken)
    {
        var oldest = new Dictionary<string, (string What, DateTimeOffset Since)>(StringComparer.Ordinal);
        var last = 0L;
        while (true)
        {
            var page = await intake.ListQuarantineAsync(false, last, PageRequest.MaxSize, cancellationToken);
            if (page.Count == 0)
                return oldest;
            foreach (var (number, input, _) in page)
            {
                if (input.Source.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash)
                    oldest.TryAdd(input.Source[..slash], ($"quarantine {number}, {input.Source}", input.At));
            }

            last = page[^1].Number;
        }
    }
}
