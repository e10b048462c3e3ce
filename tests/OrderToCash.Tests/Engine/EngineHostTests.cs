using OrderToCash.Application.Hosting;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Tests.Journal;
using Xunit;

namespace OrderToCash.Tests.Engine;

public sealed class EngineHostTests
{
    private static readonly Origin Test = new("test", "user:test");

    [Fact]
    public async Task Money_sent_between_wallets_of_all_shards_arrives_once()
    {
        await using var journal = Journal();
        await using var host = await StartAsync(journal);
        for (var i = 0; i < 100; i++)
        {
            await host.PostAsync(WalletKind.Id(i), new Deposit(1000), Test, null, 0, default);
        }

        for (var i = 0; i < 5000; i++)
        {
            await host.PostAsync(
                WalletKind.Id(i % 100), new Send("w" + ((i * 7) % 100), i % 13), Test, null, 0, default);
        }

        await host.WaitUntilQuietAsync(default);

        Assert.Equal(100_000, await SumAsync(host, 100));
        Assert.All(host.Shards, shard => Assert.Equal(0, shard.UnacknowledgedCount));
    }

    [Fact]
    public async Task States_are_the_same_after_a_restart()
    {
        await using var journal = Journal();
        var before = new List<long>();
        await using (var host = await StartAsync(journal))
        {
            for (var i = 0; i < 3000; i++)
            {
                await host.PostAsync(WalletKind.Id(i % 10), new Deposit(i), Test, null, 0, default);
                await host.PostAsync(WalletKind.Id(i % 10), new Send("w" + (i % 17), 3), Test, null, 0, default);
            }

            await host.WaitUntilQuietAsync(default);
            before.AddRange(await BalancesAsync(host, 20));
            await host.StopAsync(default);
        }

        Assert.NotEmpty(await journal.SnapshotInfosAsync());
        await using (var host = await StartAsync(journal))
        {
            Assert.Equal(before, await BalancesAsync(host, 20));
            await host.StopAsync(default);
        }

        await journal.DeleteSnapshotsAsync(default);
        await using (var host = await StartAsync(journal))
        {
            Assert.Equal(before, await BalancesAsync(host, 20));
        }

        Assert.All(
            await journal.ReadShardRowsAsync(default), row => Assert.Equal(row.State.Position, row.State.Watermark));
    }

    [Fact]
    public async Task A_decider_that_throws_fails_its_command_alone()
    {
        await using var journal = Journal();
        await using var host = await StartAsync(journal);
        await host.AskAsync(WalletKind.Id(1), new Deposit(5), Test, default);

        var exploded = await host.AskAsync(WalletKind.Id(1), new Explode(), Test, default);
        var evolved = await host.AskAsync(WalletKind.Id(1), new ExplodeInEvolve(), Test, default);
        var flooded = await host.AskAsync(WalletKind.Id(1), new Flood(2000), Test, default);
        var after = await host.AskAsync(WalletKind.Id(1), new Ask(), Test, default);

        Assert.Equal(CommandStatus.Failed, exploded.Status);
        Assert.Equal(CommandStatus.Failed, evolved.Status);
        Assert.Equal(CommandStatus.Failed, flooded.Status);
        Assert.Equal(5L, after.Reply);
        var letters = await journal.ReadDeadLettersAsync(default);
        Assert.Equal(3, letters.Count);
        Assert.Contains("boom in Decide", letters[0].Error, StringComparison.Ordinal);
        Assert.Contains("boom in Evolve", letters[1].Error, StringComparison.Ordinal);
        Assert.Contains("2000", letters[2].Error, StringComparison.Ordinal);
    }

    private static VolatileJournal Journal() => new(4);

    private static async Task<EngineHost> StartAsync(IJournal journal)
    {
        var host = new EngineHost(journal, [new WalletKind()], TimeProvider.System);
        await host.StartAsync(default);
        return host;
    }

    private static async Task<List<long>> BalancesAsync(EngineHost host, int count)
    {
        var balances = new List<long>();
        for (var i = 0; i < count; i++)
        {
            var reply = await host.AskAsync(WalletKind.Id(i), new Ask(), Test, default);
            balances.Add(Assert.IsType<long>(reply.Reply));
        }

        return balances;
    }

    private static async Task<long> SumAsync(EngineHost host, int count) => (await BalancesAsync(host, count)).Sum();
}
