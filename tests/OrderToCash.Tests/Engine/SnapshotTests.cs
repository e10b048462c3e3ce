using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using Xunit;

namespace OrderToCash.Tests.Engine;

/// <summary>A snapshot is what the events up to it give, and nothing else.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public async Task No_snapshot_is_taken_of_a_state_that_a_throwing_Evolve_left_half_changed()
    {
        var options = new ShardOptions { MinEventsPerSnapshot = 1 };
        var store = new VolatileJournal(1);
        var driver = new ShardDriver(store, options);
        await driver.RunAsync();
        driver.Post(WalletKind.Id(1), new Deposit(5), 1);
        driver.Post(WalletKind.Id(1), new ExplodeInEvolve(), 2);
        await driver.RunAsync();
        Assert.Equal(CommandStatus.Failed, Assert.Single(driver.Replies[2]).Status);

        driver.Post(WalletKind.Id(1), new Ask(), 3);
        await driver.RunAsync();

        Assert.Equal(5L, Assert.Single(driver.Replies[3]).Reply);
    }
}
