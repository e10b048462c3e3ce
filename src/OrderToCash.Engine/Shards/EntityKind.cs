using System.Collections.Immutable;
using System.Text.Json;

namespace OrderToCash.Engine.Shards;

/// <summary>What the engine knows of a kind of entity: pure functions, and a codec for what it stores.</summary>
/// <remarks>The functions are called on the loop of the entity's shard, one at a time for each entity.</remarks>
public abstract class EntityKind
{
    /// <summary>The kind's name, part of stored entity ids: lower case letters, never changed once published.</summary>
    public abstract string Name { get; }

    /// <summary>The state before the first event.</summary>
    public abstract object Initial(string id);

    /// <summary>Decides a command on a state that it doesn't change.</summary>
    public abstract Decided Decide(object state, object command, DateTimeOffset at);

    /// <summary>The state after an event; may be the same object, changed.</summary>
    public abstract object Evolve(object state, object domainEvent);

    /// <summary>Adds the commands for other entities that an event causes, in a fixed order.</summary>
    public abstract void React(string id, object domainEvent, List<Reaction> reactions);

    /// <summary>Adds the reminders that an event sets or clears.</summary>
    public abstract void Remind(object domainEvent, List<ReminderChange> changes);

    /// <summary>The command that a due reminder stands for.</summary>
    public abstract object ReminderCommand(string name);

    /// <summary>True where nothing of the entity is under way, so that its state need not stay in memory.</summary>
    public abstract bool IsFinished(object state);

    /// <summary>
    /// About how many bytes of memory a state takes beyond those of an empty one; null where the stored bytes that it
    /// was made of tell. Asked after each turn that changed it: it counts and looks at nothing closely.
    /// </summary>
    public virtual long? StateBytes(object state) => null;

    /// <summary>Writes an event's payload as one JSON object and returns its stored name and version.</summary>
    public abstract EventName Encode(object domainEvent, Utf8JsonWriter writer);

    /// <summary>The event of a stored payload, brought up to the newest version.</summary>
    /// <exception cref="UnknownEventException">The name or version is not known to this program.</exception>
    public abstract object Decode(ReadOnlySpan<byte> name, int version, ReadOnlySpan<byte> payload);

    /// <summary>The version of the snapshots that are written; 0 where the kind has none. Others are ignored.</summary>
    public abstract int SnapshotVersion { get; }

    /// <summary>Writes the state as one JSON object.</summary>
    public abstract void EncodeSnapshot(object state, Utf8JsonWriter writer);

    /// <summary>The state of a snapshot of <see cref="SnapshotVersion"/>.</summary>
    public abstract object DecodeSnapshot(string id, ReadOnlySpan<byte> payload);
}

/// <summary>What an entity decided.</summary>
public readonly record struct Decided(object? Reply, ImmutableArray<object> Events);

/// <summary>A command that an event causes at another entity.</summary>
public readonly record struct Reaction(EntityId To, object Command);

/// <summary>A reminder that an event sets, or clears where <paramref name="Due"/> is null.</summary>
public readonly record struct ReminderChange(string Name, DateTimeOffset? Due);

/// <summary>The stored name and version of an event.</summary>
/// <param name="Utf8">The name's bytes, as stored.</param>
public sealed record EventName(string Text, int Version, ReadOnlyMemory<byte> Utf8);

/// <summary>An event that this program can't read: its journal was written by a newer one, or is damaged.</summary>
public sealed class UnknownEventException(string message) : Exception(message);
