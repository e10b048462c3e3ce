using OrderToCash.Engine.Journal;
using OrderToCash.Simulation;
using OrderToCash.Tests.Journal;
using Xunit;
using static OrderToCash.Tests.Journal.Turns;

namespace OrderToCash.Tests.Engine;

public sealed class GroupCommitTests
{
    [Fact]
    public async Task A_commit_under_way_does_not_hold_up_another_shards()
    {
        await using var journal = new HeldJournal(new VolatileJournal(4), lanes: 2);
        var commits = new GroupCommit(journal, static () => { });
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
    public async Task A_commit_loop_that_fails_answers_its_own_turns_and_later_ones()
    {
        await using var journal = new HeldJournal(new VolatileJournal(4), lanes: 2);
        var commits = new GroupCommit(journal, static () => { });
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

    private static async Task<TurnWrite> TurnAsync(IJournal journal, int shard) =>
        After(await journal.ClaimAsync(shard, default), new TestEvent(Order(shard), 1));

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
