using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OrderToCash.Adapters.Folders;
using OrderToCash.Server.Secrets;

namespace OrderToCash.Server.Folders;

/// <summary>Keeps the watched folders in a file of JSON, readable by its owner alone.</summary>
public sealed class FolderFile(string path)
{
    private readonly OwnerFile _file = new(path, "folders", "a file of folders");

    /// <summary>The file.</summary>
    public string Path => _file.Path;

    /// <summary>When the file was changed; another value after each change, also for a file that is gone.</summary>
    public DateTime ChangedAt => _file.ChangedAt;

    /// <summary>The folders; none where there is no file.</summary>
    /// <exception cref="InvalidDataException">It is not a file of folders.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public ImmutableArray<WatchedFolder> Read() => _file.Read(Parse);

    /// <summary>Writes the folders.</summary>
    public void Write(ImmutableArray<WatchedFolder> folders) => _file.Write(folders.Select(Node));

    private static WatchedFolder Parse(JsonNode node)
    {
        var format = OwnerFile.Text(node, "format");
        return new WatchedFolder(
            OwnerFile.Text(node, "name"), OwnerFile.Text(node, "path"),
            WatchedFolder.IsKnown(format) ? format : throw new FormatException("format"))
        {
            Every = TimeSpan.FromSeconds(OwnerFile.Number(node, "everySeconds")),
            Unchanged = TimeSpan.FromSeconds(OwnerFile.Number(node, "unchangedSeconds")),
        };
    }

    private static JsonObject Node(WatchedFolder folder) => new()
    {
        ["name"] = folder.Name, ["path"] = folder.Path, ["format"] = folder.Format,
        ["everySeconds"] = (int)folder.Every.TotalSeconds, ["unchangedSeconds"] = (int)folder.Unchanged.TotalSeconds,
    };
}
