using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using Xunit;
using static OrderToCash.Tests.Journal.Turns;

namespace OrderToCash.Tests.Journal;

/// <summary>
/// What every journal promises: one test a promise. A store's subclass says how to create and reopen it.
/// </summary>
public abstract partial class JournalContract : IAsyncLifetime
{
    private IJournal? _journal;

    protected IJournal Journal => _journal ?? throw new InvalidOperationException("The journal is not open.");

    /// <summary>Creates an empty journal.</summary>
    protected abstract Task<IJournal> CreateAsync(int shardCount);

    /// <summary>Closes the journal and opens it again, as another process would.</summary>
    protected abstract Task<IJournal> ReopenAsync(IJournal journal);

    public virtual async Task InitializeAsync() => _journal = await CreateAsync(4);

    public virtual async Task DisposeAsync() => await Journal.DisposeAsync();

    private async Task<CommitOutcome> CommitAsync(params TurnWrite[] turns) =>
        await Journal.CommitAsync(turns, default);

    private async Task<ShardRow> CommittedAsync(ShardRow row, params IEnumerable<TestEvent> events)
    {
        var turn = After(row, events);
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(turn));
        return RowAfter(turn);
    }

    private async Task<ShardRow> ClaimAsync(int shard) => await Journal.ClaimAsync(shard, default);

    [ContractFact]
    public async Task A_new_journal_is_empty_and_knows_its_shard_count()
    {
        Assert.Equal(4, Journal.Info.ShardCount);
        Assert.Equal(JournalInfo.CurrentFormatVersion, Journal.Info.FormatVersion);
        var rows = await Journal.ReadShardRowsAsync(default);
        Assert.Equal([0, 1, 2, 3], rows.Select(row => row.Shard));
        Assert.All(rows, row => Assert.Equal((0, 0), (row.Epoch, row.State.Position)));
        Assert.All(rows, row => Assert.Equal(new byte[32], row.State.Chain));
        Assert.Empty(await Journal.ShardAsync(0));
        Assert.Empty(await Journal.LoadAsync(Order(1)));
    }

    [ContractFact]
    public async Task A_commit_is_visible_after_reopening()
    {
        var row = await ClaimAsync(1);
        var paid = new TestEvent(
            Order(2), 1, """{"total":200}""", "order.paid", 3, 638_111_111_111_111_117, """{"who":"feed"}""");
        var turn = After(
            row,
            new TestEvent(Order(1), 1, """{"total":100}"""),
            paid,
            new TestEvent(Order(1), 2, ""));
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(turn));
        var before = await Journal.DumpAsync();

        _journal = await ReopenAsync(Journal);
        Assert.Equal(before, await Journal.DumpAsync());
        var read = await Journal.ShardAsync(1);
        Assert.Equal([1, 2, 3], read.Select(each => each.Position));
        Assert.Equal(
            paid,
            read[1].Event);
        Assert.Equal(["", "", Convert.ToHexString(turn.State.Chain)], read.Select(each => each.Chain));
        Assert.Equal(3, (await Journal.RowAsync(1)).State.Position);
    }

    [ContractFact]
    public async Task The_shards_state_comes_back_as_it_was_written()
    {
        var row = await ClaimAsync(2);
        var turn = After(row, new TestEvent(Order(1), 1));
        turn.State = turn.State with
        {
            Watermark = 1,
            Taken = [1, 2, 3, long.MaxValue],
            Delivered = [5, 6, 7, 8],
            RemindersPosition = 1,
            ReactionsVersion = 9,
        };
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(turn));
        _journal = await ReopenAsync(Journal);
        var state = (await Journal.RowAsync(2)).State;
        Assert.Equal((1, 1, 1, 9), (state.Position, state.Watermark, state.RemindersPosition, state.ReactionsVersion));
        Assert.Equal([1, 2, 3, long.MaxValue], state.Taken);
        Assert.Equal([5, 6, 7, 8], state.Delivered);
        Assert.Equal(turn.State.Chain, state.Chain);
    }

    [ContractFact]
    public async Task A_turn_without_events_commits_its_row()
    {
        var row = await ClaimAsync(0);
        var turn = After(row);
        turn.State = row.State with { Taken = [0, 7, 0, 0] };
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(turn));
        var taken = (await Journal.RowAsync(0)).State.Taken;
        Assert.Equal([0, 7, 0, 0], taken);
    }

    [ContractFact]
    public async Task The_journal_keeps_nothing_of_a_turn_that_is_used_again()
    {
        var row = await ClaimAsync(0);
        var taken = new long[] { 1, 1, 1, 1 };
        var payload = "{}"u8.ToArray();
        var turn = After(row, new TestEvent(Order(1), 1, "first"));
        turn.State = turn.State with { Taken = taken };
        turn.Snapshots.Add(new StoredSnapshot(Order(1), 1, 1, payload));
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(turn));
        var before = await Journal.DumpAsync();

        taken[0] = 99;
        payload[0] = 99;
        Fill(turn, RowAfter(turn), [new TestEvent(Order(9), 1, "other")]);
        Assert.Equal(before, await Journal.DumpAsync());
        Assert.Equal(["0: snapshot 1 v1 {}"], await Journal.LoadAsync(Order(1)));
    }

    [ContractFact]
    public async Task Refuses_a_turn_of_an_epoch_that_is_not_the_shards()
    {
        var row = await ClaimAsync(0);
        var outcome = await CommitAsync(After(row with { Epoch = row.Epoch + 1 }, new TestEvent(Order(1), 1)));
        Assert.Equal(CommitStatus.Refused, outcome.Status);
        Assert.Contains("Shard 0 has epoch 1 and not 2", outcome.Detail);
        Assert.Empty(await Journal.ShardAsync(0));
    }

    [ContractFact]
    public async Task Refuses_a_turn_of_a_position_that_is_not_the_shards()
    {
        var row = await ClaimAsync(0);
        await CommittedAsync(row, new TestEvent(Order(1), 1));
        var outcome = await CommitAsync(After(row, new TestEvent(Order(2), 1)));
        Assert.Equal(CommitStatus.Refused, outcome.Status);
        Assert.Contains("Shard 0 is at position 1 and not 0", outcome.Detail);
        Assert.Single(await Journal.ShardAsync(0));
    }

    [ContractFact]
    public async Task Refuses_a_sequence_that_is_taken()
    {
        var row = await CommittedAsync(await ClaimAsync(0), new TestEvent(Order(1), 1), new TestEvent(Order(1), 2));
        var before = await Journal.DumpAsync();
        var outcome = await CommitAsync(After(row, new TestEvent(Order(2), 1), new TestEvent(Order(1), 2)));
        Assert.Equal(CommitStatus.Refused, outcome.Status);
        Assert.Contains("order/shopify:1 has an event 2 already", outcome.Detail);
        Assert.Equal(before, await Journal.DumpAsync());
    }

    [ContractFact]
    public async Task Refuses_a_sequence_that_is_twice_in_one_commit()
    {
        var (first, second) = (await ClaimAsync(0), await ClaimAsync(1));
        var same = await CommitAsync(After(first, new TestEvent(Order(1), 1), new TestEvent(Order(1), 1)));
        Assert.Equal(CommitStatus.Refused, same.Status);
        var merged = await CommitAsync(
            After(first, new TestEvent(Order(1), 1)), After(second, new TestEvent(Order(1), 1)));
        Assert.Equal(CommitStatus.Refused, merged.Status);
        Assert.Empty(await Journal.ShardAsync(0));
        Assert.Empty(await Journal.ShardAsync(1));
    }

    [ContractFact]
    public async Task A_merged_commit_writes_all_turns()
    {
        var rows = new[] { await ClaimAsync(0), await ClaimAsync(1), await ClaimAsync(3) };
        Assert.Equal(
            CommitOutcome.Committed,
            await CommitAsync([.. rows.Select(row => After(
                row, new TestEvent(Order(row.Shard), 1), new TestEvent(Order(row.Shard), 2)))]));
        foreach (var row in rows)
        {
            Assert.Equal([1, 2], (await Journal.ShardAsync(row.Shard)).Select(read => read.Event.Sequence));
            Assert.Equal(2, (await Journal.RowAsync(row.Shard)).State.Position);
        }
    }

    [ContractFact]
    public async Task Commits_of_different_shards_go_on_at_the_same_time()
    {
        const int Commits = 20;
        var lanes = Math.Min(Journal.ConcurrentCommits, 4);
        await Task.WhenAll(Enumerable.Range(0, lanes).Select(lane => Task.Run(async () =>
        {
            var row = await ClaimAsync(lane);
            for (var i = 1; i <= Commits; i++)
            {
                var turn = After(row, new TestEvent(Order(lane), i), new TestEvent(Order((100 * lane) + 10 + i), 1));
                turn.Snapshots.Add(new StoredSnapshot(Order(lane), i, 1, "{}"u8.ToArray()));
                turn.Reminders.Add(new ReminderWrite(Order(lane), "r" + i, i));
                turn.DeadLetters.Add(new DeadLetter(lane, Order(lane), "cause", "command", "error", i));
                var fenced = After(row with { Epoch = row.Epoch - 1 }, new TestEvent(Order(1000 + lane), 1));
                Assert.Equal(CommitStatus.Refused, (await CommitAsync(fenced)).Status);
                Assert.Equal(CommitOutcome.Committed, await CommitAsync(turn));
                row = RowAfter(turn);
            }
        })));

        _journal = await ReopenAsync(Journal);
        for (var lane = 0; lane < lanes; lane++)
        {
            Assert.Equal(2 * Commits, (await Journal.RowAsync(lane)).State.Position);
            Assert.Equal(2 * Commits, (await Journal.ShardAsync(lane)).Count);
            Assert.Equal(Commits, (await Journal.ReadRemindersAsync(lane, default)).Count);
        }

        Assert.Equal(lanes * Commits, (await Journal.ReadDeadLettersAsync(default)).Count);
        Assert.Equal(lanes, (await Journal.SnapshotInfosAsync()).Count(info => info.Sequence == Commits));
    }

    [ContractFact]
    public async Task A_refused_turn_writes_nothing_of_its_neighbours()
    {
        var (first, fenced, third) = (await ClaimAsync(0), await ClaimAsync(1), await ClaimAsync(2));
        await ClaimAsync(1);
        var before = await Journal.DumpAsync();
        var turn = After(first, new TestEvent(Order(1), 1));
        turn.Snapshots.Add(new StoredSnapshot(Order(1), 1, 1, "{}"u8.ToArray()));
        turn.Reminders.Add(new ReminderWrite(Order(1), "due", 5));
        turn.DeadLetters.Add(new DeadLetter(0, Order(1), "cause", "command", "error", 1));
        var outcome = await CommitAsync(
            turn, After(fenced, new TestEvent(Order(2), 1)), After(third, new TestEvent(Order(3), 1)));
        Assert.Equal(CommitStatus.Refused, outcome.Status);
        Assert.Contains("Shard 1", outcome.Detail);
        Assert.Equal(before, await Journal.DumpAsync());

        Assert.Equal(CommitOutcome.Committed, await CommitAsync(turn));
        Assert.Equal(CommitOutcome.Committed, await CommitAsync(After(third, new TestEvent(Order(3), 1))));
    }

    [ContractFact]
    public async Task A_claim_raises_the_epoch_and_fences_the_owner_before()
    {
        var old = await ClaimAsync(0);
        old = await CommittedAsync(old, new TestEvent(Order(1), 1));
        var claimed = await ClaimAsync(0);
        Assert.Equal(old.Epoch + 1, claimed.Epoch);
        Assert.Equal(1, claimed.State.Position);
        Assert.Equal(old.State.Chain, claimed.State.Chain);

        var outcome = await CommitAsync(After(old, new TestEvent(Order(1), 2)));
        Assert.Equal(CommitStatus.Refused, outcome.Status);
        await CommittedAsync(claimed, new TestEvent(Order(1), 2));
        _journal = await ReopenAsync(Journal);
        Assert.Equal(claimed.Epoch + 1, (await ClaimAsync(0)).Epoch);
        Assert.Equal(1, (await ClaimAsync(1)).Epoch);
    }

    [ContractFact]
    public async Task Turns_that_no_commit_can_hold_are_a_bug_of_the_caller()
    {
        var row = await ClaimAsync(0);
        var wrong = After(row, new TestEvent(Order(1), 1));
        wrong.State = wrong.State with { Position = 7 };
        var unchained = After(row, new TestEvent(Order(1), 1));
        unchained.Events[0] = unchained.Events[0] with { Chain = default };
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(wrong));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(unchained));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(After(row), After(row)));
        await Assert.ThrowsAsync<ArgumentException>(() => CommitAsync(After(row with { Shard = 4 })));
    }
}
