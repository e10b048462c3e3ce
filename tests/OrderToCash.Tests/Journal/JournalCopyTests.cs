using OrderToCash.Adapters.Sqlite;
using OrderToCash.Application.Hosting;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Tests.Engine;
using Xunit;

namespace OrderToCash.Tests.Journal;

/// <summary>
/// A journal that the engine wrote, copied to other stores and other numbers of shards, goes on there.
/// </summary>
public sealed class JournalCopyTests : IDisposable
{
    private static readonly Origin Test = new("test", "user:test");
    private static readonly WalletKind[] Kinds = [new()];

    private readonly string _folder = Directory.CreateTempSubdirectory("o2c-copy-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    [InlineData(7)]
    public async Task A_copy_has_the_same_entities_and_goes_on(int shardCount)
    {
        await using var source = await WrittenAsync();
        await using var target = SqliteJournal.Open(
            Path.Combine(_folder, "copy.db"), new SqliteJournalOptions { ShardCount = shardCount });
        var events = await JournalCopy.RunAsync(source, target, Kinds, null, default);

        var report = await JournalVerify.RunAsync(target, null, default);
        Assert.Empty(report.Breaks);
        Assert.Equal(events, report.Events);
        Assert.Empty(await target.CheckStoreAsync(default));
        for (var i = 0; i < 20; i++)
        {
            var written = await source.EntityAsync(WalletKind.Id(i));
            var read = await target.EntityAsync(WalletKind.Id(i));
            Assert.Equal(written.Select(each => each.Event), read.Select(each => each.Event));
        }

        Assert.Equal(
            (await source.ReadDeadLettersAsync(default)).Select(letter => letter.Error),
            (await target.ReadDeadLettersAsync(default)).Select(letter => letter.Error));
        Assert.Equal(await BalancesAsync(source), await BalancesAsync(target));
        await PayAsync(source);
        await PayAsync(target);
        Assert.Equal(await BalancesAsync(source), await BalancesAsync(target));
    }

    [Fact]
    public async Task A_copy_of_the_same_shards_is_the_same_to_the_last_byte()
    {
        await using var source = await WrittenAsync();
        await source.DeleteSnapshotsAsync(default);
        await using var target = new VolatileJournal(4);
        await JournalCopy.RunAsync(source, target, Kinds, null, default);
        Assert.Equal(WithoutEpochs(await source.DumpAsync()), WithoutEpochs(await target.DumpAsync()));
    }

    [Fact]
    public async Task Channels_of_other_shards_are_numbered_as_their_reactions_are_derived()
    {
        await using var source = await WrittenAsync();
        await using var target = new VolatileJournal(3);
        await JournalCopy.RunAsync(source, target, Kinds, null, default);

        // As the engine does when a restored shard asks for everything again: from the shard's first event on.
        var sent = new long[3, 3];
        for (var shard = 0; shard < 3; shard++)
        {
            foreach (var read in await target.ShardAsync(shard))
            {
                List<Reaction> reactions = [];
                var payload = System.Text.Encoding.UTF8.GetBytes(read.Event.Payload);
                var name = System.Text.Encoding.UTF8.GetBytes(read.Event.Name);
                Kinds[0].React(read.Event.Entity.Id, Kinds[0].Decode(name, read.Event.Version, payload), reactions);
                foreach (var reaction in reactions)
                    sent[shard, ShardMap.ShardOf(reaction.To, 3)]++;
            }
        }

        var rows = await target.ReadShardRowsAsync(default);
        Assert.True(sent.Cast<long>().Sum() > 100, "The test sends too little.");
        for (var from = 0; from < 3; from++)
        {
            for (var to = 0; to < 3; to++)
            {
                Assert.Equal(sent[from, to], rows[from].State.Delivered[to]);
                Assert.Equal(sent[from, to], rows[to].State.Taken[from]);
            }
        }
    }

    [Fact]
    public async Task A_journal_that_is_not_drained_is_not_copied()
    {
        await using var source = new VolatileJournal(2);
        var row = await source.ClaimAsync(1, default);
        await source.CommitAsync([Turns.After(row, new TestEvent(Turns.Order(1), 1))], default);
        var refused = await Assert.ThrowsAsync<JournalFormatException>(
            async () => await JournalCopy.RunAsync(source, new VolatileJournal(2), Kinds, null, default));
        Assert.Contains("Shard 1", refused.Message);
        Assert.Contains("run `o2c drain`", refused.Message);
    }

    [Fact]
    public async Task A_journal_that_is_not_empty_is_not_written_to()
    {
        await using var source = await WrittenAsync();
        await using var target = await WrittenAsync();
        var refused = await Assert.ThrowsAsync<JournalFormatException>(
            async () => await JournalCopy.RunAsync(source, target, Kinds, null, default));
        Assert.Contains("name an empty one", refused.Message);
    }

    private static string WithoutEpochs(string dump) =>
        System.Text.RegularExpressions.Regex.Replace(dump, "epoch [0-9]+", "");

    /// <summary>Wallets that paid one another, with a reminder set and a dead letter; drained.</summary>
    private static async Task<VolatileJournal> WrittenAsync()
    {
        var journal = new VolatileJournal(4);
        await using (var host = new EngineHost(journal, Kinds, TimeProvider.System))
        {
            await host.StartAsync(default);
            for (var i = 0; i < 20; i++)
                await host.PostAsync(WalletKind.Id(i), new Deposit(1000), Test, null, 0, default);

            await host.AskAsync(WalletKind.Id(3), new Explode(), Test, default);
            await host.AskAsync(WalletKind.Id(5), new Arm(TimeSpan.FromDays(30)), Test, default);
            await host.WaitUntilQuietAsync(default);
            await host.StopAsync(default);
        }

        await PayAsync(journal);
        return journal;
    }

    private static async Task PayAsync(IJournal journal)
    {
        await using var host = new EngineHost(journal, Kinds, TimeProvider.System);
        await host.StartAsync(default);
        for (var i = 0; i < 600; i++)
            await host.PostAsync(WalletKind.Id(i % 20), new Send("w" + ((i * 7) % 20), i % 13), Test, null, 0, default);

        await host.WaitUntilQuietAsync(default);
        await host.StopAsync(default);
    }

    private static async Task<List<object?>> BalancesAsync(IJournal journal)
    {
        await using var host = new EngineHost(journal, Kinds, TimeProvider.System);
        await host.StartAsync(default);
        List<object?> balances = [];
        for (var i = 0; i < 20; i++)
            balances.Add((await host.AskAsync(WalletKind.Id(i), new Ask(), Test, default)).Reply);

        await host.StopAsync(default);
        return balances;
    }
}
