using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using OrderToCash.Adapters.Banks;
using OrderToCash.Adapters.Folders;
using OrderToCash.Application.Hosting;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Server.Folders;

/// <summary>Takes a file of a watched folder through the engine, and moves it once it is decided.</summary>
/// <remarks>
/// The order of steps makes a crash harmless: inputs are decided, then the file is noted, then it is moved. A file that
/// is still there and not noted is read again: what is known counts as duplicates. One that is noted is only moved.
/// </remarks>
internal sealed class FileTaking(
    FolderLedger ledger, EngineHost engine, IIntakeStore store, BankFeed bank, TimeProvider time, ILogger logger)
{
    /// <summary>So many are written beside a refused file; the quarantine has them all.</summary>
    private const int MaxReasons = 50;

    /// <summary>Takes a file; false where it stays: the run was stopped, or its writer goes on writing.</summary>
    /// <exception cref="IOException">It, or a place to move it to, can't be read or written; it stays.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read or moved; it stays.</exception>
    public async Task<bool> TakeAsync(WatchedFolder folder, FoundFile file, CancellationToken cancellationToken)
    {
        var hash = await HashAsync(Path.Combine(folder.Path, file.Name), cancellationToken);
        if (ledger.Find(folder.Name, hash) is { IsRefused: false } known)
        {
            if (known.IsMoved || known.Name != file.Name)
            {
                LogMessages.FileRepeated(logger, folder.Name, file.Name, known.Name, known.At);
                ledger.NoteRepeat(folder.Name, hash, file.Name);
            }

            MoveTaken(folder, file, hash);
            return true;
        }

        var (counts, reasons) = await ReadAsync(folder, file, cancellationToken);
        if (counts is not { } decided || !file.IsStillIn(folder.Path))
            return false;
        var isRefused = decided.Rejected == decided.Read && reasons.Count > 0;
        ledger.Note(new TakenFile(
            folder.Name, hash, file.Name, file.Bytes, time.GetUtcNow(), isRefused, decided));
        if (isRefused)
        {
            var place = FolderPlaces.ToError(folder.Path, file.Name, ReasonText(folder, file, decided, reasons));
            LogMessages.FileRefused(logger, folder.Name, file.Name, reasons[0], place);
            ledger.NoteMoved(folder.Name, hash);
            return true;
        }

        LogMessages.FileTaken(
            logger, folder.Name, file.Name, decided.Read, decided.Accepted, decided.Duplicates, decided.Rejected);
        MoveTaken(folder, file, hash);
        return true;
    }

    private void MoveTaken(WatchedFolder folder, FoundFile file, string hash)
    {
        FolderPlaces.ToArchive(folder.Path, file.Name, time.GetUtcNow());
        ledger.NoteMoved(folder.Name, hash);
    }

    /// <summary>Counts are null where the run was stopped before the file's end.</summary>
    private async Task<(InputCounts? Counts, List<string> Reasons)> ReadAsync(
        WatchedFolder folder, FoundFile file, CancellationToken cancellationToken)
    {
        var reasons = new List<string>();
        try
        {
            var source = await folder.OpenAsync(file.Name, bank, cancellationToken);
            using var closing = source as IDisposable;
            var pipeline = new Pipeline(engine, store, time, (position, outcome) =>
            {
                if (outcome.Rejection is { } rejection && reasons.Count < MaxReasons)
                    reasons.Add($"{position}: {rejection}");
            });
            var report = await pipeline.RunAsync(
                new WholeFile(source, $"{folder.Name}/{file.Name}"), folder.Format, folder.Who, cancellationToken);
            return (report.IsComplete ? InputCounts.Of(report) : null, reasons);
        }
        catch (SourceUnreadableException exception) when (!IsPassing(exception.InnerException))
        {
            return (default(InputCounts), [exception.Message]);
        }
        catch (SourceUnreadableException exception)
        {
            throw new IOException(exception.Message, exception);
        }
        catch (InvalidOperationException) when (engine.Completion.IsCompleted)
        {
            // The engine has stopped: what is not decided is taken again.
            return (null, reasons);
        }
    }

    /// <summary>True for what may be well again the next time, with the same file.</summary>
    private static bool IsPassing(Exception? inner) =>
        inner is UnauthorizedAccessException or (IOException and not EndOfStreamException);

    private string ReasonText(WatchedFolder folder, FoundFile file, InputCounts counts, List<string> reasons)
    {
        var more = counts.Rejected > reasons.Count ? $"\n… {counts.Rejected - reasons.Count} more" : "";
        var kept = counts.Rejected > 0 ? "Each is also in the quarantine with its bytes: o2c quarantine list\n" : "";
        return $"{file.Name} was refused at {time.GetUtcNow():O} in the folder {folder.Name} ({folder.Format}).\n"
            + $"{string.Join('\n', reasons)}{more}\n{kept}"
            + "Mend the file, or have it sent again, and put it into the folder; put back as it is, it is tried again."
            + "\n";
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }

    /// <summary>The source under its folder's name, and without its checkpoint: a file is one content.</summary>
    private sealed class WholeFile(ISource source, string name) : ISource
    {
        public string Name => name;

        public string? Identity => null;

        public long? TotalBytes => source.TotalBytes;

        public IAsyncEnumerable<SourceItem> ReadAsync(long afterPosition, CancellationToken cancellationToken) =>
            source.ReadAsync(afterPosition, cancellationToken);
    }
}
