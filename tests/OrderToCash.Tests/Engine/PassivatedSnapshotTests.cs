using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Tests.Journal;
using Xunit;

namespace OrderToCash.Tests.Engine;

/// <summary>A state that leaves memory is kept as a snapshot where its events would be many to read.</summary>
public sealed class PassivatedSnapshotTests
{
    private static readonly ShardOptions Few = new() { MaxActiveEntities = 2, MinEventsPerPassivation = 3 };

    private readonly VolatileJournal _journal = new(1);

    [Fact]
    public async Task A_state_of_many_events_comes_back_from_a_snapshot()
    {
        var driver = await StartAsync(Few);
        await DepositAsync(driver, wallet: 1, times: 3);
        await DepositAsync(driver, wallet: 2, times: 2);
        await PushOutAsync(driver);

        var stored = Assert.Single(await _journal.SnapshotInfosAsync());
        Assert.Equal((WalletKind.Id(1), 3L), (stored.Entity, stored.Sequence));

        var reads = new ReadHistory();
        await _journal.LoadAsync([WalletKind.Id(1), WalletKind.Id(2)], reads, default);
        Assert.Equal(["0: snapshot 3", "1: event 1", "1: event 2"], reads.Lines);
        Assert.Equal(3L, await AskAsync(driver, wallet: 1));
        Assert.Equal(2L, await AskAsync(driver, wallet: 2));
    }

    [Fact]
    public async Task Snapshots_of_what_left_memory_go_with_the_next_commit_and_make_none()
    {
        var driver = await StartAsync(Few);
        await DepositAsync(driver, wallet: 1, times: 3);
        await AskAsync(driver, wallet: 2);
        await AskAsync(driver, wallet: 3);
        await AskAsync(driver, wallet: 2);
        Assert.Empty(await _journal.SnapshotInfosAsync());

        await DepositAsync(driver, wallet: 2, times: 1);

        Assert.Equal(WalletKind.Id(1), Assert.Single(await _journal.SnapshotInfosAsync()).Entity);
    }

    [Fact]
    public async Task A_state_that_came_back_and_had_no_event_is_not_stored_again()
    {
        var driver = await StartAsync(Few);
        await DepositAsync(driver, wallet: 1, times: 3);
        await PushOutAsync(driver);
        await _journal.DeleteSnapshotsAsync(default);
        await DepositAsync(driver, wallet: 1, times: 3);
        await PushOutAsync(driver);
        var before = Assert.Single(await _journal.SnapshotInfosAsync());
        Assert.Equal(6, before.Sequence);

        await DepositAsync(driver, wallet: 1, times: 2);
        await PushOutAsync(driver);

        Assert.Equal(before, Assert.Single(await _journal.SnapshotInfosAsync()));
        Assert.Equal(8L, await AskAsync(driver, wallet: 1));
    }

    [Fact]
    public async Task Of_states_that_nobody_used_few_leave_memory_in_a_turn()
    {
        const int Wallets = 200;
        var driver = await StartAsync(new ShardOptions { MinEventsPerPassivation = 1 });
        for (var number = 0; number < Wallets; number++)
            driver.Post(WalletKind.Id(number), new Deposit(1), number);
        await driver.RunAsync();
        driver.Now += TimeSpan.FromHours(1);

        await DepositAsync(driver, wallet: 0, times: 1);
        Assert.Equal(Wallets - 64, driver.Shards[0].ActiveEntityCount);
        await DepositAsync(driver, wallet: 0, times: 1);
        Assert.Equal(64, (await _journal.SnapshotInfosAsync()).Count);

        for (var i = 0; i < 5; i++)
            await DepositAsync(driver, wallet: 0, times: 1);
        Assert.Equal(1, driver.Shards[0].ActiveEntityCount);
        Assert.Equal(Wallets - 1, (await _journal.SnapshotInfosAsync()).Count);
    }

    [Fact]
    public async Task A_shard_that_stops_leaves_what_it_knew_to_the_next_owner()
    {
        var driver = await StartAsync(new ShardOptions { MinEventsPerPassivation = 3 });
        await DepositAsync(driver, wallet: 1, times: 3);
        await DepositAsync(driver, wallet: 2, times: 2);

        driver.Shards[0].RequestFlush();
        await driver.RunAsync();

        var stored = Assert.Single(await _journal.SnapshotInfosAsync());
        Assert.Equal((WalletKind.Id(1), 3L), (stored.Entity, stored.Sequence));
        Assert.Equal(3L, await AskAsync(await StartAsync(new ShardOptions()), wallet: 1));
    }

    private async Task<ShardDriver> StartAsync(ShardOptions options)
    {
        var driver = new ShardDriver(_journal, options);
        await driver.RunAsync();
        return driver;
    }

    private static async Task DepositAsync(ShardDriver driver, int wallet, int times)
    {
        for (var i = 0; i < times; i++)
            driver.Post(WalletKind.Id(wallet), new Deposit(1));
        await driver.RunAsync();
    }

    /// <summary>Two others take the places in memory, and the second one's commit has the snapshots.</summary>
    private static async Task PushOutAsync(ShardDriver driver)
    {
        foreach (var wallet in (ReadOnlySpan<int>)[91, 92, 93])
            driver.Post(WalletKind.Id(wallet), new Ask());
        await driver.RunAsync();
        await DepositAsync(driver, wallet: 93, times: 1);
    }

    private static async Task<object?> AskAsync(ShardDriver driver, int wallet)
    {
        const long Tag = 77;
        driver.Replies.Remove(Tag);
        driver.Post(WalletKind.Id(wallet), new Ask(), Tag);
        await driver.RunAsync();
        return Assert.Single(driver.Replies[Tag]).Reply;
    }

    private sealed class ReadHistory : IHistorySink
    {
        public List<string> Lines { get; } = [];

        public void OnSnapshot(int index, long sequence, int version, ReadOnlySpan<byte> payload) =>
            Lines.Add($"{index}: snapshot {sequence}");

        public void OnEvent(int index, in EventRow row) => Lines.Add($"{index}: event {row.Sequence}");
    }
}
