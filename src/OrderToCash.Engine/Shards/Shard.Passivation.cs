using System.Text.Json;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Engine.Shards;

/// <content>States that leave memory, and the snapshots that they come back from.</content>
public sealed partial class Shard
{
    /// <summary>
    /// The most states that leave memory in a turn because nobody used them: after a quiet night all of them are due,
    /// and neither should the first command wait until they are encoded, nor a commit carry all their snapshots.
    /// </summary>
    private const int MaxUnusedPerTurn = 64;

    /// <summary>
    /// What an event costs who has to read it, in bytes of a snapshot: it lies alone on a page somewhere in the
    /// journal, while a snapshot's bytes lie together.
    /// </summary>
    private const int BytesPerScatteredEvent = 1024;

    /// <summary>
    /// Snapshots that wait for a commit may have so many bytes; of more states the events are read again.
    /// </summary>
    private const int MaxWaitingBytes = 1024 * 1024;

    /// <summary>
    /// Of states that left memory; they go with the next commit, for one of their own would cost more.
    /// </summary>
    private readonly List<StoredSnapshot> _passivated = [];

    private readonly TurnBuffer _snapshotBuffer = new();
    private readonly Utf8JsonWriter _snapshotWriter;
    private int _waitingBytes;

    /// <summary>
    /// Adds to the turn the snapshots of what left memory, and of changed entities those that pay: their bytes are
    /// outweighed by the events since the last one. A shard that is to stop adds what it would have to read again.
    /// </summary>
    private void TakeSnapshots()
    {
        _turn.Snapshots.AddRange(_passivated);
        foreach (var entity in _changed)
        {
            if (entity.Kind.SnapshotVersion != 0
                && entity.EventsSinceSnapshot >= _environment.Options.MinEventsPerSnapshot
                && entity.BytesSinceSnapshot >= entity.SnapshotBytes)
            {
                _turn.Snapshots.Add(TakeSnapshot(entity));
            }
        }

        if (_isFlushing)
        {
            TakeSnapshotsToStop();
        }
    }

    /// <summary>The next owner finds what was used last as snapshots, as much as a commit may well carry.</summary>
    private void TakeSnapshotsToStop()
    {
        var bytes = 0;
        for (var entity = _entities.Newest; entity is not null && bytes < MaxWaitingBytes; entity = entity.Older)
        {
            if (IsWorthKeeping(entity))
            {
                var snapshot = TakeSnapshot(entity);
                _turn.Snapshots.Add(snapshot);
                bytes += snapshot.Payload.Length;
            }
        }
    }

    /// <summary>The turn's snapshots are stored.</summary>
    private void ForgetPassivated()
    {
        _passivated.Clear();
        _waitingBytes = 0;
    }

    /// <summary>Lets states go that are too many or that nobody used. Only between turns: they are as stored.</summary>
    private void Passivate(DateTimeOffset now)
    {
        var options = _environment.Options;
        var maxBytes = options.MaxStatesBytes / _environment.Journal.Info.ShardCount;
        while (_entities.TryTakeSurplus(options.MaxActiveEntities, maxBytes, out var surplus))
        {
            RememberPassivated(surplus);
        }

        for (var count = 0; count < MaxUnusedPerTurn; count++)
        {
            if (!_entities.TryTakeUnused(now - options.PassivateAfter, out var unused))
            {
                break;
            }

            RememberPassivated(unused);
        }
    }

    private void RememberPassivated(ActiveEntity entity)
    {
        if (_waitingBytes < MaxWaitingBytes && IsWorthKeeping(entity))
        {
            var snapshot = TakeSnapshot(entity);
            _passivated.Add(snapshot);
            _waitingBytes += snapshot.Payload.Length;
        }
    }

    /// <summary>
    /// True for a state that is cheaper kept as a snapshot than made of its events again. These are scattered over the
    /// journal, more widely the longer that is, so that it's their number that counts.
    /// </summary>
    private bool IsWorthKeeping(ActiveEntity entity) =>
        entity.Kind.SnapshotVersion != 0
        && entity.Blocked is null
        && entity.EventsSinceSnapshot >= _environment.Options.MinEventsPerPassivation
        && entity.EventsSinceSnapshot * BytesPerScatteredEvent >= entity.SnapshotBytes;

    private StoredSnapshot TakeSnapshot(ActiveEntity entity)
    {
        // A buffer of its own: the turn's holds events only, in the order that the chain is computed over.
        _snapshotBuffer.Clear();
        _snapshotWriter.Reset();
        entity.Kind.EncodeSnapshot(entity.State, _snapshotWriter);
        _snapshotWriter.Flush();
        entity.EventsSinceSnapshot = 0;
        entity.BytesSinceSnapshot = 0;
        entity.SnapshotBytes = _snapshotBuffer.Length;
        var snapshot = new StoredSnapshot(
            entity.Id, entity.Sequence, entity.Kind.SnapshotVersion, _snapshotBuffer.Written.ToArray());
        // Now, and not before the next one: an account's of 10 MB would keep as much until then.
        _snapshotBuffer.Clear();
        return snapshot;
    }
}
