namespace OrderToCash.Engine.Journal;

/// <summary>
/// Merges the waiting turns of all shards into one commit: the busier the shards, the cheaper each event.
/// </summary>
/// <remarks>
/// Shards hand turns in from their loops, each at most one at a time; one host loop calls <see cref="RunOnceAsync"/>. A
/// merged commit that is refused is tried again turn by turn, so that one fenced shard doesn't fail its neighbours.
/// </remarks>
public sealed class GroupCommit
{
    private readonly IJournal _journal;
    private readonly TaskCreationOptions _continuations;
    private readonly Action _wake;

    /// <summary>Guards <see cref="_waiting"/>, which shards add to and the commit loop takes from.</summary>
    private readonly Lock _gate = new();

    private List<Waiter> _waiting = [];
    private Exception? _abandoned;
    private List<Waiter> _taken = [];
    private readonly List<TurnWrite> _turns = [];

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
        lock (_gate)
        {
            (_waiting, _taken) = (_taken, _waiting);
        }

        if (_taken.Count == 0)
        {
            return;
        }

        _taken.Sort(static (a, b) => a.Turn.Shard.CompareTo(b.Turn.Shard));
        _turns.Clear();
        foreach (var waiter in _taken)
        {
            _turns.Add(waiter.Turn);
        }

        var outcome = await _journal.CommitAsync(_turns, cancellationToken).ConfigureAwait(false);
        var answered = _taken.ToArray();
        _taken.Clear();
        if (outcome.Status == CommitStatus.Refused && answered.Length > 1)
        {
            foreach (var waiter in answered)
            {
                waiter.Completion.SetResult(
                    await _journal.CommitAsync([waiter.Turn], cancellationToken).ConfigureAwait(false));
            }
        }
        else
        {
            foreach (var waiter in answered)
            {
                waiter.Completion.SetResult(outcome);
            }
        }
    }

    /// <summary>
    /// The commit loop has failed for good: turns that wait, and all later ones, fail with its exception.
    /// </summary>
    public void Abandon(Exception exception)
    {
        List<Waiter> abandoned;
        lock (_gate)
        {
            _abandoned = exception;
            abandoned = [.. _taken, .. _waiting];
            _waiting.Clear();
        }

        foreach (var waiter in abandoned)
        {
            waiter.Completion.TrySetException(exception);
        }
    }

    private readonly record struct Waiter(TurnWrite Turn, TaskCompletionSource<CommitOutcome> Completion);
}
