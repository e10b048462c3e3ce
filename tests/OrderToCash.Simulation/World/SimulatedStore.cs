using OrderToCash.Engine.Journal;

namespace OrderToCash.Simulation.World;

/// <summary>Hears what became of each commit, at the moment at which the store decided it.</summary>
internal interface IStoreObserver
{
    /// <summary>The store has answered, or would have: the turns are in, or are not.</summary>
    void OnWritten(IReadOnlyList<TurnWrite> turns, CommitStatus status);

    /// <summary>A shard has a new owner.</summary>
    void OnClaimed(ShardRow row);
}

/// <summary>The one store that all nodes write to. What it holds survives every crash.</summary>
/// <remarks>
/// For one thread. Everything takes virtual time; a commit is written at one moment of its time and answered at
/// another, so that a crash may come before, between and after. An answer may also be lost while the commit is still
/// under way.
/// </remarks>
internal sealed class SimulatedStore(IJournal inner, SimulatedTime time, Random random, Trace trace)
{
    private readonly List<UnderWay> _underWay = [];

    /// <summary>Who claimed each shard, in order.</summary>
    private readonly List<SimulatedJournal>[] _claims =
        [.. Enumerable.Range(0, inner.Info.ShardCount).Select(static _ => new List<SimulatedJournal>())];

    public Faults Faults { get; set; } = Faults.None;

    public IJournal Inner => inner;

    public IStoreObserver? Observer { get; set; }

    /// <summary>Makes a node crash.</summary>
    public Action<int>? Crash { get; set; }

    /// <summary>Commits, reads and claims that are not answered yet, of nodes that live.</summary>
    public int UnderWayCount => _underWay.Count;

    public Task<CommitOutcome> CommitAsync(SimulatedJournal from, IReadOnlyList<TurnWrite> turns)
    {
        var isLost = random.Is(Faults.AnswerLost);
        var isAnsweredEarly = isLost && random.Next(2) == 0;
        var commit = new UnderWay(
            from, isAnsweredEarly ? [.. turns.Select(TurnCopies.Of)] : [.. turns],
            Fails: random.Is(Faults.CommitFails) || (isLost && random.Next(2) == 0),
            SurvivesCrash: random.Next(2) == 0,
            new TaskCompletionSource<CommitOutcome>());
        _underWay.Add(commit);
        var writeAfter = Latency();
        var answerAfter = random.Ms(0.1, 3);
        if (random.Is(Faults.CrashAtCommit))
            time.Schedule(random.Ms(0, writeAfter.TotalMilliseconds + 10), () => Crash?.Invoke(from.Node));

        time.Schedule(writeAfter, () =>
        {
            var outcome = Write(commit);
            if (!isAnsweredEarly)
                Answer(commit, answerAfter, isLost ? Lost : outcome);
        });
        if (isAnsweredEarly)
            Answer(commit, random.Ms(0.1, 1 + writeAfter.TotalMilliseconds), Lost);

        return commit.Answer.Task;
    }

    /// <summary>Waits for commits of the former owner, then raises the epoch.</summary>
    public Task<ShardRow> ClaimAsync(SimulatedJournal from, int shard)
    {
        var answer = new TaskCompletionSource<ShardRow>();
        var isUnavailable = random.Is(Faults.Unavailable);
        var isDone = !isUnavailable || random.Next(2) == 0;
        time.Schedule(Latency(), () => AfterCommits(shard, () =>
        {
            ShardRow? row = null;
            if (isDone)
            {
                row = Now(inner.ClaimAsync(shard, default));
                _claims[shard].Add(from);
                trace.Note('E', shard, row.Epoch);
                Observer?.OnClaimed(row);
                if (trace.IsOn)
                    trace.Write($"store: shard {shard} is claimed by node {from.Node}, epoch {row.Epoch}");
            }

            time.Schedule(random.Ms(0.1, 3), () =>
            {
                if (from.IsClosed)
                    return;

                if (row is null || isUnavailable)
                    answer.SetException(Unavailable());
                else
                    answer.SetResult(row);
            });
        }));
        return answer.Task;
    }

