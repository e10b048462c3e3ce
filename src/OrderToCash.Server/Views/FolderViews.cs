using System.Text.Json.Nodes;
using OrderToCash.Adapters.Folders;
using OrderToCash.Server.Folders;

namespace OrderToCash.Server.Views;

/// <summary>Watched folders as results.</summary>
public static class FolderViews
{
    /// <summary>The folders of a node; none where it watches none.</summary>
    public static JsonObject List(ServedFolders? folders, DateTimeOffset now) => new()
    {
        ["folders"] = folders is null
            ? new JsonArray()
            : Nodes.List(folders.File.Read(), folder => Of(folder, folders.Ledger.Stand(folder.Name), now)),
    };

    /// <summary>A folder: what it is, what was taken from it, and what keeps the rest.</summary>
    public static JsonObject Of(WatchedFolder folder, FolderStand stand, DateTimeOffset now)
    {
        var node = new JsonObject
        {
            ["name"] = folder.Name, ["path"] = folder.Path, ["format"] = folder.Format,
            ["everySeconds"] = (int)folder.Every.TotalSeconds,
            ["unchangedSeconds"] = (int)folder.Unchanged.TotalSeconds,
            ["filesTaken"] = stand.Taken, ["filesDuplicate"] = stand.Repeated, ["filesRefused"] = stand.Refused,
            ["inputs"] = Of(stand.Counts), ["lastFile"] = stand.LastFile, ["lastAt"] = Nodes.Time(stand.LastAt),
        };
        if (stand.Look is { } look)
        {
            node["lookedAt"] = Nodes.Time(look.At);
            node["filesWaiting"] = look.Waiting;
            if (look.OldestAt is { } oldest)
                node["oldestWaitsSeconds"] = (long)Math.Max(0, (now - oldest).TotalSeconds);
            if (look.Trouble is not null)
                node["trouble"] = look.Trouble;
        }

        return node;
    }

    /// <summary>What became of inputs.</summary>
    public static JsonObject Of(InputCounts counts) => new()
    {
        ["read"] = counts.Read, ["accepted"] = counts.Accepted, ["duplicates"] = counts.Duplicates,
        ["nothingToDo"] = counts.NothingToDo, ["rejected"] = counts.Rejected,
    };
}
