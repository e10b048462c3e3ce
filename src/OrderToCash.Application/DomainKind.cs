using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application;

/// <summary>A kind of entity whose rules are functions of the domain, handed over without their types.</summary>
/// <remarks>
/// Stateless; any thread may call. A command or event of another kind is an <see cref="InvalidCastException"/>: a bug.
/// </remarks>
internal sealed class DomainKind<TState, TCommand, TEvent, TReply>(string name) : EntityKind
    where TState : class
    where TCommand : class
    where TEvent : class
    where TReply : struct
{
    /// <inheritdoc/>
    public override string Name => name;

    public required Func<string, TState> Start { private get; init; }

    public required Func<TState, TCommand, DateTimeOffset, Decision<TReply, TEvent>> Decider { private get; init; }

    public required Func<TState, TEvent, TState> Evolver { private get; init; }

    public required Func<string, TEvent, ImmutableArray<Message>> Reactions { private get; init; }

    /// <summary>What an event sets or clears; null where the kind has no reminders.</summary>
    public Func<TEvent, ImmutableArray<Reminder>>? Reminders { private get; init; }

    /// <summary>The command of a due reminder; null where the kind has none.</summary>
    public Func<string, TCommand>? ReminderCommands { private get; init; }

    /// <summary>Null where nothing ever ends: the state leaves memory when it was not needed for long.</summary>
    public Func<TState, bool>? Finished { private get; init; }

    /// <summary>
    /// About what a state takes in memory beyond an empty one, bytes; null where its events tell, for it keeps all of
    /// them.
    /// </summary>
    public Func<TState, long>? Bytes { private get; init; }

    /// <summary>Boxes a reply; hands out the same object for those that come all the time.</summary>
    public required Func<TReply, object> Boxed { private get; init; }

    public required Func<TEvent, Utf8JsonWriter, EventName> Encoder { private get; init; }

    public required EventDecoder<TEvent> Decoder { private get; init; }

    /// <summary>Null where an entity's events are so few that a snapshot saves nothing.</summary>
    public SnapshotForm<TState>? Snapshots { private get; init; }

    /// <inheritdoc/>
    public override int SnapshotVersion => Snapshots?.Version ?? 0;

    /// <inheritdoc/>
    public override object Initial(string id) => Start(id);

    /// <inheritdoc/>
    public override Decided Decide(object state, object command, DateTimeOffset at)
    {
        var decision = Decider((TState)state, (TCommand)command, at);
        return new Decided(Boxed(decision.Reply), ImmutableArray<object>.CastUp(decision.Events));
    }

    /// <inheritdoc/>
    public override object Evolve(object state, object domainEvent) => Evolver((TState)state, (TEvent)domainEvent);

    /// <inheritdoc/>
    public override void React(string id, object domainEvent, List<Reaction> reactions)
    {
        foreach (var message in Reactions(id, (TEvent)domainEvent))
        {
            reactions.Add(new Reaction(new EntityId(message.To.Kind, message.To.Id), message.Command));
        }
    }

    /// <inheritdoc/>
    public override void Remind(object domainEvent, List<ReminderChange> changes)
    {
        if (Reminders is null)
        {
            return;
        }

        foreach (var reminder in Reminders((TEvent)domainEvent))
        {
            changes.Add(new ReminderChange(reminder.Name, reminder.Due));
        }
    }

    /// <inheritdoc/>
    public override object ReminderCommand(string name) => ReminderCommands is null
        ? throw new InvalidOperationException($"{Name} has no reminders, so none of the name '{name}'.")
        : ReminderCommands(name);

    /// <inheritdoc/>
    public override bool IsFinished(object state) => Finished is not null && Finished((TState)state);

    /// <inheritdoc/>
    public override long? StateBytes(object state) => Bytes?.Invoke((TState)state);

    /// <inheritdoc/>
    public override EventName Encode(object domainEvent, Utf8JsonWriter writer) => Encoder((TEvent)domainEvent, writer);

    /// <inheritdoc/>
    public override object Decode(ReadOnlySpan<byte> name, int version, ReadOnlySpan<byte> payload) =>
        Decoder(name, version, payload);

    /// <inheritdoc/>
    public override void EncodeSnapshot(object state, Utf8JsonWriter writer) => Form.Encode((TState)state, writer);

    /// <inheritdoc/>
    public override object DecodeSnapshot(string id, ReadOnlySpan<byte> payload) => Form.Decode(payload);

    private SnapshotForm<TState> Form =>
        Snapshots ?? throw new InvalidOperationException($"{Name} has no snapshots: its snapshot version is 0.");
}

/// <summary>The event of a stored payload.</summary>
internal delegate TEvent EventDecoder<out TEvent>(ReadOnlySpan<byte> name, int version, ReadOnlySpan<byte> payload);

/// <summary>How a state is stored as a snapshot.</summary>
internal sealed record SnapshotForm<TState>(
    int Version, Action<TState, Utf8JsonWriter> Encode, Func<ReadOnlySpan<byte>, TState> Decode);
