using OrderToCash.Adapters.Sqlite;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using Xunit;

namespace OrderToCash.Tests.Journal;

/// <summary>Each way to damage a journal is found, at its place.</summary>
public sealed class JournalVerifyTests : IAsyncLifetime
{
    private const int ShardCount = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("o2c-verify-").FullName;

    private string JournalPath => Path.Combine(_folder, "journal.db");

    /// <summary>Ten turns a shard, each of three events of entities that belong there.</summary>
    public async Task InitializeAsync()
    {
        await using var journal = SqliteJournal.Open(JournalPath, new SqliteJournalOptions { ShardCount = ShardCount });
        for (var shard = 0; shard < ShardCount; shard++)
        {
            var row = await journal.ClaimAsync(shard, default);
            var entities = Enumerable.Range(0, 100).Select(Turns.Order)
                .Where(entity => ShardMap.ShardOf(entity, ShardCount) == shard).Take(3).ToArray();
            for (var sequence = 1; sequence <= 10; sequence++)
            {
                var turn = Turns.After(
                    row, entities.Select(entity => new TestEvent(entity, sequence, $"{{\"n\":{sequence}}}")));
                Assert.Equal(CommitOutcome.Committed, await journal.CommitAsync([turn], default));
                row = Turns.RowAfter(turn);
            }
        }
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private SqliteJournal OpenToRead() =>
        SqliteJournal.Open(JournalPath, new SqliteJournalOptions { Mode = SqliteJournalMode.ReadOnly });

    private async Task<JournalVerifyReport> VerifyAsync()
    {
        await using var journal = OpenToRead();
        return await JournalVerify.RunAsync(journal, null, default);
    }

    [Fact]
    public async Task A_journal_as_it_was_written_is_whole()
    {
        var report = await VerifyAsync();
        Assert.Empty(report.Breaks);
        Assert.Equal(90, report.Events);
    }

    [Theory]
    [InlineData("UPDATE events_1 SET payload = '{\"n\":0}' WHERE position = 5", 6, "an event of it was changed")]
    [InlineData("UPDATE events_1 SET metadata = '{}' WHERE position = 5", 6, "an event of it was changed")]
    [InlineData("UPDATE events_1 SET name = 'order.paid' WHERE position = 5", 6, "an event of it was changed")]
    [InlineData("UPDATE events_1 SET version = 2 WHERE position = 5", 6, "an event of it was changed")]
    [InlineData("UPDATE events_1 SET at_ticks = at_ticks + 1 WHERE position = 5", 6, "an event of it was changed")]
    [InlineData("UPDATE events_1 SET chain = zeroblob(32) WHERE position = 6", 6, "an event of it was changed")]
    [InlineData("UPDATE events_1 SET chain = NULL WHERE position = 6", 9, "an event of it was changed")]
    [InlineData("DELETE FROM events_1 WHERE position = 5", 5, "The event is missing: after 4 comes 6")]
    [InlineData("DELETE FROM events_1 WHERE position >= 5", 5, "the shard's row says that there are 30")]
    [InlineData("UPDATE events_1 SET sequence = 20 WHERE position = 5", 5, "has event 20 here; 2 was expected")]
    [InlineData("UPDATE events_1 SET entity = 'order/x' WHERE position = 5", 5, "order/x has event 2 here; 1 was")]
    [InlineData("UPDATE shards SET state = zeroblob(length(state))", 0, "")]
    public async Task A_change_is_found_at_its_place(string sql, long position, string what)
    {
        // The fifth event of shard 1, in the middle of its second turn.
        await SqliteFile.ExecuteAsync(JournalPath, sql);
        if (what.Length == 0)
        {
            // What is no state of a shard at all is no report but an error.
            await Assert.ThrowsAnyAsync<Exception>(VerifyAsync);
            return;
        }

        var found = Assert.Single((await VerifyAsync()).Breaks);
        Assert.Equal((1, position), (found.Shard, found.Position));
        Assert.Contains(what, found.What);
    }

    [Fact]
    public async Task An_event_behind_the_shards_row_is_found()
    {
        await SqliteFile.ExecuteAsync(
            JournalPath,
            "INSERT INTO events_2 SELECT position + 1, entity, entity_number, sequence + 1, name, version, at_ticks, "
            + "payload, metadata, chain FROM events_2 WHERE position = 30");
        var found = Assert.Single((await VerifyAsync()).Breaks);
        Assert.Equal((2, 31), (found.Shard, found.Position));
        Assert.Contains("the shard's row ends at 30", found.What);
    }

    [Fact]
    public async Task Two_events_that_changed_places_are_found()
    {
        await SqliteFile.ExecuteAsync(
            JournalPath,
            "UPDATE events_0 SET position = -1 WHERE position = 4; "
            + "UPDATE events_0 SET position = 4 WHERE position = 5; "
            + "UPDATE events_0 SET position = 5 WHERE position = -1");
        var found = Assert.Single((await VerifyAsync()).Breaks);
        Assert.Equal((0, 6), (found.Shard, found.Position));
    }

    [Fact]
    public async Task An_entity_on_a_foreign_shard_is_found()
    {
        await using var journal = new VolatileJournal(ShardCount);
        var entity = Turns.Order(1);
        var home = ShardMap.ShardOf(entity, ShardCount);
        var row = await journal.ClaimAsync((home + 1) % ShardCount, default);
        await journal.CommitAsync([Turns.After(row, new TestEvent(entity, 1))], default);
        var found = Assert.Single((await JournalVerify.RunAsync(journal, null, default)).Breaks);
        Assert.Contains($"{entity} belongs to shard {home}", found.What);
    }

    [Fact]
    public void A_journal_that_was_cut_off_is_not_opened_and_the_message_says_what_to_do()
    {
        using (var file = File.OpenWrite(JournalPath))
            file.SetLength(file.Length / 3);

        var exception = Assert.Throws<JournalUnavailableException>(OpenToRead);

        Assert.Contains(JournalPath, exception.Message);
        Assert.Contains("the file is damaged", exception.Message);
    }

    [Fact]
    public async Task A_damaged_index_is_found_in_the_file()
    {
        await SqliteFile.ExecuteAsync(
            JournalPath, "UPDATE entities SET number = number + 1 WHERE entity = (SELECT min(entity) FROM entities)");
        await using var journal = OpenToRead();
        Assert.Contains("carry another number", Assert.Single(await journal.CheckStoreAsync(default)));
    }
}
