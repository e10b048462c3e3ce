namespace OrderToCash.Engine.Journal;

/// <summary>
/// Merges the waiting turns of all shards into one commit: the busier the shards, the cheaper each event.
/// </summary>
/// <remarks>
/// Shards hand turns in from their loops, each at most one at a time, so commits that are under way at a time are of
/// different shards. <see cref="Lanes"/> host loops call <see cref="RunOnceAsync"/>: while the store works on one
/// commit, the next can be sent. A merged commit that is refused is tried again turn by turn, so that one fenced shard
/// doesn't fail its neighbours.
/// </remarks>
public sealed class GroupCommit
{
    private readonly IJournal _journal;
    private readonly TaskCreationOptions _continuations;
    private readonly Action _wake;

    /// <summary>Guards <see cref="_waiting"/>, which shards add to and the commit loops take from.</summary>
    private readonly Lock _gate = new();

    private List<Waiter> _waiting = [];
    private Exception? _abandoned;

    /// <summary>A group commit on a journal.</summary>
    /// <param name="wake">Called after a turn was handed in: the host's loop has work.</param>
    /// <param name="continueInline">True runs the waiting shard on the commit loop's thread: for a single-threaded
    /// host.</param>
    public GroupCommit(IJournal journal, Action wake, bool continueInline = false)
    {
        _journal = journal;
        _wake = wake;
        _continuations = continueInline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously;
    }

    /// <summary>Commits that may be under way at a time.</summary>
    public int Lanes => _journal.ConcurrentCommits;

    /// <summary>True where a turn waits for a commit.</summary>
    public bool HasWaiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count > 0;
            }
        }
    }

    /// <summary>
    /// Hands a turn in; completes with how its commit ended. A commit that has started is not cancelled.
    /// </summary>
    public Task<CommitOutcome> CommitAsync(TurnWrite turn)
    {
        var waiter = new Waiter(turn, new TaskCompletionSource<CommitOutcome>(_continuations));
        lock (_gate)
        {
            if (_abandoned is not null)
            {
                waiter.Completion.SetException(_abandoned);
                return waiter.Completion.Task;
            }

            _waiting.Add(waiter);
        }

        _wake();
        return waiter.Completion.Task;
    }

    /// <summary>Commits everything that waits now, and answers each turn.</summary>
    public async ValueTask RunOnceAsync(CancellationToken cancellationToken)
    {
        List<Waiter> taken;
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                return;
            }

            (taken, _waiting) = (_waiting, []);
        }

        try
        {
            await CommitAsync(taken, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // A bug, or a stop: those that have no answer yet must not wait for one.
            foreach (var waiter in taken)
            {
                waiter.Completion.TrySetException(exception);
            }

            throw;
        }
    }

    /// <summary>
    /// A commit loop has failed for good: turns that wait, and all later ones, fail with its exception.
    /// </summary>
    public void Abandon(Exception exception)
    {
        List<Waiter> abandoned;
        lock (_gate)
        {
            _abandoned = exception;
            (abandoned, _waiting) = (_waiting, []);
        }

        foreach (var waiter in abandoned)
        {
            waiter.Completion.TrySetException(exception);
        }
    }

    private async ValueTask CommitAsync(List<Waiter> taken, CancellationToken cancellationToken)
    {
        taken.Sort(static (a, b) => a.Turn.Shard.CompareTo(b.Turn.Shard));
        var turns = new TurnWrite[taken.Count];
        for (var i = 0; i < turns.Length; i++)
        {
            turns[i] = taken[i].Turn;
        }

        var outcome = await _journal.CommitAsync(turns, cancellationToken).ConfigureAwait(false);
        if (outcome.Status == CommitStatus.Refused && turns.Length > 1)
        {
            foreach (var waiter in taken)
            {
                waiter.Completion.SetResult(
                    await _journal.CommitAsync([waiter.Turn], cancellationToken).ConfigureAwait(false));
            }
        }
        else
        {
            foreach (var waiter in taken)
            {
                waiter.Completion.SetResult(outcome);
            }
        }
    }

    private readonly record struct Waiter(TurnWrite Turn, TaskCompletionSource<CommitOutcome> Completion);
}
