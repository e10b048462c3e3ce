using OrderToCash.Adapters.Sqlite;
using OrderToCash.Adapters.Stores;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using Xunit;
using static OrderToCash.Tests.Journal.Turns;

namespace OrderToCash.Tests.Journal;

/// <summary>The contract on a SQLite file, and what is said of files only.</summary>
public sealed class SqliteJournalTests : JournalContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("o2c-journal-").FullName;

    private string JournalPath => Path.Combine(_folder, "journal.db");

    protected override Task<IJournal> CreateAsync(int shardCount) =>
        Task.FromResult<IJournal>(Open(shardCount: shardCount));

    protected override async Task<IJournal> ReopenAsync(IJournal journal)
    {
        await journal.DisposeAsync();
        return Open(SqliteJournalMode.ReadWrite);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private SqliteJournal Open(SqliteJournalMode mode = SqliteJournalMode.ReadWriteCreate, int shardCount = 4) =>
        SqliteJournal.Open(JournalPath, new SqliteJournalOptions { Mode = mode, ShardCount = shardCount });

    private async Task<ShardRow> CommitAsync(int shard, params IEnumerable<TestEvent> events)
    {
        var turn = After(await Journal.ClaimAsync(shard, default), events);
        Assert.Equal(CommitOutcome.Committed, await Journal.CommitAsync([turn], default));
        return RowAfter(turn);
    }

    [Fact]
    public async Task Keeps_its_id_and_shard_count_whatever_it_is_opened_with()
    {
        var info = Journal.Info;
        await Journal.DisposeAsync();
        await using (var other = Open(shardCount: 9))
            Assert.Equal(info, other.Info);

        Assert.NotEqual(Guid.Empty, info.Id);
    }

    [Fact]
    public void A_second_writer_is_told_who_has_the_journal()
    {
        var refused = Assert.Throws<StoreLockedException>(() => Open());
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", refused.Message);
        Assert.Contains(Environment.CommandLine, refused.Message);
        Assert.Contains("Stop that process, or ask it where it is `o2c serve`: --server URL.", refused.Message);
    }

    [Fact]
    public async Task Reads_beside_a_running_writer()
    {
        await CommitAsync(0, new TestEvent(Order(1), 1, "first"));
        await using var reading = Open(SqliteJournalMode.ReadOnly);
        Assert.Equal(Journal.Info, reading.Info);
        Assert.Equal("first", Assert.Single(await reading.ShardAsync(0)).Event.Payload);
        await CommitAsync(0, new TestEvent(Order(1), 2, "second"));
        Assert.Equal(2, (await reading.ShardAsync(0)).Count);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await reading.ClaimAsync(0, default));
    }

    [Fact]
    public async Task Reads_after_the_writer_has_gone()
    {
        await CommitAsync(0, new TestEvent(Order(1), 1, "first"));
        await Journal.DisposeAsync();
        await using var reading = Open(SqliteJournalMode.ReadOnly);
        Assert.Single(await reading.ShardAsync(0));
    }

    [Theory]
    [InlineData(SqliteJournalMode.ReadOnly)]
    [InlineData(SqliteJournalMode.ReadWrite)]
    public void A_missing_file_is_named(SqliteJournalMode mode)
    {
        var path = Path.Combine(_folder, "missing.db");
        var refused = Assert.Throws<JournalUnavailableException>(
            () => SqliteJournal.Open(path, new SqliteJournalOptions { Mode = mode }));
        Assert.Contains($"There is no journal at {path}", refused.Message);
        Assert.False(File.Exists(path));
    }

    [Theory]
    [InlineData(0, "use the older o2c")]
    [InlineData(2, "use the newer o2c")]
    public async Task Another_format_version_is_refused_with_what_to_do(int version, string advice)
    {
        await Journal.DisposeAsync();
        await SqliteFile.ExecuteAsync(JournalPath, $"UPDATE journal SET format_version = {version}");
        foreach (var mode in Enum.GetValues<SqliteJournalMode>())
        {
            var refused = Assert.Throws<JournalFormatException>(() => Open(mode));
            Assert.Contains($"has journal format version {version}", refused.Message);
            Assert.Contains("writes version 1", refused.Message);
            Assert.Contains(advice, refused.Message);
        }
    }

    [Theory]
    [InlineData(SqliteJournalMode.ReadWriteCreate)]
    [InlineData(SqliteJournalMode.ReadOnly)]
    public void A_file_of_something_else_is_left_alone(SqliteJournalMode mode)
    {
        var path = Path.Combine(_folder, "notes.txt");
        File.WriteAllText(path, new string('x', 5000));
        var refused = Assert.Throws<JournalFormatException>(
            () => SqliteJournal.Open(path, new SqliteJournalOptions { Mode = mode }));
        Assert.Contains("is not an OrderToCash journal", refused.Message);
        Assert.Equal(new string('x', 5000), File.ReadAllText(path));
    }

    [Fact]
    public async Task A_full_disk_fails_the_commit_whole_and_the_next_one_works()
    {
        await Journal.DisposeAsync();
        var options = new SqliteJournalOptions { MaxFileBytes = 400_000 };
        await using var journal = SqliteJournal.Open(JournalPath, options);
        var row = await journal.ClaimAsync(0, default);
        var small = After(row, new TestEvent(Order(1), 1));
        Assert.Equal(CommitOutcome.Committed, await journal.CommitAsync([small], default));
        var before = await journal.DumpAsync();

        row = RowAfter(small);
        var other = await journal.ClaimAsync(1, default);
        before = await journal.DumpAsync();
        var large = After(
            row, Enumerable.Range(2, 50).Select(n => new TestEvent(Order(n), 1, new string('x', 20_000))));
        var outcome = await journal.CommitAsync([large, After(other, new TestEvent(Order(99), 1))], default);
        Assert.Equal(CommitStatus.Failed, outcome.Status);
        Assert.Contains("full", outcome.Detail);
        Assert.Equal(before, await journal.DumpAsync());

        var next = After(row, new TestEvent(Order(2), 1), new TestEvent(Order(1), 2));
        Assert.Equal(CommitOutcome.Committed, await journal.CommitAsync([next], default));
        Assert.Equal(3, (await journal.ShardAsync(0)).Count);
    }

    [Fact]
    public async Task The_log_stays_bounded_beside_readers()
    {
        var options = new SqliteJournalOptions { ShardCount = 4, MaxLogBytes = 6_000_000 };
        await using var journal = SqliteJournal.Open(Path.Combine(_folder, "bounded.db"), options);
        var row = await journal.ClaimAsync(0, default);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
                await journal.ReadShardAsync(0, 0, 500, new CountingSink(), default);
        })).ToArray();
        var turn = new TurnWrite { Shard = 0 };
        var payload = new string('x', 4000);
        for (var n = 0; n < 120; n++)
        {
            Fill(turn, row, Enumerable.Range(0, 60).Select(i => new TestEvent(Order((n * 60) + i), 1, payload)));
            Assert.Equal(CommitOutcome.Committed, await journal.CommitAsync([turn], default));
            row = RowAfter(turn);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers).WaitAsync(TimeSpan.FromSeconds(30));
        var stats = await journal.ReadStatsAsync(default);
        Assert.Null(stats.CheckpointFailure);
        Assert.InRange(stats.StoreBytes, 20_000_000, 60_000_000);
        Assert.InRange(stats.LogBytes, 1, 12_000_000);
    }

    [Fact]
    public async Task Stats_count_what_the_file_holds()
    {
        var row = await CommitAsync(
            1, new TestEvent(Order(1), 1, "12345"), new TestEvent(Order(2), 1, "1", "order.paid", 2));
        var turn = After(row, new TestEvent(Order(1), 2, "123"));
        turn.Snapshots.Add(new StoredSnapshot(Order(1), 2, 1, "{}"u8.ToArray()));
        turn.Reminders.Add(new ReminderWrite(Order(1), "due", 1));
        turn.DeadLetters.Add(new DeadLetter(1, Order(1), "cause", "command", "error", 1));
        Assert.Equal(CommitOutcome.Committed, await Journal.CommitAsync([turn], default));

        var stats = await ((SqliteJournal)Journal).ReadStatsAsync(default);
        Assert.Equal((2, 3, 1, 1), (stats.Entities, stats.Events, stats.Snapshots, stats.DeadLetters));
        Assert.Equal(
            [new EventStats("order.paid", 2, 1, 1), new EventStats("order.placed", 1, 2, 8)],
            stats.Names.ToArray());
        Assert.Equal(new ShardStats(1, 1, 3, 0, 1), stats.Shards[1]);
        Assert.True(stats.LogBytes > 0);
    }

    private sealed class CountingSink : IEventSink
    {
        public void OnEvent(in EventRow row) => Assert.False(row.Payload.IsEmpty);
    }
}
