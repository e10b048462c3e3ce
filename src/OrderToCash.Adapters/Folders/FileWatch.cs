namespace OrderToCash.Adapters.Folders;

/// <summary>Tells which files of a folder their writers are done with.</summary>
/// <remarks>
/// Who renames a finished file into the folder need not wait; of whoever writes into it directly only this can be seen:
/// that size and time stay as they are. Looks instead of the system's notices: those don't come over a network.
/// One thread at a time.
/// </remarks>
/// <param name="unchanged">For how long they have to stay.</param>
public sealed class FileWatch(TimeProvider time, TimeSpan unchanged)
{
    private Dictionary<string, (FoundFile File, long Since)> _known = new(StringComparer.Ordinal);

    /// <summary>Of what a look found, what can be taken, in the order of names.</summary>
    public List<FoundFile> Ready(IEnumerable<FoundFile> found)
    {
        var now = time.GetTimestamp();
        var next = new Dictionary<string, (FoundFile File, long Since)>(StringComparer.Ordinal);
        var ready = new List<FoundFile>();
        foreach (var file in found)
        {
            var since = _known.TryGetValue(file.Name, out var known) && known.File == file ? known.Since : now;
            next[file.Name] = (file, since);
            if (time.GetElapsedTime(since, now) >= unchanged)
                ready.Add(file);
        }

        _known = next;
        return ready;
    }
}
