using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using Xunit;

namespace OrderToCash.Tests.Engine;

/// <summary>States in memory are bounded by what they take; who was used last stays.</summary>
public sealed class PassivationTests
{
    private const int Wallets = 300;
    private const long MaxBytes = 100_000;

    [Fact]
    public async Task States_take_no_more_than_allowed_and_come_back_as_they_were()
    {
        var driver = await FilledAsync(new ShardOptions { MaxStatesBytes = MaxBytes });

        Assert.InRange(driver.Shards[0].ActiveBytes, MaxBytes / 2, MaxBytes);
        Assert.InRange(driver.Shards[0].ActiveEntityCount, 20, 60);
        for (var number = 0; number < Wallets; number++)
            driver.Post(WalletKind.Id(number), new Ask(), number);
        await driver.RunAsync();
        for (var number = 0; number < Wallets; number++)
            Assert.Equal(number + 1L, driver.Replies[number][^1].Reply);
        Assert.InRange(driver.Shards[0].ActiveBytes, MaxBytes / 2, MaxBytes);
    }

    [Fact]
    public async Task All_shards_together_take_no_more_than_allowed()
    {
        var driver = await FilledAsync(new ShardOptions { MaxStatesBytes = MaxBytes }, shards: 4);

        Assert.All(driver.Shards, shard => Assert.InRange(shard.ActiveBytes, 1, MaxBytes / 4));
    }

    [Fact]
    public async Task An_entity_with_a_large_state_does_not_push_out_all_others()
    {
        var options = new ShardOptions { MaxStatesBytes = 1_200_000, MinEventsPerSnapshot = int.MaxValue };
        var driver = await FilledAsync(options);
        var shard = driver.Shards[0];
        Assert.Equal(Wallets, shard.ActiveEntityCount);

        for (var i = 0; i < 40; i++)
            driver.Post(WalletKind.Id(0), new Flood(1_000));
        await driver.RunAsync();

        Assert.Equal(Wallets, shard.ActiveEntityCount);
        Assert.InRange(shard.ActiveBytes, 700_000, 1_200_000);
    }

    [Fact]
    public async Task A_state_that_knows_its_size_is_weighed_by_it_and_not_by_its_events()
    {
        var driver = await FilledAsync(new ShardOptions());
        var shard = driver.Shards[0];
        driver.Post(WalletKind.Id(0), new Arm(TimeSpan.FromDays(1)));
        await driver.RunAsync();
        var before = shard.ActiveBytes;

        for (var i = 0; i < 40; i++)
            driver.Post(WalletKind.Id(0), new Flood(1_000));
        await driver.RunAsync();

        Assert.Equal(before, shard.ActiveBytes);
    }

    [Fact]
    public async Task Nothing_is_counted_of_what_was_passivated_or_thrown_away()
    {
        var driver = await FilledAsync(new ShardOptions { MaxStatesBytes = MaxBytes });
        var shard = driver.Shards[0];

        driver.Post(WalletKind.Id(1), new ExplodeInEvolve(), -1);
        driver.Now += TimeSpan.FromHours(1);
        await driver.RunAsync();
        driver.Post(WalletKind.Id(2), new Ask(), -2);
        await driver.RunAsync();

        Assert.Equal(1, shard.ActiveEntityCount);
        Assert.InRange(shard.ActiveBytes, 1, 10_000);
    }

    private static async Task<ShardDriver> FilledAsync(ShardOptions options, int shards = 1)
    {
        var driver = new ShardDriver(new VolatileJournal(shards), options);
        await driver.RunAsync();
        for (var number = 0; number < Wallets; number++)
            driver.Post(WalletKind.Id(number), new Deposit(number + 1), number);
        await driver.RunAsync();
        return driver;
    }
}
