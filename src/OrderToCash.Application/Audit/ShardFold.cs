using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text;
using OrderToCash.Domain.Flows;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Audit;

/// <summary>Takes in the events of one shard: their places, then what they say.</summary>
/// <remarks>One task uses it, for one shard; then it is dropped with everything that it knows of entities.</remarks>
internal sealed class ShardFold(int shard, Watermarks watermarks, SnapshotReplays replays, Findings findings)
    : IEventSink
{
    private static readonly KindEntry[] KindsByUse =
        [.. EntityKinds.All.Select(static kind => new KindEntry(Encoding.UTF8.GetBytes(kind.Name + "/"), kind))];

    private static readonly FrozenDictionary<string, Func<ulong, EntityFold>> Folds =
        new Dictionary<string, Func<ulong, EntityFold>>
        {
            [Kinds.Order] = static key => new OrderFold(key),
            [Kinds.Sku] = static key => new StockFold(key),
            [Kinds.Account] = static key => new AccountFold(key),
            [Kinds.Payment] = static key => new PaymentFold(key),
            [Kinds.Bank] = static _ => new BankFold(),
            [Kinds.Series] = static key => new SeriesFold(key),
            [Kinds.Settlement] = static key => new SettlementFold(key),
            [Kinds.Policy] = static _ => new PolicyFold(),
            [Kinds.Checks] = static _ => new ChecksFold(),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly Dictionary<ulong, Entity> _entities = [];
    private long _position;

    /// <inheritdoc/>
    public void OnEvent(in EventRow row)
    {
        findings.Place = new EventPlace(shard, row.Position);
        findings.IsPast = watermarks.IsPast(findings.Place);
        findings.Count(Checked.Events);
        if (row.Position != _position + 1)
            findings.Break(Invariant.Replay, $"position {row.Position}", $"{_position + 1}, the next of its shard");
        _position = row.Position;
        var entry = KindOf(row.Entity);
        if (entry.Kind is null)
        {
            findings.Break(Invariant.Replay, $"an event of {Encoding.UTF8.GetString(row.Entity)}", "a known kind");
            return;
        }

        ref var entity = ref CollectionsMarshal.GetValueRefOrAddDefault(_entities, Key.Of(row.Entity), out var known);
        if (!known)
            Meet(ref entity, entry, row);
        if (row.Sequence != entity.Sequence + 1)
            findings.Break(Invariant.Replay, $"sequence {row.Sequence}", $"{entity.Sequence + 1}, the entity's next");
        entity.Sequence = row.Sequence;
        TakeIn(ref entity, entry.Kind, row);
    }

    /// <summary>The shard was read to the end: looks at where its entities are left.</summary>
    public void Finish()
    {
        if (_position != watermarks.LastPosition(shard))
        {
            findings.Break(
                Invariant.Replay, $"a shard that ends at position {_position}",
                $"position {watermarks.LastPosition(shard)}, as its row says");
        }

        findings.Count(Checked.Entities, _entities.Count);
        foreach (var (_, entity) in _entities)
            entity.Fold.Finish(findings, watermarks);
    }

    private void TakeIn(ref Entity entity, EntityKind kind, in EventRow row)
    {
        try
        {
            var domainEvent = kind.Decode(row.Name, row.Version, row.Payload);
            if (entity.Fold is OverOrderFold)
                findings.OverOrder = Key.Of(row.Entity[(row.Entity.IndexOf((byte)'/') + 1)..]);
            entity.Fold = entity.Fold.Apply(domainEvent, findings);
            if (entity.Replay is { } replay && replay.Apply(kind, domainEvent, row.Sequence, findings))
                entity.Replay = null;
        }
        catch (UnknownEventException unknown)
        {
            findings.Break(Invariant.Replay, unknown.Message, "an event that can be read");
        }
        catch (OverflowException)
        {
            findings.Break(Invariant.MoneyConserved, "numbers too large to be added up", "amounts of this world");
        }
    }

    /// <summary>The first event of an entity in this shard.</summary>
    private void Meet(ref Entity entity, KindEntry entry, in EventRow row)
    {
        entity.Fold = Folds[entry.Kind?.Name ?? ""](Key.Of(row.Entity[entry.Prefix.Length..]));
        var id = EntityId.Parse(row.Entity);
        entity.Replay = replays.Find(id);
        var home = ShardMap.ShardOf(id, watermarks.ShardCount);
        if (home != shard)
            findings.Break(Invariant.Replay, $"an entity in shard {shard}", $"shard {home}, by its id");
    }

    private static KindEntry KindOf(ReadOnlySpan<byte> entity)
    {
        foreach (var entry in KindsByUse)
        {
            if (entity.StartsWith(entry.Prefix))
                return entry;
        }

        return default;
    }

    /// <summary>A kind by how the names of its entities start.</summary>
    private readonly record struct KindEntry(byte[] Prefix, EntityKind? Kind);

    /// <summary>An entity of this shard.</summary>
    private struct Entity
    {
        public long Sequence;
        public EntityFold Fold;
        public SnapshotReplay? Replay;
    }
}
