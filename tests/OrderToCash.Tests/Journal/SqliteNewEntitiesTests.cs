using OrderToCash.Adapters.Sqlite;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using Xunit;
using static OrderToCash.Tests.Journal.Turns;

namespace OrderToCash.Tests.Journal;

/// <summary>A writing journal knows of new entities that they are new, and never takes another for one.</summary>
public sealed class SqliteNewEntitiesTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("o2c-journal-").FullName;
    private int _asked = 10_000_000;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task New_ones_are_not_looked_up_and_stored_ones_are_found()
    {
        await using (var before = Open())
            await CommitAsync(before, await before.ClaimAsync(0, default), 0, 5000);

        await using var journal = Open();
        var row = await journal.ClaimAsync(0, default);
        Assert.Equal(0, journal.LookUpsSpared);
        await AskUntilSparedAsync(journal);
        row = await CommitAsync(journal, row, 5000, 100);
        await AssertStoredAsync(journal, 5100);

        var spared = journal.LookUpsSpared;
        Assert.Empty(await AskInVainAsync(journal, 1000));
        Assert.InRange(journal.LookUpsSpared - spared, 950, 1000);

        // The mixed request keeps its indexes.
        Assert.Equal(
            [$"1: event {Order(3)} 1 {{}}", $"3: event {Order(5099)} 1 {{}}"],
            await journal.LoadAsync(Order(20_000_000), Order(3), Order(20_000_001), Order(5099)));
        Assert.Equal(5100, row.State.Position);
    }

    [Fact]
    public async Task What_is_written_while_all_names_are_read_is_found()
    {
        await using var journal = Open();
        var row = await CommitAsync(journal, await journal.ClaimAsync(0, default), 0, 30_000);

        // The first reading ends in the midst: there are more than the smallest filter takes.
        var asking = Task.Run(() => AskUntilSparedAsync(journal));
        var count = 30_000;
        for (; !asking.IsCompleted || count < 60_000; count += 500)
            row = await CommitAsync(journal, row, count, 500);

        await asking;
        await AssertStoredAsync(journal, count);

        // Twice what the smallest filter takes would cost one look-up in forty.
        var start = DateTime.UtcNow;
        for (var spared = 0L; spared < 998;)
        {
            Assert.True(DateTime.UtcNow - start < Patience, "No larger filter was made within the time.");
            var before = journal.LookUpsSpared;
            Assert.Empty(await AskInVainAsync(journal, 1000));
            spared = journal.LookUpsSpared - before;
        }
    }

    [Fact]
    public async Task A_refused_commit_makes_nothing_of_its_entities()
    {
        await using var journal = Open();
        var row = await CommitAsync(journal, await journal.ClaimAsync(0, default), 0, 10);
        await AskUntilSparedAsync(journal);

        // Its second event is taken; the first is of a new entity.
        var refused = After(row, new TestEvent(Order(10), 1), new TestEvent(Order(3), 1));
        Assert.Equal(CommitStatus.Refused, (await journal.CommitAsync([refused], default)).Status);
        Assert.Empty(await journal.LoadAsync(Order(10)));
        await CommitAsync(journal, row, 10, 2);
        await AssertStoredAsync(journal, 12);
    }

    [Fact]
    public async Task A_snapshot_is_found_once_it_is_written()
    {
        await using var journal = Open();
        var row = await CommitAsync(journal, await journal.ClaimAsync(0, default), 0, 600);
        for (var start = DateTime.UtcNow; journal.LookUpsSpared == 0;)
        {
            Assert.True(DateTime.UtcNow - start < Patience, "Nothing was spared within the time.");
            await AssertStoredAsync(journal, 600);
        }

        var turn = After(row, new TestEvent(Order(7), 2));
        turn.Snapshots.Add(new StoredSnapshot(Order(7), 2, 1, "{}"u8.ToArray()));
        Assert.Equal(CommitOutcome.Committed, await journal.CommitAsync([turn], default));
        Assert.Equal(["0: snapshot 2 v1 {}"], await journal.LoadAsync(Order(7)));
    }

    [Fact]
    public async Task Numbers_that_were_read_are_those_that_are_written()
    {
        await using (var before = Open())
            await CommitAsync(before, await before.ClaimAsync(0, default), 0, 3000);

        await using var journal = Open();
        var row = await journal.ClaimAsync(0, default);
        await AssertStoredAsync(journal, 3000);
        var turn = After(row, Enumerable.Range(0, 3000).Select(number => new TestEvent(Order(number), 2)));
        Assert.Equal(CommitOutcome.Committed, await journal.CommitAsync([turn], default));
        Assert.Equal(
            [$"0: event {Order(2999)} 1 {{}}", $"0: event {Order(2999)} 2 {{}}"],
            await journal.LoadAsync(Order(2999)));
        Assert.Empty(await journal.CheckStoreAsync(default));
    }

    [Fact]
    public async Task Who_only_reads_looks_everything_up()
    {
        await using var journal = Open();
        var row = await CommitAsync(journal, await journal.ClaimAsync(0, default), 0, 1);
        await using var reading = SqliteJournal.Open(
            Path.Combine(_folder, "journal.db"), new SqliteJournalOptions { Mode = SqliteJournalMode.ReadOnly });
        Assert.Empty(await AskInVainAsync(reading, 2000));
        await CommitAsync(journal, row, 1, 1);
        Assert.Single(await reading.LoadAsync(Order(1)));
        Assert.Equal(0, reading.LookUpsSpared);
    }

    private SqliteJournal Open() => SqliteJournal.Open(
        Path.Combine(_folder, "journal.db"), new SqliteJournalOptions { ShardCount = 2 });

    private static async Task<ShardRow> CommitAsync(IJournal journal, ShardRow row, int first, int count)
    {
        var turn = After(row, Enumerable.Range(first, count).Select(number => new TestEvent(Order(number), 1)));
        Assert.Equal(CommitOutcome.Committed, await journal.CommitAsync([turn], default));
        return RowAfter(turn);
    }

    private static async Task AssertStoredAsync(IJournal journal, int count)
    {
        var stored = new ReadBack();
        await journal.LoadAsync([.. Enumerable.Range(0, count).Select(Order)], stored, default);
        Assert.Equal(count, stored.Events.Count);
    }

    private async Task<List<string>> AskInVainAsync(IJournal journal, int count) =>
        await journal.LoadAsync([.. Enumerable.Range(_asked += count, count).Select(Order)]);

    private async Task AskUntilSparedAsync(SqliteJournal journal)
    {
        for (var start = DateTime.UtcNow; journal.LookUpsSpared == 0;)
        {
            Assert.True(DateTime.UtcNow - start < Patience, "Nothing was spared within the time.");
            Assert.Empty(await AskInVainAsync(journal, 100));
        }
    }
}
