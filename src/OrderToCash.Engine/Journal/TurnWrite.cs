using OrderToCash.Engine.Shards;

namespace OrderToCash.Engine.Journal;

/// <summary>
/// What one turn of a shard writes. Reused by its shard: a journal keeps nothing of it after the commit.
/// </summary>
public sealed class TurnWrite
{
    /// <summary>The shard.</summary>
    public required int Shard { get; init; }

    /// <summary>The epoch that its row must still have.</summary>
    public long Epoch { get; set; }

    /// <summary>The position that its row must still have; the first event's position is one more.</summary>
    public long PositionBefore { get; set; }

    /// <summary>What the row is to become. Its position is that of the last event.</summary>
    public ShardState State { get; set; } = ShardState.Empty(1);

    /// <summary>The events, with consecutive positions.</summary>
    public List<EventWrite> Events { get; } = [];

    /// <summary>The bytes that the events' slices refer to.</summary>
    public TurnBuffer Buffer { get; } = new();

    /// <summary>Snapshots to put in the place of older ones.</summary>
    public List<StoredSnapshot> Snapshots { get; } = [];

    /// <summary>Changes to the stored reminder index: a null due time deletes.</summary>
    public List<ReminderWrite> Reminders { get; } = [];

    /// <summary>Commands that could not be decided.</summary>
    public List<DeadLetter> DeadLetters { get; } = [];

    /// <summary>Makes it ready for the next turn.</summary>
    public void Clear()
    {
        Events.Clear();
        Buffer.Clear();
        Snapshots.Clear();
        Reminders.Clear();
        DeadLetters.Clear();
    }
}

/// <summary>A stretch of bytes of a <see cref="TurnBuffer"/>.</summary>
public readonly record struct Slice(int Offset, int Length);

/// <summary>
/// An event to write. Slices refer to the turn's buffer; events of one command share name and metadata there.
/// </summary>
/// <param name="Entity"><c>kind/id</c>, UTF-8.</param>
/// <param name="Id">The same, for stores that index by it.</param>
/// <param name="AtTicks">UTC ticks.</param>
/// <param name="Chain">32 bytes on the turn's last event, else of length 0.</param>
public readonly record struct EventWrite(
    EntityId Id, Slice Entity, long Sequence, EventName Name, long AtTicks, Slice Payload, Slice Metadata,
    ReadOnlyMemory<byte> Chain);

/// <summary>A snapshot of an entity's state after the event with this sequence.</summary>
/// <param name="Version">The kind's snapshot version.</param>
public sealed record StoredSnapshot(EntityId Entity, long Sequence, int Version, ReadOnlyMemory<byte> Payload);

/// <summary>Where a snapshot is.</summary>
public readonly record struct SnapshotInfo(EntityId Entity, long Sequence, int Version, int PayloadBytes);

/// <summary>A reminder in the stored index.</summary>
/// <param name="DueTicks">UTC ticks.</param>
public readonly record struct StoredReminder(EntityId Entity, string Name, long DueTicks);

/// <summary>A change to the stored reminder index.</summary>
/// <param name="DueTicks">UTC ticks; null deletes the reminder.</param>
public readonly record struct ReminderWrite(EntityId Entity, string Name, long? DueTicks);

/// <summary>A command that could not be decided, kept so that nothing is lost.</summary>
/// <param name="Cause">The event that caused it, <c>entity#sequence.index</c>, or the outside origin.</param>
/// <param name="Command">The command as text.</param>
/// <param name="Error">What went wrong.</param>
public sealed record DeadLetter(
    int Shard, EntityId Entity, string Cause, string Command, string Error, long AtTicks);
