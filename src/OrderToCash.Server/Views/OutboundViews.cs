using System.Text.Json.Nodes;
using OrderToCash.Adapters.Outbound;
using OrderToCash.Application.Outbound;

namespace OrderToCash.Server.Views;

/// <summary>What channels are to be told, as answers.</summary>
public static class OutboundViews
{
    /// <summary>A list of entries.</summary>
    /// <param name="isWhole">True where each has all that is known of it.</param>
    public static JsonObject List(IReadOnlyList<OutboundEntry> entries, bool isWhole) =>
        new() { ["entries"] = Nodes.List(entries, isWhole ? Whole : Row) };

    /// <summary>An entry in a list.</summary>
    public static JsonObject Row(OutboundEntry entry) => new()
    {
        ["channel"] = entry.Channel, ["kind"] = Nodes.Word(entry.Kind), ["id"] = entry.Id,
        ["state"] = Nodes.Word(entry.State), ["quantity"] = QuantityOf(entry, entry.Quantity),
        ["told"] = entry.ToldPosition == 0 ? null : QuantityOf(entry, entry.ToldQuantity),
        ["attempts"] = entry.Attempts, ["changed"] = Nodes.Time(entry.ChangedAt), ["reason"] = entry.Error,
    };

    /// <summary>An entry with all that is known of it.</summary>
    public static JsonObject Whole(OutboundEntry entry)
    {
        var row = Row(entry);
        row["shard"] = entry.Shard;
        row["position"] = entry.Position;
        row["toldPosition"] = entry.ToldPosition;
        row["sent"] = Nodes.Time(entry.SentAt);
        row["due"] = entry.State == OutboundState.Waiting ? Nodes.Time(entry.DueAt) : null;
        row["isUncertain"] = entry.IsUncertain;
        row["isUrgent"] = entry.IsUrgent;
        return row;
    }

    /// <summary>How much there is, and how far behind each channel is.</summary>
    /// <param name="told">The channels that are told at all.</param>
    public static JsonObject Stats(
        IReadOnlyList<OutboundCount> counts, long takenEvents, IReadOnlySet<string> told, DateTimeOffset now) => new()
        {
            ["takenEvents"] = takenEvents,
            ["channels"] = Nodes.List(counts.GroupBy(static count => count.Channel), channel => new JsonObject
            {
                ["channel"] = channel.Key, ["isTold"] = told.Contains(channel.Key),
                ["lagSeconds"] = channel.Min(static count => count.OldestChange) is { } oldest
                    ? Math.Max(0, (long)(now - oldest).TotalSeconds) : 0,
                ["waiting"] = CountOf(channel, OutboundState.Waiting),
                ["sending"] = CountOf(channel, OutboundState.Sending), ["done"] = CountOf(channel, OutboundState.Done),
                ["dead"] = CountOf(channel, OutboundState.Dead),
                ["maxAttempts"] = channel.Max(static count => count.MaxAttempts),
            }),
        };

    private static JsonNode? QuantityOf(OutboundEntry entry, long quantity) =>
        entry.Kind == OutboundKind.Stock ? JsonValue.Create(quantity) : null;

    private static long CountOf(IEnumerable<OutboundCount> counts, OutboundState state) =>
        counts.Where(count => count.State == state).Sum(static count => count.Count);
}