    /// <summary>How often the shard was claimed.</summary>
    public int ClaimCount(int shard) => _claims[shard].Count;

    /// <summary>
    /// True where the newest claim of the shard is this node's, nobody else claimed it since so many claims, and
    /// <paramref name="fromThen"/> it was this node's then.
    /// </summary>
    public bool IsHeldBy(SimulatedJournal node, int shard, int since, bool fromThen)
    {
        var claims = _claims[shard];
        var first = fromThen ? Math.Max(0, since - 1) : since;
        return claims.Count > first && claims.FindIndex(first, other => other != node) < 0;
    }

    /// <summary>Reads after a while, or says that the store can't be reached, perhaps halfway.</summary>
    public Task<T> ReadAsync<T>(SimulatedJournal from, Func<IJournal, ValueTask<T>> read)
    {
        var answer = new TaskCompletionSource<T>();
        var isUnavailable = random.Is(Faults.Unavailable);
        var isRead = !isUnavailable || random.Next(2) == 0;
        time.Schedule(Latency(), () =>
        {
            if (from.IsClosed)
                return;

            var result = isRead ? Now(read(inner)) : default;
            if (isUnavailable || result is null)
                answer.SetException(Unavailable());
            else
                answer.SetResult(result);
        });
        return answer.Task;
    }

    /// <summary>The result of a call that the store below completes at once.</summary>
    public static T Now<T>(ValueTask<T> call) => call.IsCompleted
        ? call.GetAwaiter().GetResult()
        : throw new InvalidOperationException("The store below the simulated one has to complete at once.");

    private static CommitOutcome Lost { get; } = new(CommitStatus.Unknown, "The connection broke (simulated).");

    private static JournalUnavailableException Unavailable() => new("The store can't be reached (simulated).");

    private TimeSpan Latency() => random.Is(Faults.Slow) ? random.Ms(500, 8000) : random.Ms(0.2, 6);

    private CommitOutcome Write(UnderWay commit)
    {
        _underWay.Remove(commit);
        var fails = commit.Fails || (commit.From.IsClosed && !commit.SurvivesCrash);
        var outcome = fails
            ? new CommitOutcome(CommitStatus.Failed, "The disk is full (simulated).")
            : Now(inner.CommitAsync(commit.Turns, default));
        foreach (var turn in commit.Turns)
            trace.Note('C', (turn.Shard << 8) | (int)outcome.Status, turn.State.Position);

        if (trace.IsOn)
        {
            var turns = string.Join(", ", commit.Turns.Select(static turn =>
                $"{turn.Shard}@{turn.PositionBefore}+{turn.Events.Count} epoch {turn.Epoch}"));
            trace.Write($"store: {outcome.Status} of node {commit.From.Node}: {turns} {outcome.Detail}");
        }

        Observer?.OnWritten(commit.Turns, outcome.Status);
        foreach (var waiter in commit.Ended)
            waiter();

        return outcome;
    }

    private void Answer(UnderWay commit, TimeSpan after, CommitOutcome outcome) => time.Schedule(after, () =>
    {
        if (!commit.From.IsClosed)
            commit.Answer.SetResult(outcome);
    });

    private void AfterCommits(int shard, Action action)
    {
        foreach (var commit in _underWay)
        {
            if (Array.Exists(commit.Turns, turn => turn.Shard == shard))
            {
                commit.Ended.Add(() => AfterCommits(shard, action));
                return;
            }
        }

        action();
    }

    private sealed record UnderWay(
        SimulatedJournal From, TurnWrite[] Turns, bool Fails, bool SurvivesCrash,
        TaskCompletionSource<CommitOutcome> Answer)
    {
        public List<Action> Ended { get; } = [];
    }
}
