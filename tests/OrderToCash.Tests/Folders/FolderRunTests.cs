using Microsoft.Extensions.Logging.Abstractions;
using OrderToCash.Adapters.Folders;
using OrderToCash.Domain.Orders;
using OrderToCash.Engine.Journal;
using OrderToCash.Server.Folders;
using OrderToCash.Tests.Files;
using OrderToCash.Tests.Pipelines;
using Xunit;

namespace OrderToCash.Tests.Folders;

/// <summary>What becomes of files in watched folders, whatever happens in between.</summary>
public sealed class FolderRunTests : IAsyncLifetime
{
    private readonly TestFolder _store = new();
    private readonly TestFolder _folder = new();
    private readonly TestFolder _other = new();
    private FolderFile _file = null!;
    private FolderLedger _ledger = null!;
    private PipelineRun _run = null!;

    public async Task InitializeAsync()
    {
        _run = await PipelineRun.StartAsync();
        _ledger = FolderLedger.Open(Path.Combine(_store.Path, "folders.db"));
        _file = new FolderFile(Path.Combine(_store.Path, "folders.json"));
        _file.Write(
        [
            new WatchedFolder("shop", _folder.Path, "orders") { Unchanged = TimeSpan.Zero },
            new WatchedFolder("other", _other.Path, "stock") { Unchanged = TimeSpan.Zero },
        ]);
    }

    public async Task DisposeAsync()
    {
        await _run.DisposeAsync();
        _ledger.Dispose();
        _store.Dispose();
        _folder.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task A_file_is_archived_once_every_input_is_decided_and_its_content_again_is_a_duplicate()
    {
        _folder.Write("a.ndjson", Inputs.OrderLine + "\n{\"wrong\":1}\n");
        Assert.Equal(1, await RunAsync());
        _folder.Write("b.ndjson", Inputs.OrderLine + "\n{\"wrong\":1}\n");
        Assert.Equal(1, await RunAsync());

        Assert.Equal(["archive/DAY/a.ndjson", "archive/DAY/b.ndjson"], _folder.Files());
        Assert.Equal(1, _run.Count<OrderEvent.Placed>());
        var stand = _ledger.Stand("shop");
        Assert.Equal((1, 1, 0), (stand.Taken, stand.Repeated, stand.Refused));
        Assert.Equal(new InputCounts(2, 1, 0, 0, 1), stand.Counts);
        var refused = Assert.Single(await _run.Store.ListQuarantineAsync(false, 0, 10, default));
        Assert.Equal(("shop/a.ndjson", 2), (refused.Input.Source, refused.Input.Position));
    }

    [Fact]
    public async Task A_file_that_is_refused_whole_goes_to_error_with_its_reasons_and_is_tried_again_when_put_back()
    {
        const string Text = "{\"wrong\":1}\n[]\n";
        _folder.Write("a.ndjson", Text);
        await RunAsync();
        Assert.Equal(["error/a.ndjson", "error/a.ndjson.reason.txt"], _folder.Files());
        Assert.Contains("1: ", _folder.Read("error/a.ndjson.reason.txt"), StringComparison.Ordinal);

        _folder.Write("a.ndjson", Text);
        await RunAsync();

        Assert.Equal(
            ["error/a.ndjson", "error/a.ndjson.2", "error/a.ndjson.2.reason.txt", "error/a.ndjson.reason.txt"],
            _folder.Files());
        Assert.Equal((0, 1), (_ledger.Stand("shop").Taken, _ledger.Stand("shop").Refused));
    }

    [Fact]
    public async Task A_file_that_cannot_be_unpacked_goes_to_error_and_says_why()
    {
        _folder.Write("a.gz", [0x1F, 0x8B, 8, 0, 1, 2, 3]);

        await RunAsync();

        Assert.Equal(["error/a.gz", "error/a.gz.reason.txt"], _folder.Files());
        Assert.Contains("a.gz", _folder.Read("error/a.gz.reason.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_before_the_file_is_noted_lets_it_be_read_again_and_changes_nothing()
    {
        _folder.Write("a.ndjson", Inputs.OrderLine + "\n");
        await RunAsync();
        File.Move(Directory.GetFiles(_folder.Path, "a.ndjson", SearchOption.AllDirectories)[0],
            Path.Combine(_folder.Path, "a.ndjson"));
        using var forgetful = FolderLedger.Open(Path.Combine(_store.Path, "other.db"));

        await RunAsync(forgetful);

        Assert.Equal(["archive/DAY/a.ndjson"], _folder.Files());
        Assert.Equal(1, _run.Count<OrderEvent.Placed>());
        Assert.Equal(new InputCounts(1, 0, 1, 0, 0), forgetful.Stand("shop").Counts);
    }

    [Fact]
    public async Task What_keeps_one_folder_from_being_moved_or_read_is_said_and_holds_up_no_other()
    {
        // As a disk that is gone, or full.
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "archive"), "/nowhere/at/all");
        _folder.Write("a.ndjson", Inputs.OrderLine + "\n");
        _other.Write("s.ndjson", Inputs.Movement + "\n");
        Assert.Equal(1, await RunAsync());
        Assert.Contains("a.ndjson", _ledger.Stand("shop").Look?.Trouble, StringComparison.Ordinal);
        Assert.Equal(["archive/DAY/s.ndjson"], _other.Files());
        Directory.Move(_other.Path, _other.Path + "-gone");
        await RunAsync();
        Assert.NotNull(_ledger.Stand("other").Look?.Trouble);
        Directory.Move(_other.Path + "-gone", _other.Path);

        File.Delete(Path.Combine(_folder.Path, "archive"));
        await RunAsync();

        // Noted before: it is only moved, and is no duplicate of itself.
        Assert.Equal(["archive/DAY/a.ndjson"], _folder.Files());
        var stand = _ledger.Stand("shop");
        Assert.Equal((1, 0, null), (stand.Taken, stand.Repeated, stand.Look?.Trouble));
        Assert.Equal(new InputCounts(1, 1, 0, 0, 0), stand.Counts);
    }

    [Fact]
    public async Task A_folder_that_is_added_while_it_runs_is_watched()
    {
        using var added = new TestFolder();
        added.Write("a.ndjson", Inputs.OrderLine + "\n");
        await using (FolderRun.Start(
            _file, _ledger, _run.Engine, new VolatileJournal(1), _run.Store, new HastyTime(), NullLogger.Instance))
        {
            _file.Write(
                [.. _file.Read(), new WatchedFolder("new", added.Path, "orders") { Unchanged = TimeSpan.Zero }]);
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
            while (_ledger.Stand("new").Taken == 0)
            {
                patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        Assert.Equal(["archive/DAY/a.ndjson"], added.Files());
    }

    private Task<int> RunAsync(FolderLedger? ledger = null) => FolderRun.RunOnceAsync(
        _file, ledger ?? _ledger, _run.Engine, new VolatileJournal(1), _run.Store, TimeProvider.System,
        NullLogger.Instance, CancellationToken.None);
}
