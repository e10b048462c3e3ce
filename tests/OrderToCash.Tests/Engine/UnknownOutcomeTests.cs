using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using Xunit;

namespace OrderToCash.Tests.Engine;

/// <summary>A commit whose answer is lost: the senders hear the truth, which the journal holds.</summary>
public sealed class UnknownOutcomeTests
{
    private static readonly CommitOutcome Lost = new(CommitStatus.Unknown, "The connection broke.");

    private readonly VolatileJournal _store = new(1);
    private readonly FaultyJournal _journal;
    private readonly ShardDriver _driver;

    public UnknownOutcomeTests()
    {
        _journal = new FaultyJournal(_store);
        _driver = new ShardDriver(_journal);
    }

    [Fact]
    public async Task What_was_written_is_acknowledged_once()
    {
        await _driver.RunAsync();
        _driver.Post(WalletKind.Id(1), new Deposit(5), 1);
        _journal.NextCommit = async turns =>
        {
            await _store.CommitAsync(turns, default);
            return Lost;
        };

        await _driver.RunAsync();

        Assert.Equal(CommandStatus.Decided, Assert.Single(_driver.Replies[1]).Status);
        Assert.Single(_driver.Observed);
    }

    [Fact]
    public async Task What_was_written_is_acknowledged_even_where_another_owner_wrote_after_it()
    {
        var other = new ShardDriver(_store);
        await _driver.RunAsync();
        _driver.Post(WalletKind.Id(1), new Deposit(5), 1);
        _journal.NextCommit = async turns =>
        {
            await _store.CommitAsync(turns, default);
            other.Post(WalletKind.Id(1), new Deposit(7));
            await other.RunAsync();
            return Lost;
        };

        await _driver.RunAsync();
        _driver.Post(WalletKind.Id(1), new Ask(), 2);
        await _driver.RunAsync();

        Assert.Equal(CommandStatus.Decided, Assert.Single(_driver.Replies[1]).Status);
        Assert.Equal(12L, Assert.Single(_driver.Replies[2]).Reply);
    }

    [Fact]
    public async Task What_was_not_written_is_to_be_sent_again()
    {
        var other = new ShardDriver(_store);
        await _driver.RunAsync();
        _driver.Post(WalletKind.Id(1), new Deposit(5), 1);
        _journal.NextCommit = async _ =>
        {
            other.Post(WalletKind.Id(1), new Deposit(7));
            await other.RunAsync();
            return Lost;
        };

        await _driver.RunAsync();

        Assert.Equal(CommandStatus.Retry, Assert.Single(_driver.Replies[1]).Status);
        Assert.Empty(_driver.Observed);
    }

    [Fact]
    public async Task What_was_handled_is_acknowledged_to_its_sender_without_waiting_for_a_repeat()
    {
        var store = new VolatileJournal(2);
        var journal = new FaultyJournal(store);
        var driver = new ShardDriver(journal);
        var (from, to) = (OnShard(0), OnShard(1));
        driver.Post(from, new Deposit(5));
        await driver.RunAsync();
        driver.Post(from, new Send(to.Id, 5));
        await driver.TurnAsync(driver.Shards[0]);
        journal.NextCommit = async turns =>
        {
            await store.CommitAsync(turns, default);
            return Lost;
        };

        await driver.RunAsync();

        Assert.Null(journal.NextCommit);
        Assert.All(driver.Shards, static shard => Assert.True(shard.IsQuiet));
        driver.Post(to, new Ask(), 1);
        await driver.RunAsync();
        Assert.Equal(5L, Assert.Single(driver.Replies[1]).Reply);
    }

    [Fact]
    public async Task A_shard_that_stops_before_it_knows_says_that_it_does_not_know()
    {
        await _driver.RunAsync();
        _driver.Post(WalletKind.Id(1), new Deposit(5), 1);
        _journal.NextCommit = _ => ValueTask.FromResult(Lost);
        await _driver.TurnAsync(_driver.Shards[0]);
        Assert.Empty(_driver.Replies);

        _driver.Shards[0].AbandonMailbox();

        var reply = Assert.Single(_driver.Replies[1]);
        Assert.Equal(CommandStatus.Retry, reply.Status);
        Assert.Contains("isn't known", reply.Error, StringComparison.Ordinal);
    }

    private static EntityId OnShard(int shard) =>
        Enumerable.Range(1, 100).Select(WalletKind.Id).First(id => ShardMap.ShardOf(id, 2) == shard);
}
