using OrderToCash.Engine.Journal;
using OrderToCash.Simulation;
using OrderToCash.Tests.Journal;
using OrderToCash.Tests.Shops;
using Xunit;
using static OrderToCash.Tests.Journal.Turns;

namespace OrderToCash.Tests.Engine;

public sealed class GroupCommitTests
{
    [Fact]
    public async Task A_commit_under_way_does_not_hold_up_another_shards()
    {
        await using var journal = new HeldJournal(new VolatileJournal(4), lanes: 2);
        var commits = new GroupCommit(journal, static () => { }, TimeProvider.System) { MinEventsBeside = 1 };
        Assert.Equal(2, commits.Lanes);
        var first = commits.CommitAsync(await TurnAsync(journal, 0));
        var firstRun = commits.RunOnceAsync(default);
        var others = new[]
        {
            commits.CommitAsync(await TurnAsync(journal, 1)), commits.CommitAsync(await TurnAsync(journal, 2)),
        };
        var otherRun = commits.RunOnceAsync(default);
        Assert.Equal([1, 2], journal.Held.Select(held => held.Turns.Count));

        await journal.LetGoAsync(1);
        await otherRun;
        Assert.All(await Task.WhenAll(others), outcome => Assert.Equal(CommitOutcome.Committed, outcome));
        Assert.False(first.IsCompleted);

        await journal.LetGoAsync(0);
        await firstRun;
        Assert.Equal(CommitOutcome.Committed, await first);
    }

    [Fact]
    public async Task Few_events_wait_for_the_commit_under_way_and_many_do_not()
    {
        await using var journal = new HeldJournal(new VolatileJournal(8), lanes: 2);
        var woken = 0;
        var commits = new GroupCommit(journal, () => woken++, TimeProvider.System)
        {
            MinEventsBeside = 3, MaxAlone = TimeSpan.MaxValue,
        };
        var first = commits.CommitAsync(await TurnAsync(journal, 0, 100));
        var firstRun = commits.RunOnceAsync(default);
        var few = commits.CommitAsync(await TurnAsync(journal, 1, 2));
        Assert.Equal((1, false, true), (woken, commits.MayBegin, commits.HasWaiting));
        var noRun = commits.RunOnceAsync(default).AsTask();
        Assert.True(noRun.IsCompletedSuccessfully);
        await noRun;
        Assert.Single(journal.Held);

        var oneMore = commits.CommitAsync(await TurnAsync(journal, 2, 1));
        Assert.Equal((2, true), (woken, commits.MayBegin));
        var secondRun = commits.RunOnceAsync(default);
        Assert.Equal([1, 2], journal.Held.Select(held => held.Turns.Count));

        // Both lanes are taken: however many wait, they wait for one of them.
        var many = commits.CommitAsync(await TurnAsync(journal, 3, 100));
        Assert.Equal((2, false), (woken, commits.MayBegin));
        await journal.LetGoAsync(0);
        await firstRun;
        Assert.True(commits.MayBegin);
        var thirdRun = commits.RunOnceAsync(default);

        // What was under way counts no more, nor what was taken.
        var last = commits.CommitAsync(await TurnAsync(journal, 4, 1));
        await journal.LetGoAsync(1);
        await secondRun;
        Assert.Equal((false, true), (commits.MayBegin, commits.HasWaiting));
        await journal.LetGoAsync(2);
        await thirdRun;
        Assert.Equal((2, true), (woken, commits.MayBegin));
        var lastRun = commits.RunOnceAsync(default);
        await journal.LetGoAsync(3);
        await lastRun;
        Assert.All(
            await Task.WhenAll(first, few, oneMore, many, last),
            outcome => Assert.Equal(CommitOutcome.Committed, outcome));
    }

    [Fact]
    public async Task Beside_a_commit_that_takes_long_another_one_begins_whatever_waits()
    {
        await using var journal = new HeldJournal(new VolatileJournal(4), lanes: 2);
        var time = new LeapingTime(DateTimeOffset.UnixEpoch);
        var woken = 0;
        var commits = new GroupCommit(journal, () => woken++, time) { MaxAlone = TimeSpan.FromMilliseconds(20) };
        _ = commits.CommitAsync(await TurnAsync(journal, 0));
        var firstRun = commits.RunOnceAsync(default);
        time.Advance(TimeSpan.FromMilliseconds(19));
        _ = commits.CommitAsync(await TurnAsync(journal, 1));
        Assert.Equal((1, false), (woken, commits.MayBegin));

        time.Advance(TimeSpan.FromMilliseconds(1));
        _ = commits.CommitAsync(await TurnAsync(journal, 2));
        Assert.Equal((2, true), (woken, commits.MayBegin));
        var secondRun = commits.RunOnceAsync(default);
        Assert.Equal([1, 2], journal.Held.Select(held => held.Turns.Count));
        await journal.LetGoAsync(0);
        await journal.LetGoAsync(1);
        await firstRun;
        await secondRun;
    }

    [Fact]
    public async Task A_commit_loop_that_fails_answers_its_own_turns_and_later_ones()
    {
        await using var journal = new HeldJournal(new VolatileJournal(4), lanes: 2);
        var commits = new GroupCommit(journal, static () => { }, TimeProvider.System) { MinEventsBeside = 1 };
        var failing = commits.CommitAsync(await TurnAsync(journal, 0));
        var failingRun = commits.RunOnceAsync(default);
        var other = commits.CommitAsync(await TurnAsync(journal, 1));
        var otherRun = commits.RunOnceAsync(default);

        var bug = new InvalidOperationException("A bug.");
        journal.Held[0].Answer.SetException(bug);
        Assert.Same(bug, await Assert.ThrowsAsync<InvalidOperationException>(async () => await failingRun));
        Assert.Same(bug, await Assert.ThrowsAsync<InvalidOperationException>(() => failing));
        commits.Abandon(bug);
        var later = commits.CommitAsync(await TurnAsync(journal, 2));
        Assert.Same(bug, await Assert.ThrowsAsync<InvalidOperationException>(() => later));

        await journal.LetGoAsync(1);
        await otherRun;
        Assert.Equal(CommitOutcome.Committed, await other);
    }

    private static async Task<TurnWrite> TurnAsync(IJournal journal, int shard, int events = 1) =>
        After(
            await journal.ClaimAsync(shard, default),
            Enumerable.Range(1, events).Select(sequence => new TestEvent(Order(shard), sequence)));

    /// <summary>Holds every commit until the test lets it go.</summary>
    private sealed class HeldJournal(IJournal inner, int lanes) : PassingJournal(inner)
    {
        public override int ConcurrentCommits => lanes;

        public List<(IReadOnlyList<TurnWrite> Turns, TaskCompletionSource<CommitOutcome> Answer)> Held { get; } = [];

        public override ValueTask<CommitOutcome> CommitAsync(
            IReadOnlyList<TurnWrite> turns, CancellationToken cancellationToken)
        {
            var answer = new TaskCompletionSource<CommitOutcome>();
            Held.Add((turns, answer));
            return new ValueTask<CommitOutcome>(answer.Task);
        }

        public async Task LetGoAsync(int index) =>
            Held[index].Answer.SetResult(await Inner.CommitAsync(Held[index].Turns, default));
    }
}
