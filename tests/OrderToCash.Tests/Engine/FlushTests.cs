using OrderToCash.Engine.Journal;
using Xunit;

namespace OrderToCash.Tests.Engine;

/// <summary>A flush writes the watermark down, so that nothing is left to do after a restart.</summary>
public sealed class FlushTests
{
    [Fact]
    public async Task A_flush_that_fails_is_repeated()
    {
        var store = new VolatileJournal(1);
        var journal = new FaultyJournal(store);
        var driver = new ShardDriver(journal);
        driver.Post(WalletKind.Id(1), new Deposit(5));
        driver.Post(WalletKind.Id(1), new Send("w2", 3));
        await driver.RunAsync();
        Assert.True(await LagAsync(store) > 0);
        journal.NextCommit = static _ =>
            ValueTask.FromResult(new CommitOutcome(CommitStatus.Failed, "The disk is full."));

        driver.Shards[0].RequestFlush();
        await driver.RunAsync();

        Assert.Equal(0, await LagAsync(store));
    }

    private static async Task<long> LagAsync(IJournal journal)
    {
        var state = (await journal.ReadShardRowsAsync(default))[0].State;
        return state.Position - state.Watermark;
    }
}
