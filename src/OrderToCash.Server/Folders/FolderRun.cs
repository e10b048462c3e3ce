using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OrderToCash.Adapters.Folders;
using OrderToCash.Application.Hosting;
using OrderToCash.Application.Pipelines;
using OrderToCash.Engine.Journal;
using OrderToCash.Server.Intake;

namespace OrderToCash.Server.Folders;

/// <summary>Takes files from the watched folders while a store runs.</summary>
/// <remarks>
/// A task looks every second whether folders were added or removed, and each folder has a task of its own, so that one
/// that hangs or fails holds up no other. All end with <see cref="DisposeAsync"/>; a file under way is given up then,
/// and taken again by the next run.
/// </remarks>
public sealed class FolderRun : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly FolderFile _file;
    private readonly FolderLedger _ledger;
    private readonly FileTaking _taking;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Watched> _watched = [];
    private DateTime? _changedAt;
    private Task _running = Task.CompletedTask;

    private FolderRun(
        FolderFile file, FolderLedger ledger, EngineHost engine, IJournal journal, IIntakeStore store,
        TimeProvider time, ILogger logger)
    {
        (_file, _ledger, _time, _logger) = (file, ledger, time, logger);
        _taking = new FileTaking(ledger, engine, store, OwnBankFeed.Of(journal), time, logger);
    }

    /// <summary>Starts.</summary>
    /// <param name="store">Keeps what is refused.</param>
    public static FolderRun Start(
        FolderFile file, FolderLedger ledger, EngineHost engine, IJournal journal, IIntakeStore store,
        TimeProvider time, ILogger logger)
    {
        var run = new FolderRun(file, ledger, engine, journal, store, time, logger);
        run._running = run.RunAsync();
        return run;
    }

    /// <summary>Takes what is there now, and ends.</summary>
    /// <returns>How many files were decided.</returns>
    /// <exception cref="InvalidDataException">The file of folders is not one.</exception>
    public static async Task<int> RunOnceAsync(
        FolderFile file, FolderLedger ledger, EngineHost engine, IJournal journal, IIntakeStore store,
        TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var taking = new FileTaking(ledger, engine, store, OwnBankFeed.Of(journal), time, logger);
        var counts = await Task.WhenAll(file.Read().Select(async folder =>
        {
            var task = new FolderTask(folder, taking, ledger, time, logger);
            var taken = await task.LookAsync(cancellationToken);
            await Task.Delay(folder.Unchanged, time, cancellationToken);
            return taken + await task.LookAsync(cancellationToken);
        }));
        return counts.Sum();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await Task.WhenAll(_watched.Select(static one => one.EndAsync()));
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        await Task.Yield();
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (_file.ChangedAt is var changedAt && changedAt != _changedAt)
                {
                    await ApplyAsync(_file.Read());
                    _changedAt = changedAt;
                }
            }
            catch (Exception exception) when (
                exception is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                LogMessages.FoldersUnreadable(_logger, _file.Path, exception.Message);
                _changedAt = _file.ChangedAt;
            }

            await Task.Delay(LookEvery, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Folders that stay as they are go on; the others end, and those that are new begin.</summary>
    private async Task ApplyAsync(ImmutableArray<WatchedFolder> folders)
    {
        foreach (var gone in _watched.Where(one => !folders.Contains(one.Task.Folder)).ToArray())
        {
            _watched.Remove(gone);
            await gone.EndAsync();
        }

        foreach (var added in folders.Where(folder => !_watched.Exists(one => one.Task.Folder == folder)))
        {
            LogMessages.FolderWatched(_logger, added.Name, added.Path, added.Format);
            _watched.Add(new Watched(new FolderTask(added, _taking, _ledger, _time, _logger), _stop.Token));
        }
    }

    /// <summary>A folder's task while it runs.</summary>
    private sealed class Watched
    {
        private readonly CancellationTokenSource _stop;
        private readonly Task _running;

        public Watched(FolderTask task, CancellationToken stopping)
        {
            Task = task;
            _stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            _running = task.RunAsync(_stop.Token);
        }

        public FolderTask Task { get; }

        public async Task EndAsync()
        {
            await _stop.CancelAsync();
            await _running;
            _stop.Dispose();
        }
    }
}
