using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using Xunit;

namespace OrderToCash.Tests.Engine;

/// <summary>An observer is told when all that a shard's events cause elsewhere is durable.</summary>
public sealed class DeliveredTests
{
    [Fact]
    public async Task What_an_event_causes_is_told_before_the_event_is_said_to_be_delivered()
    {
        var driver = new ShardDriver(new VolatileJournal(4));
        var (from, to) = TwoShards();
        driver.Post(WalletKind.Id(from), new Deposit(5));
        await driver.RunAsync();
        driver.Delivered.Clear();
        var source = driver.Shards[ShardOf(from)];

        driver.Post(WalletKind.Id(from), new Send("w" + to, 3));
        await driver.TurnAsync(source);

        Assert.Equal(2, driver.Observed.Count);
        Assert.DoesNotContain(driver.Delivered, one => one.Shard == source.Number);

        await driver.RunAsync();

        Assert.IsType<GotEvent>(driver.Observed[2].Event);
        Assert.Equal((source.Number, 2, 3), Assert.Single(driver.Delivered, one => one.Shard == source.Number));
    }

    [Fact]
    public async Task A_shard_that_starts_again_says_what_it_knows_to_be_delivered_and_then_the_rest()
    {
        var journal = new VolatileJournal(4);
        var before = new ShardDriver(journal);
        var (from, to) = TwoShards();
        before.Post(WalletKind.Id(from), new Deposit(5));
        before.Post(WalletKind.Id(from), new Send("w" + to, 3));
        var source = ShardOf(from);
        // Claims the shard, then commits; its reaction is lost with the process.
        await before.TurnAsync(before.Shards[source]);
        await before.TurnAsync(before.Shards[source]);
        Assert.Equal(2, before.Observed.Count);

        var driver = new ShardDriver(journal);
        await driver.TurnAsync(driver.Shards[source]);
        Assert.Equal([(source, 1, 0)], driver.Delivered);

        await driver.RunAsync();

        Assert.Equal((source, 2, 1), driver.Delivered.Last(one => one.Shard == source));
    }

    private static int ShardOf(int wallet) => ShardMap.ShardOf(WalletKind.Id(wallet), 4);

    private static (int From, int To) TwoShards() =>
        (1, Enumerable.Range(2, 50).First(static other => ShardOf(other) != ShardOf(1)));
}
