using System.Text.Json.Nodes;
using OrderToCash.Adapters.Folders;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Server.Views;

namespace OrderToCash.Server.Completeness;

/// <summary>What came for a channel in one way, and what became of it.</summary>
/// <param name="Way"><c>inbox</c> (webhooks, and what a shop was asked for), or <c>folder NAME</c>.</param>
/// <param name="Delivered">Counted for itself, not summed up from the others.</param>
internal sealed record DeliveryCount(
    string? Channel, string? Platform, string Way, long Delivered, long Accepted, long Duplicate, long Quarantined,
    long Ignored, long Waiting)
{
    /// <summary>The oldest that is waiting or was refused, and since when; null: there is none.</summary>
    public (string What, DateTimeOffset Since)? Oldest { get; init; }

    /// <summary>
    /// How far it was read: the time up to which a shop was asked, the last file; null where nobody reads.
    /// </summary>
    public string? Cursor { get; init; }

    /// <summary>Files that are not decided; null where there are no files.</summary>
    public int? WaitingFiles { get; init; }

    /// <summary>Whatever came is in one of the others.</summary>
    public bool AddsUp => Delivered == Accepted + Duplicate + Quarantined + Ignored + Waiting;

    /// <summary>What keeps more from being read; null: nothing.</summary>
    public string? Trouble { get; init; }

    /// <summary>Of a shop's webhooks, and of what it was asked for: both go through the inbox.</summary>
    /// <param name="cursor">How far it was asked; null where it only delivers.</param>
    public static DeliveryCount Of(InboxCompleteness count, ShopCursor? cursor) => new(
        count.Shop, count.Platform, "inbox", count.Delivered, count.Accepted, count.Duplicate, count.Refused,
        count.Ignored, count.Waiting)
    {
        Oldest = count.Oldest is { } oldest
            ? ($"delivery {oldest.Number}, {InboxStates.WordOf(oldest.State)}", oldest.ReceivedAt)
            : null,
        Cursor = Nodes.Time(cursor?.ReadUntil), Trouble = cursor?.Error,
    };

    /// <summary>Of a watched folder: its inputs, and beside them its files.</summary>
    /// <param name="oldestRefused">Of its inputs in the quarantine.</param>
    public static DeliveryCount Of(
        WatchedFolder folder, FolderStand stand, (string What, DateTimeOffset Since)? oldestRefused)
    {
        var counts = stand.Counts;
        (string What, DateTimeOffset Since)? waiting = stand.Look?.OldestAt is { } since ? ("a file, waiting", since)
            : null;
        return new DeliveryCount(
            folder.Shop, null, "folder " + folder.Name, counts.Read, counts.Accepted, counts.Duplicates,
            counts.Rejected, counts.NothingToDo, 0)
        {
            Oldest = waiting is null || oldestRefused?.Since < waiting.Value.Since ? oldestRefused ?? waiting : waiting,
            Cursor = stand.LastFile, WaitingFiles = stand.Look?.Waiting, Trouble = stand.Look?.Trouble,
        };
    }

    /// <summary>As a row.</summary>
    public JsonObject ToJson(DateTimeOffset now)
    {
        var row = new JsonObject
        {
            ["channel"] = Channel, ["platform"] = Platform, ["way"] = Way, ["delivered"] = Delivered,
            ["accepted"] = Accepted, ["duplicate"] = Duplicate, ["quarantined"] = Quarantined, ["ignored"] = Ignored,
            ["waiting"] = Waiting, ["waitingFiles"] = WaitingFiles, ["addsUp"] = AddsUp, ["cursor"] = Cursor,
        };
        if (Oldest is { } oldest)
        {
            row["oldestUnreconciled"] = oldest.What;
            row["oldestSince"] = Nodes.Time(oldest.Since);
            row["oldestAgeSeconds"] = (long)Math.Max(0, (now - oldest.Since).TotalSeconds);
        }

        if (Trouble is not null)
            row["trouble"] = Trouble;

        return row;
    }
}
