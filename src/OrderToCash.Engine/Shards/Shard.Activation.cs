using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Reminders;

namespace OrderToCash.Engine.Shards;

public sealed partial class Shard
{
    private const int ActivationPageEvents = 4096;

    /// <summary>
    /// True where nobody knows yet whether the last turn was written: its senders wait for the truth.
    /// </summary>
    private bool _isUnresolved;

    /// <summary>
    /// Takes the shard over: raises its epoch, then derives from the journal what a crash took out of memory.
    /// </summary>
    /// <exception cref="JournalFormatException">Undelivered reactions were numbered by another version of the
    /// program.</exception>
    private async ValueTask ActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            var row = await _environment.Journal.ClaimAsync(Number, cancellationToken).ConfigureAwait(false);
            await ActivateAsync(row, cancellationToken).ConfigureAwait(false);
        }
        catch (JournalUnavailableException exception)
        {
            Notify(ShardNoticeKind.ActivationFailed, exception.Message);
        }
    }

    private async ValueTask ActivateAsync(ShardRow row, CancellationToken cancellationToken)
    {
        CheckReactionsVersion(row.State);
        Forget();
        if (_isUnresolved)
        {
            await ResolveAsync(row.State, cancellationToken).ConfigureAwait(false);
        }

        _epoch = row.Epoch;
        _state = row.State;
        row.State.Taken.CopyTo(_expected, 0);
        _taken = (long[])row.State.Taken.Clone();
        _out = new OutChannels(row.State.Delivered);
        _reminders = new ReminderIndex();
        foreach (var stored in await _environment.Journal.ReadRemindersAsync(Number, cancellationToken)
            .ConfigureAwait(false))
        {
            _reminders.Load(stored);
        }

        var catchUp = new CatchUp(this);
        var position = Math.Min(row.State.Watermark, row.State.RemindersPosition);
        while (position < row.State.Position)
        {
            var last = await _environment.Journal
                .ReadShardAsync(Number, position, ActivationPageEvents, catchUp, cancellationToken)
                .ConfigureAwait(false);
            if (last == position)
            {
                throw new JournalFormatException(
                    $"Shard {Number} says it has {row.State.Position} events, but none is stored after {position}. "
                    + "The journal is damaged: run `o2c journal verify` and restore a backup.");
            }

            position = last;
        }

        _isActive = true;
        TellDelivered();
        _out.SendNew(Number, _environment.Transport, _environment.Time.GetUtcNow());
        for (var source = 0; source < _expected.Length; source++)
        {
            // What is durably handled may never have been acknowledged: a commit's answer was lost. Its sender would
            // wait until it sends again.
            if (_taken[source] > 0)
            {
                _environment.Transport.SendAcknowledgement(Number, source, _taken[source]);
            }

            _environment.Transport.RequestResend(Number, source, _expected[source]);
        }

        Notify(ShardNoticeKind.Activated, $"Epoch {_epoch}, position {_state.Position}, watermark {_state.Watermark}.");
    }

    private void CheckReactionsVersion(ShardState state)
    {
        var version = _environment.Options.ReactionsVersion;
        if (state.Watermark < state.Position && state.ReactionsVersion != version && state.ReactionsVersion != 0)
        {
            throw new JournalFormatException(
                $"Shard {Number} has undelivered reactions of version {state.ReactionsVersion}; "
                + "this program numbers them by version "
                + $"{version}. Run `o2c drain` of the program that wrote it, then start this one.");
        }
    }

    /// <summary>
    /// Drops all that was ahead of, or only a copy of, the journal. Commands from outside that were not decided stay.
    /// </summary>
    private void Forget()
    {
        _isActive = false;
        if (_isFlushing)
        {
            // Asked of the turn that failed: the next one is to do it.
            _isFlushing = false;
            _flushRequested = true;
        }

        _entities.Clear();
        ForgetPassivated();
        _inbox.Clear();
        for (var count = _carried.Count; count > 0; count--)
        {
            var work = _carried.Dequeue();
            if (work.Reaction is null && work.Reminder is null)
            {
                _carried.Enqueue(work);
            }
        }
    }

    /// <summary>
    /// The commit didn't say that it succeeded: start again from the journal, which also knows how an unknown one
    /// ended.
    /// </summary>
    private void EndFailedTurn(CommitOutcome outcome)
    {
        Notify(
            outcome.Status == CommitStatus.Refused ? ShardNoticeKind.Fenced : ShardNoticeKind.CommitFailed,
            outcome.Detail ?? outcome.Status.ToString());
        Forget();
        if (outcome.Status == CommitStatus.Unknown)
        {
            _isUnresolved = true;
            return;
        }

        Answer(CommandStatus.Retry,
            $"Nothing was written: {outcome.Detail ?? outcome.Status.ToString()}. Send it again.");
    }

    /// <summary>
    /// Tells the senders of a turn whose commit was never answered the truth. It is there where its chain is, however
    /// much another owner has written after it; a turn without events wrote nothing for anyone who waits.
    /// </summary>
    private async ValueTask ResolveAsync(ShardState state, CancellationToken cancellationToken)
    {
        var stored = new StoredChain(_turn.State.Chain);
        if (_turn.Events.Count > 0 && _turn.State.Position <= state.Position)
        {
            await _environment.Journal
                .ReadShardAsync(Number, _turn.State.Position - 1, 1, stored, cancellationToken).ConfigureAwait(false);
        }

        _isUnresolved = false;
        if (!stored.IsFound)
        {
            Answer(CommandStatus.Retry, "Nothing was written: the commit was lost with its answer. Send it again.");
            return;
        }

        foreach (var staged in _replies)
        {
            staged.To?.OnReply(staged.Tag, staged.Reply);
        }

        if (_committed.Count > 0)
        {
            _environment.Observer?.OnCommitted(Number, _committed);
        }
    }

    private void Answer(CommandStatus status, string error)
    {
        foreach (var staged in _replies)
        {
            staged.To?.OnReply(staged.Tag, new CommandReply(status, null, error));
        }
    }

    private sealed class StoredChain(byte[] wanted) : IEventSink
    {
        public bool IsFound { get; private set; }

        public void OnEvent(in EventRow row) => IsFound = row.Chain.SequenceEqual(wanted);
    }

    /// <summary>
    /// Reads events past the watermark for their reactions, and past the reminders' position for their reminders.
    /// </summary>
    private sealed class CatchUp(Shard shard) : IEventSink
    {
        private readonly List<Reaction> _reactions = [];
        private readonly List<ReminderChange> _changes = [];

        public void OnEvent(in EventRow row)
        {
            var (entity, domainEvent) = shard.Decode(row);
            var kind = shard.KindOf(entity);
            if (row.Position > shard._state.Watermark)
            {
                _reactions.Clear();
                kind.React(entity.Id, domainEvent, _reactions);
                var correlation = _reactions.Count > 0 ? EventMetadata.Read(row.Metadata).Correlation : null;
                for (var index = 0; index < _reactions.Count; index++)
                {
                    shard._out.Add(_reactions[index], entity, row.Sequence, index, correlation, row.Position);
                }
            }

            if (row.Position > shard._state.RemindersPosition)
            {
                _changes.Clear();
                kind.Remind(domainEvent, _changes);
                foreach (var change in _changes)
                {
                    shard._reminders.Apply(entity, change);
                }
            }
        }
    }
}
