namespace OrderToCash.Adapters.Folders;

/// <summary>A file as a look at its folder found it.</summary>
/// <param name="Name">Without its folder.</param>
/// <param name="ChangedAt">By the file system's clock, which need not be ours.</param>
public readonly record struct FoundFile(string Name, long Bytes, DateTime ChangedAt)
{
    private static readonly string[] Unfinished = [".tmp", ".part"];

    /// <summary>The files of a folder, without folders, links and what their writers hide, by name.</summary>
    /// <exception cref="IOException">The folder can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static List<FoundFile> In(string folder)
    {
        var found = new List<FoundFile>();
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles())
        {
            // A link may lead anywhere, and moving it would leave the file where it is.
            if (!IsHidden(file.Name) && file.LinkTarget is null && Of(file) is { } one)
                found.Add(one);
        }

        found.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        return found;
    }

    /// <summary>True where it is still there, as it was found.</summary>
    public bool IsStillIn(string folder) => Of(new FileInfo(Path.Combine(folder, Name))) == this;

    /// <summary>True for a name whose writer is not done: <c>.x</c>, <c>x.tmp</c>, <c>x.part</c>.</summary>
    public static bool IsHidden(string name) => name.StartsWith('.')
        || Array.Exists(Unfinished, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Null where it is gone.</summary>
    private static FoundFile? Of(FileInfo file)
    {
        try
        {
            return new FoundFile(file.Name, file.Length, file.LastWriteTimeUtc);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
