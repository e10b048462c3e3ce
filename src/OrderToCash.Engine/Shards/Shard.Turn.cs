using System.Text.Encodings.Web;
using System.Text.Json;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Engine.Shards;

public sealed partial class Shard
{
    private readonly List<Work> _work = [];

    /// <summary>By index of <see cref="_work"/>: its entity; null until it is loaded.</summary>
    private readonly List<ActiveEntity?> _targets = [];

    private readonly List<EntityId> _missing = [];
    private readonly HashSet<EntityId> _requested = [];
    private readonly List<StagedReply> _replies = [];
    private readonly List<ActiveEntity> _changed = [];
    private readonly List<CommittedEvent> _committed = [];
    private readonly HashSet<int> _acknowledge = [];

    /// <summary>The running turn was asked to make watermark and reminders durable.</summary>
    private bool _isFlushing;

    /// <summary>
    /// Runs one turn: fill, activate, decide, commit, release. The first turn activates the shard instead.
    /// </summary>
    public async ValueTask RunTurnAsync(CancellationToken cancellationToken)
    {
        if (!_isActive)
        {
            await ActivateAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        var now = _environment.Time.GetUtcNow();
        BeginTurn();
        TakeFlushRequest();
        ReadMail(now);
        if (_behindWatermark.Count > 0)
        {
            await ResendFromStartAsync(cancellationToken).ConfigureAwait(false);
        }

        _out.ResendOverdue(Number, _environment.Transport, now, _environment.Options.ResendAfter);
        Fill(now);
        if (_missing.Count > 0 && !await LoadMissingAsync(now, cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        DecideAll(now);
        TakeSnapshots();
        if (MustCommit())
        {
            Seal();
            var outcome = await _environment.Commits.CommitAsync(_turn).ConfigureAwait(false);
            if (outcome.Status != CommitStatus.Committed)
            {
                EndFailedTurn(outcome);
                return;
            }

            _state = _turn.State;
            ForgetPassivated();
        }

        Release(now);
    }

    private void TakeFlushRequest()
    {
        _isFlushing = _flushRequested;
        _flushRequested = false;
    }

    private void BeginTurn()
    {
        _turn.Clear();
        _work.Clear();
        _targets.Clear();
        _missing.Clear();
        _requested.Clear();
        _replies.Clear();
        _changed.Clear();
        _committed.Clear();
        _acknowledge.Clear();
    }

    /// <summary>
    /// Takes what is to be decided: what was carried over, then reactions, then reminders, then commands from outside.
    /// </summary>
    private void Fill(DateTimeOffset now)
    {
        var max = _environment.Options.MaxCommandsPerTurn;
        while (_work.Count < max && _carried.TryDequeue(out var carried))
        {
            Take(carried, now);
        }

        while (_work.Count < max && _inbox.TryDequeue(out var next))
        {
            Take(Work.Of(next.From, next.Reaction), now);
        }

        while (_work.Count < max && _reminders.TryTakeDue(now.UtcTicks, out var entity, out var name))
        {
            Take(Work.OfReminder(entity, name, KindOf(entity).ReminderCommand(name)), now);
        }

        if (TakesIntake)
        {
            while (_work.Count < max && _mailbox.Reader.TryRead(out var envelope))
            {
                Take(Work.Of(envelope), now);
            }
        }
    }

    private void Take(in Work work, DateTimeOffset now)
    {
        _work.Add(work);
        var isActive = _entities.TryUse(work.To, now, out var entity);
        _targets.Add(entity);
        if (!isActive && _requested.Add(work.To))
        {
            _missing.Add(work.To);
        }
    }

    private void DecideAll(DateTimeOffset now)
    {
        var decided = 0;
        while (decided < _work.Count && _turn.Buffer.Length < _environment.Options.MaxTurnBytes)
        {
            var work = _work[decided];
            var entity = _targets[decided++] ?? Loaded(work.To, now);
            if (!DecideOne(entity, work, now))
            {
                break;
            }
        }

        for (var i = decided; i < _work.Count; i++)
        {
            var work = _work[i];
            if (work.Reminder is { } reminder)
            {
                // Into the index and not into memory alone: the index may be stored with this turn.
                _reminders.PutBack(work.To, reminder, now.UtcTicks);
            }
            else
            {
                _carried.Enqueue(work);
            }
        }
    }

    private ActiveEntity Loaded(in EntityId id, DateTimeOffset now) => _entities.TryUse(id, now, out var entity)
        ? entity
        : throw new InvalidOperationException($"Bug: {id} was not activated before its command.");

    /// <summary>
    /// Decides one command. False where its entity's state may be half changed, so that the turn has to end here.
    /// </summary>
    private bool DecideOne(ActiveEntity entity, in Work work, DateTimeOffset now)
    {
        if (work.Reaction is { } reaction)
        {
            _taken[work.From] = reaction.Number;
            _acknowledge.Add(work.From);
        }

        if (entity.Blocked is { } blocked)
        {
            Poison(work, CommandStatus.Blocked, blocked, now);
            return true;
        }

        Decided decided;
        try
        {
            decided = entity.Kind.Decide(entity.State, work.Command, now);
        }
        catch (Exception exception)
        {
            Poison(work, CommandStatus.Failed, exception.ToString(), now);
            return true;
        }

        if (!decided.Events.IsEmpty && !TryRecord(entity, decided, work, now, out var error))
        {
            Poison(work, CommandStatus.Failed, error, now);

            // Its state is of no use any more, to a snapshot neither.
            _entities.Remove(entity);
            _changed.Remove(entity);
            return false;
        }

        _replies.Add(
            new StagedReply(work.ReplyTo, work.Tag, new CommandReply(CommandStatus.Decided, decided.Reply, null)));
        return true;
    }

    /// <summary>
    /// The command can't be decided: it becomes a dead letter, in the same commit as its channel number.
    /// </summary>
    private void Poison(in Work work, CommandStatus status, string error, DateTimeOffset now)
    {
        var cause = work.Reaction?.Id ?? work.Origin?.Correlation ?? "reminder " + work.Reminder;
        _turn.DeadLetters.Add(new DeadLetter(Number, work.To, cause, Describe(work.Command), error, now.UtcTicks));
        _replies.Add(new StagedReply(work.ReplyTo, work.Tag, new CommandReply(status, null, error)));
        Notify(ShardNoticeKind.CommandPoisoned, $"{work.To} could not decide a command caused by {cause}: {error}");
    }

    /// <summary>Whether anything of the turn has to be durable before its effects may leave.</summary>
    private bool MustCommit() =>
        _turn.Events.Count > 0 || _acknowledge.Count > 0 || _turn.DeadLetters.Count > 0
        || (_isFlushing
            && (_state.Watermark != _out.Watermark(_state.Position) || _reminders.UnsavedCount > 0
                || _turn.Snapshots.Count > 0));

    /// <summary>Completes the turn's row: from here on it is what the journal is to hold.</summary>
    private void Seal()
    {
        var position = _state.Position + _turn.Events.Count;
        var remindersPosition = _state.RemindersPosition;
        if (_isFlushing || position - remindersPosition >= _environment.Options.MaxEventsPerReminderFlush)
        {
            _reminders.Save(_turn.Reminders);
            remindersPosition = position;
        }

        _turn.Epoch = _epoch;
        _turn.PositionBefore = _state.Position;
        var chain = _state.Chain;
        if (_turn.Events.Count > 0)
        {
            chain = new byte[ShardState.ChainBytes];
            ChainHash.Compute(_state.Chain, _turn, chain);
            _turn.Events[^1] = _turn.Events[^1] with { Chain = chain };
        }

        _turn.State = new ShardState(
            position, _out.Watermark(position), (long[])_taken.Clone(), _out.Delivered, remindersPosition,
            _environment.Options.ReactionsVersion, chain);
    }

    /// <summary>The turn is durable: its replies, reactions and acknowledgements may leave.</summary>
    private void Release(DateTimeOffset now)
    {
        // Before the replies: who was answered may rely on it that observers know.
        if (_committed.Count > 0)
        {
            _environment.Observer?.OnCommitted(Number, _committed);
        }

        TellDelivered();
        foreach (var staged in _replies)
        {
            staged.To?.OnReply(staged.Tag, staged.Reply);
        }

        foreach (var from in _acknowledge)
        {
            _environment.Transport.SendAcknowledgement(Number, from, _taken[from]);
        }

        _out.SendNew(Number, _environment.Transport, now);
        foreach (var entity in _changed)
        {
            entity.IsChanged = false;
            if (entity.Kind.IsFinished(entity.State))
            {
                _entities.Remove(entity);
            }
            else
            {
                _entities.Recount(entity);
            }
        }

        Passivate(now);
    }

    private static Utf8JsonWriter CreateWriter(TurnBuffer buffer) =>
        new(buffer,
            new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    private static string Describe(object command) => command.ToString() ?? command.GetType().Name;

    private readonly record struct StagedReply(IReplyTo? To, long Tag, CommandReply Reply);
}
