using OrderToCash.Engine.Shards;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>The numbers of entities that were written lately, so that a commit need not look each of them up.</summary>
/// <remarks>
/// For the writer's one thread. Two generations: a full young one becomes the old one, so what is used stays.
/// </remarks>
internal sealed class EntityNumbers
{
    /// <summary>Twice 65,536 entities of about 150 bytes: 20 MB.</summary>
    private const int MaxYoung = 65_536;

    private readonly List<EntityId> _added = [];
    private Dictionary<EntityId, long> _young = [];
    private Dictionary<EntityId, long> _old = [];

    /// <summary>Finds an entity's number.</summary>
    public bool TryGet(in EntityId entity, out long number)
    {
        if (_young.TryGetValue(entity, out number))
            return true;

        if (!_old.TryGetValue(entity, out number))
            return false;

        Keep(entity, number);
        return true;
    }

    /// <summary>Keeps a number that is in the store, or will be if the transaction commits.</summary>
    public void Add(in EntityId entity, long number)
    {
        _added.Add(entity);
        Keep(entity, number);
    }

    /// <summary>The transaction is committed.</summary>
    public void Committed() => _added.Clear();

    /// <summary>The transaction is not committed: forgets what it added.</summary>
    public void RolledBack()
    {
        foreach (var entity in _added)
        {
            _young.Remove(entity);
            _old.Remove(entity);
        }

        _added.Clear();
    }

    private void Keep(in EntityId entity, long number)
    {
        if (_young.Count >= MaxYoung)
        {
            (_young, _old) = (_old, _young);
            _young.Clear();
        }

        _young[entity] = number;
    }
}
