using Microsoft.Extensions.Logging;
using OrderToCash.Adapters.Folders;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Server.Folders;

/// <summary>Looks at one folder, and takes what is there.</summary>
/// <remarks>
/// One at a time looks. Its trouble is its own: it is noted, said in the log once, and tried again at the next look.
/// </remarks>
internal sealed class FolderTask(
    WatchedFolder folder, FileTaking taking, FolderLedger ledger, TimeProvider time, ILogger logger)
{
    /// <summary>A look that saw nothing new is noted this seldom: each is a flush of the disk.</summary>
    private static readonly TimeSpan NoteEvery = TimeSpan.FromMinutes(1);

    private readonly FileWatch _watch = new(time, folder.Unchanged);
    private FolderLook? _noted;

    /// <summary>The folder.</summary>
    public WatchedFolder Folder => folder;

    /// <summary>Looks until stopped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Off the caller's thread: looking waits for the file system.
        await Task.Yield();
        while (!cancellationToken.IsCancellationRequested)
        {
            await LookAsync(cancellationToken);
            await Task.Delay(folder.Every, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Looks once: takes what has not changed for long enough.</summary>
    /// <returns>How many files were decided.</returns>
    public async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        var (taken, waiting) = (0, 0);
        DateTimeOffset? oldestAt = null;
        string? trouble = null;
        try
        {
            var found = FoundFile.In(folder.Path);
            var ready = _watch.Ready(found);
            waiting = found.Count;
            foreach (var file in ready)
            {
                if (cancellationToken.IsCancellationRequested)
                    break;
                var problem = await TakeAsync(file, cancellationToken);
                taken += problem is null ? 1 : 0;
                trouble ??= problem is { Length: > 0 } ? problem : null;
            }

            // Again, since others may have come meanwhile.
            var left = taken > 0 ? FoundFile.In(folder.Path) : found;
            waiting = left.Count;
            oldestAt = left.Count > 0 ? left.Min(static file => file.ChangedAt) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            trouble = exception.Message;
        }

        Note(new FolderLook(time.GetUtcNow(), waiting, oldestAt, trouble), taken > 0);
        return taken;
    }

    /// <returns>Null where it was decided and moved; a trouble; or nothing where it just stays.</returns>
    private async Task<string?> TakeAsync(FoundFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await taking.TakeAsync(folder, file, cancellationToken) ? null : "";
        }
        catch (FileNotFoundException)
        {
            // Somebody took it away, or another node did: what was decided is decided.
            return "";
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or JournalUnavailableException)
        {
            return $"{file.Name}: {exception.Message}";
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped in the middle: the file is taken again.
            return "";
        }
    }

    private void Note(FolderLook look, bool isNews)
    {
        if (look.Trouble is { } trouble && trouble != _noted?.Trouble)
            LogMessages.FolderTrouble(logger, folder.Name, trouble);
        else if (look.Trouble is null && _noted?.Trouble is not null)
            LogMessages.FolderWell(logger, folder.Name);
        if (!isNews && _noted is { } noted && noted.Waiting == look.Waiting && noted.Trouble == look.Trouble
            && noted.OldestAt == look.OldestAt && look.At - noted.At < NoteEvery)
        {
            return;
        }

        try
        {
            ledger.Note(folder.Name, look);
            _noted = look;
        }
        catch (IOException exception)
        {
            LogMessages.FolderTrouble(logger, folder.Name, exception.Message);
            _noted = look;
        }
    }
}
