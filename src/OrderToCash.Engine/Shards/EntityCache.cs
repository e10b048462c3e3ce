using System.Diagnostics.CodeAnalysis;

namespace OrderToCash.Engine.Shards;

/// <summary>An entity in memory.</summary>
/// <remarks>Owned by its shard's loop. Between a turn's decisions and its commit it is ahead of the journal.</remarks>
internal sealed class ActiveEntity(EntityId id, EntityKind kind)
{
    public readonly EntityId Id = id;
    public readonly EntityKind Kind = kind;
    public object State = kind.Initial(id.Id);
    public long Sequence;

    /// <summary>Why it can't be replayed; null where it can. A blocked entity decides nothing.</summary>
    public string? Blocked;

    public long EventsSinceSnapshot;
    public long BytesSinceSnapshot;
    public long SnapshotBytes;

    /// <summary>True while it is in the turn's list of changed entities.</summary>
    public bool IsChanged;

    public DateTimeOffset UsedAt;
    public ActiveEntity? Newer;
    public ActiveEntity? Older;
}

/// <summary>The states in memory, in the order of their last use.</summary>
/// <remarks>Owned by its shard's loop.</remarks>
internal sealed class EntityCache
{
    private readonly Dictionary<EntityId, ActiveEntity> _entities = [];
    private ActiveEntity? _newest;
    private ActiveEntity? _oldest;

    public int Count => _entities.Count;

    public bool TryUse(in EntityId id, DateTimeOffset now, [NotNullWhen(true)] out ActiveEntity? entity)
    {
        if (!_entities.TryGetValue(id, out entity))
        {
            return false;
        }

        entity.UsedAt = now;
        if (!ReferenceEquals(entity, _newest))
        {
            Unlink(entity);
            LinkNewest(entity);
        }

        return true;
    }

    public void Add(ActiveEntity entity, DateTimeOffset now)
    {
        entity.UsedAt = now;
        _entities.Add(entity.Id, entity);
        LinkNewest(entity);
    }

    public void Remove(ActiveEntity entity)
    {
        if (_entities.Remove(entity.Id))
        {
            Unlink(entity);
        }
    }

    /// <summary>Passivates what is too much and what was not used since a time. Only between turns.</summary>
    public void Trim(int maxCount, DateTimeOffset usedBefore)
    {
        while (_oldest is { } oldest && (_entities.Count > maxCount || oldest.UsedAt < usedBefore))
        {
            Remove(oldest);
        }
    }

    public void Clear()
    {
        _entities.Clear();
        _newest = null;
        _oldest = null;
    }

    private void LinkNewest(ActiveEntity entity)
    {
        entity.Older = _newest;
        if (_newest is not null)
        {
            _newest.Newer = entity;
        }

        _newest = entity;
        _oldest ??= entity;
    }

    private void Unlink(ActiveEntity entity)
    {
        if (entity.Newer is { } newer)
        {
            newer.Older = entity.Older;
        }
        else
        {
            _newest = entity.Older;
        }

        if (entity.Older is { } older)
        {
            older.Newer = entity.Newer;
        }
        else
        {
            _oldest = entity.Newer;
        }

        entity.Newer = null;
        entity.Older = null;
    }
}
