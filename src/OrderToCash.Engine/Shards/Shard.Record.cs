using System.Text;
using System.Text.Json;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Engine.Shards;

public sealed partial class Shard
{
    private readonly Utf8JsonWriter _writer;

    /// <summary>What the command being recorded causes; kept apart until all of its events are in.</summary>
    private readonly List<Reaction> _reactions = [];

    private readonly List<(long Sequence, long Position, int Count)> _causes = [];
    private readonly List<ReminderChange> _reminderChanges = [];

    /// <summary>
    /// Adds a command's events to the turn and changes the state; all of it or, where something throws, nothing.
    /// </summary>
    private bool TryRecord(ActiveEntity entity, in Decided decided, in Work work, DateTimeOffset now, out string error)
    {
        var (bytes, events, sequence) = (_turn.Buffer.Length, _turn.Events.Count, entity.Sequence);
        _reactions.Clear();
        _causes.Clear();
        _reminderChanges.Clear();
        try
        {
            // The same for all of them.
            var name = WriteEntityId(_turn.Buffer, entity.Id);
            var metadata = WriteMetadata(work);
            foreach (var domainEvent in decided.Events)
            {
                var reactions = _reactions.Count;
                RecordOne(entity, domainEvent, name, metadata, now);
                _causes.Add((entity.Sequence, _state.Position + _turn.Events.Count, _reactions.Count - reactions));
            }

            var effects = decided.Events.Length + _reactions.Count;
            error = effects <= _environment.Options.MaxEffectsPerCommand
                ? ""
                : $"The command yields {effects} events and reactions; "
                + $"at most {_environment.Options.MaxEffectsPerCommand} are taken. "
                + "Larger work goes on by a reaction to itself.";
        }
        catch (Exception exception)
        {
            error = exception.ToString();
        }

        if (error.Length > 0)
        {
            _turn.Buffer.Truncate(bytes);
            _turn.Events.RemoveRange(events, _turn.Events.Count - events);
            if (_committed.Count > events)
            {
                _committed.RemoveRange(events, _committed.Count - events);
            }

            entity.Sequence = sequence;
            return false;
        }

        Stage(entity, work);
        entity.EventsSinceSnapshot += decided.Events.Length;
        entity.BytesSinceSnapshot += _turn.Buffer.Length - bytes;
        if (!entity.IsChanged)
        {
            entity.IsChanged = true;
            _changed.Add(entity);
        }

        return true;
    }

    private void RecordOne(ActiveEntity entity, object domainEvent, Slice name, Slice metadata, DateTimeOffset now)
    {
        var buffer = _turn.Buffer;
        var start = buffer.Length;
        _writer.Reset();
        var type = entity.Kind.Encode(domainEvent, _writer);
        _writer.Flush();
        var payload = new Slice(start, buffer.Length - start);
        entity.Sequence++;
        _turn.Events.Add(
            new EventWrite(entity.Id, name, entity.Sequence, type, now.UtcTicks, payload, metadata, default));
        entity.State = entity.Kind.Evolve(entity.State, domainEvent);
        entity.Kind.React(entity.Id.Id, domainEvent, _reactions);
        entity.Kind.Remind(domainEvent, _reminderChanges);
        if (_environment.Observer is not null)
        {
            _committed.Add(new CommittedEvent(
                entity.Id, entity.Sequence, _state.Position + _turn.Events.Count, domainEvent, now));
        }
    }

    /// <summary>The command's events are in: number its reactions, apply its reminders.</summary>
    private void Stage(ActiveEntity entity, in Work work)
    {
        var correlation = work.Reaction?.Correlation ?? work.Origin?.Correlation;
        var next = 0;
        foreach (var (sequence, position, count) in _causes)
        {
            for (var index = 0; index < count; index++)
            {
                _out.Add(_reactions[next++], entity.Id, sequence, index, correlation, position);
            }
        }

        foreach (var change in _reminderChanges)
        {
            _reminders.Apply(entity.Id, change);
        }
    }

    private static Slice WriteEntityId(TurnBuffer buffer, in EntityId id)
    {
        var start = buffer.Length;
        var span = buffer.GetSpan(id.Kind.Length + 1 + (3 * id.Id.Length));
        var length = Encoding.UTF8.GetBytes(id.Kind, span);
        span[length++] = (byte)'/';
        length += Encoding.UTF8.GetBytes(id.Id, span[length..]);
        buffer.Advance(length);
        return new Slice(start, length);
    }

    private Slice WriteMetadata(in Work work)
    {
        var start = _turn.Buffer.Length;
        _writer.Reset();
        _writer.WriteStartObject();
        if (work.Reaction is { } reaction)
        {
            WriteCause(reaction);
            if (reaction.Correlation is not null)
            {
                _writer.WriteString(EventMetadata.CorrelationName, reaction.Correlation);
            }
        }
        else if (work.Origin is { } origin)
        {
            _writer.WriteString(EventMetadata.CorrelationName, origin.Correlation);
            if (origin.Who is not null)
            {
                _writer.WriteString(EventMetadata.WhoName, origin.Who);
            }
        }
        else if (work.Reminder is { } reminder)
        {
            _writer.WriteString(EventMetadata.ReminderName, reminder);
        }

        _writer.WriteEndObject();
        _writer.Flush();
        return new Slice(start, _turn.Buffer.Length - start);
    }

    /// <summary>Writes the command's id without making a string of it: this runs for nearly every event.</summary>
    private void WriteCause(ReactionMessage reaction)
    {
        const int MaxStackChars = 256;
        var (kind, id) = (reaction.Cause.Kind, reaction.Cause.Id);
        var needed = kind.Length + id.Length + 40;
        var text = needed <= MaxStackChars ? stackalloc char[MaxStackChars] : new char[needed];
        text.TryWrite($"{kind}/{id}#{reaction.CauseSequence}.{reaction.Index}", out var length);
        _writer.WriteString(EventMetadata.CauseName, text[..length]);
    }
}
