using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrderToCash.Server.Secrets;

/// <summary>A list in a file of JSON that its owner alone can read.</summary>
/// <param name="path">The file.</param>
/// <param name="list">The name under which the list stands in it, <c>keys</c>.</param>
/// <param name="kind">What the file is, for messages: <c>a key file</c>.</param>
/// <remarks>
/// Written whole to a new file that then takes the old one's place, so a reader never sees half of it. One process
/// changes it at a time (a person at the console); servers read it again when it has changed.
/// </remarks>
internal sealed class OwnerFile(string path, string list, string kind)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>When the file was changed; another value after each change, also for a file that is gone.</summary>
    public DateTime ChangedAt => File.GetLastWriteTimeUtc(Path);

    /// <summary>What is in the list; nothing where there is no file.</summary>
    /// <param name="parse">
    /// Reads one. Throws <see cref="FormatException"/> with the name of what is missing or wrong.
    /// </param>
    /// <exception cref="InvalidDataException">It is not such a file.</exception>
    /// <exception cref="IOException">It can't be read.</exception>
    public ImmutableArray<T> Read<T>(Func<JsonNode, T> parse)
    {
        if (!File.Exists(Path))
            return [];
        try
        {
            return JsonNode.Parse(File.ReadAllBytes(Path))?[list] is JsonArray nodes
                ? [.. nodes.Select(node => parse(node ?? throw Damaged()))]
                : throw Damaged();
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            throw Damaged(exception);
        }
    }

    /// <summary>Writes the list in place of the one before.</summary>
    public void Write(IEnumerable<JsonNode> nodes)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path));
        if (folder is not null)
            Directory.CreateDirectory(folder);
        var next = Path + ".new";
        File.Delete(next);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(next, options))
        {
            var document = new JsonObject { [list] = new JsonArray([.. nodes]) };
            file.Write(JsonSerializer.SerializeToUtf8Bytes(document, Indented));
            file.Flush(flushToDisk: true);
        }

        File.Move(next, Path, overwrite: true);
    }

    /// <summary>A text that has to be there.</summary>
    public static string Text(JsonNode node, string name) => (string?)node[name] ?? throw new FormatException(name);

    /// <summary>A number that has to be there.</summary>
    public static int Number(JsonNode node, string name) => (int?)node[name] ?? throw new FormatException(name);

    private InvalidDataException Damaged(Exception? exception = null) => new(
        $"{Path} is not {kind} ({exception?.Message ?? $"it has no {list}"}). Put back a copy, or delete it and add "
        + $"the {list} again.", exception);
}
