using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Audit;

/// <summary>The snapshots to compare with a replay from the first event.</summary>
/// <remarks>
/// The replay is part of the one reading of the shards. Filled before it and looked up by the readers; each replay is
/// used by the reader of its entity's shard alone.
/// </remarks>
internal sealed class SnapshotReplays
{
    private readonly Dictionary<EntityId, SnapshotReplay> _replays = [];
    private readonly int _total;

    private SnapshotReplays(IEnumerable<SnapshotInfo> chosen, int total)
    {
        _total = total;
        foreach (var info in chosen)
        {
            var kind = EntityKinds.ByName[info.Entity.Kind];
            _replays[info.Entity] = new SnapshotReplay(info.Entity, info.Sequence, kind.Initial(info.Entity.Id));
        }
    }

    /// <summary>All snapshots where they are at most <paramref name="max"/>, else a sample: always the same.</summary>
    public static async Task<SnapshotReplays> PrepareAsync(
        IJournal journal, int max, CancellationToken cancellationToken)
    {
        // Those with the smallest hashes; the one to give way first is in front. There may be millions.
        var chosen = new PriorityQueue<SnapshotInfo, int>();
        var total = 0;
        await journal.ReadSnapshotInfosAsync(Choose, cancellationToken).ConfigureAwait(false);
        return new SnapshotReplays(chosen.UnorderedItems.Select(static item => item.Element), total);

        void Choose(SnapshotInfo info)
        {
            total++;

            // Snapshots of another version are never read; they are as good as deleted.
            if (!EntityKinds.ByName.TryGetValue(info.Entity.Kind, out var kind) || kind.SnapshotVersion != info.Version)
                return;
            chosen.Enqueue(info, -ShardMap.ShardOf(info.Entity, int.MaxValue));
            if (chosen.Count > max)
                chosen.Dequeue();
        }
    }

    /// <summary>The replay of an entity; null where it has no snapshot to compare with.</summary>
    public SnapshotReplay? Find(in EntityId entity) => _replays.GetValueOrDefault(entity);

    /// <summary>Compares what the replays gave with what is stored, once all shards are read.</summary>
    public async Task CompareAsync(IJournal journal, Findings findings, CancellationToken cancellationToken)
    {
        var compared = 0;
        foreach (var (entity, replay) in _replays)
        {
            if (replay.Hash is not { } hash)
                continue;
            var stored = await journal.ReadSnapshotAsync(entity, cancellationToken).ConfigureAwait(false);
            // A running system has put a later one in its place.
            if (stored is null || stored.Sequence != replay.Sequence)
                continue;
            compared++;
            if (!SHA256.HashData(stored.Payload.Span).AsSpan().SequenceEqual(hash))
            {
                findings.Break(
                    Invariant.Replay, replay.Place, $"a snapshot of {entity} that differs",
                    $"the state that events 1 to {replay.Sequence} give");
            }
        }

        findings.Count(Checked.Snapshots, compared);
        findings.Count(Checked.SnapshotsNotCompared, _total - compared);
    }
}

/// <summary>The replay of one entity up to its snapshot.</summary>
internal sealed class SnapshotReplay(EntityId entity, long sequence, object initial)
{
    private object? _state = initial;

    /// <summary>The sequence of the snapshot.</summary>
    public long Sequence => sequence;

    /// <summary>SHA-256 of the snapshot that the replay gives; null where it was not reached.</summary>
    public byte[]? Hash { get; private set; }

    /// <summary>The event up to which the snapshot reaches.</summary>
    public EventPlace Place { get; private set; }

    /// <summary>Takes in the entity's next event; true where the replay is done with it.</summary>
    public bool Apply(EntityKind kind, object domainEvent, long at, Findings findings)
    {
        if (_state is null)
            return true;
        try
        {
            _state = kind.Evolve(_state, domainEvent);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            findings.Break(Invariant.Replay, $"{entity} can't evolve: {failure.Message}", "a state after each event");
            _state = null;
            return true;
        }

        if (at < sequence)
            return false;
        Hash = HashOf(kind, _state);
        Place = findings.Place;
        _state = null;
        return true;
    }

    /// <summary>Written as the engine writes snapshots.</summary>
    private static byte[] HashOf(EntityKind kind, object state)
    {
        var buffer = new TurnBuffer();
        using var writer = new Utf8JsonWriter(
            buffer,
            new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        kind.EncodeSnapshot(state, writer);
        writer.Flush();
        return SHA256.HashData(buffer.Written);
    }
}
