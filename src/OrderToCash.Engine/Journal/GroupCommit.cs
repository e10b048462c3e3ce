namespace OrderToCash.Engine.Journal;

/// <summary>
/// Merges the waiting turns of all shards into one commit: the busier the shards, the cheaper each event.
/// </summary>
/// <remarks>
/// Shards hand turns in from their loops, each at most one at a time, so commits that are under way at a time are of
/// different shards. <see cref="Lanes"/> host loops call <see cref="RunOnceAsync"/> when they are woken, and again
/// while <see cref="MayBegin"/>: while the store works on one commit, the next can be sent. It is sent only where it
/// pays: a commit costs the store as much as some hundred events, whatever is in it, and what waits for the one under
/// way is merged. A merged commit that is refused is tried again turn by turn, so that one fenced shard doesn't fail
/// its neighbours.
/// </remarks>
public sealed class GroupCommit
{
    private readonly IJournal _journal;
    private readonly TaskCreationOptions _continuations;
    private readonly Action _wake;
    private readonly TimeProvider _time;

    /// <summary>Guards what follows, which shards add to and the commit loops take from.</summary>
    private readonly Lock _gate = new();

    private List<Waiter> _waiting = [];
    private int _waitingEvents;
    private int _underWay;

    /// <summary>When the last commit began, as a timestamp of the clock.</summary>
    private long _begun;

    private Exception? _abandoned;

    /// <summary>A group commit on a journal.</summary>
    /// <param name="wake">Called after a turn was handed in and may be committed: a loop of the host has work.</param>
    /// <param name="time">Says how long a commit is under way.</param>
    /// <param name="continueInline">True runs the waiting shard on the commit loop's thread: for a single-threaded
    /// host.</param>
    public GroupCommit(IJournal journal, Action wake, TimeProvider time, bool continueInline = false)
    {
        _journal = journal;
        _wake = wake;
        _time = time;
        _continuations = continueInline ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously;
    }

    /// <summary>Commits that may be under way at a time.</summary>
    public int Lanes => _journal.ConcurrentCommits;

    /// <summary>Beside a commit under way another one begins where at least so many events wait.</summary>
    /// <value>512: 25 orders' events. What it saves stands in ADR 0003.</value>
    public int MinEventsBeside { get; init; } = 512;

    /// <summary>
    /// Or where the last one began so long ago: it is a large one, or the store is slow, and nobody waits for long
    /// because of that. Looked at when a turn is handed in.
    /// </summary>
    /// <value>20 ms.</value>
    public TimeSpan MaxAlone { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>True where a turn waits and a commit may begin now.</summary>
    public bool MayBegin
    {
        get
        {
            lock (_gate)
            {
                return MayBeginNow();
            }
        }
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
        bool mayBegin;
        lock (_gate)
        {
            if (_abandoned is not null)
            {
                waiter.Completion.SetException(_abandoned);
                return waiter.Completion.Task;
            }

            _waiting.Add(waiter);
            _waitingEvents += turn.Events.Count;
            mayBegin = MayBeginNow();
        }

        // Else the loop whose commit is under way takes it.
        if (mayBegin)
        {
            _wake();
        }

        return waiter.Completion.Task;
    }

    /// <summary>
    /// Commits everything that waits now, and answers each turn; nothing where no commit may begin. Afterwards the
    /// caller looks at <see cref="MayBegin"/>: what was handed in meanwhile woke nobody.
    /// </summary>
    public async ValueTask RunOnceAsync(CancellationToken cancellationToken)
    {
        List<Waiter> taken;
        lock (_gate)
        {
            if (!MayBeginNow())
            {
                return;
            }

            (taken, _waiting) = (_waiting, []);
            _waitingEvents = 0;
            _underWay++;
            _begun = _time.GetTimestamp();
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
        finally
        {
            lock (_gate)
            {
                _underWay--;
            }
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
            _waitingEvents = 0;
        }

        foreach (var waiter in abandoned)
        {
            waiter.Completion.TrySetException(exception);
        }
    }

    private bool MayBeginNow() =>
        _waiting.Count > 0 && _underWay < Lanes
        && (_underWay == 0 || _waitingEvents >= MinEventsBeside || _time.GetElapsedTime(_begun) >= MaxAlone);

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
