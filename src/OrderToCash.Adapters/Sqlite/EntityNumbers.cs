namespace OrderToCash.Adapters.Sqlite;

/// <summary>The numbers of entities that were written lately, so that a commit need not look each of them up.</summary>
/// <remarks>
/// For the writer's one thread. Two generations: a full young one becomes the old one, so what is used stays. Kept by
/// their text in arrays: as dictionary entries they took thrice the memory, and a twentieth of a commit's CPU.
/// </remarks>
internal sealed class EntityNumbers
{
    /// <summary>
    /// Of each generation: some 80,000 entities with short names, 60,000 with long ones, and 1 MB for finding them.
    /// </summary>
    private const int MaxBytes = 4 * 1024 * 1024;

    private EntityNumberTable _young = new();
    private EntityNumberTable _old = new();
    private bool _hasUncommitted;

    /// <summary>Finds an entity's number.</summary>
    public bool TryGet(ReadOnlySpan<byte> entity, ulong hash, out long number)
    {
        if (_young.TryGet(entity, hash, out number))
            return true;

        if (!_old.TryGet(entity, hash, out number))
            return false;

        Keep(entity, hash, number);
        return true;
    }

    /// <summary>Keeps a number that is in the store, whether or not the transaction commits.</summary>
    public void AddStored(ReadOnlySpan<byte> entity, ulong hash, long number)
    {
        if (!TryGet(entity, hash, out _))
            Keep(entity, hash, number);
    }

    /// <summary>Keeps a number that is in the store, or will be if the transaction commits.</summary>
    public void Add(ReadOnlySpan<byte> entity, ulong hash, long number)
    {
        _hasUncommitted = true;
        Keep(entity, hash, number);
    }

    /// <summary>The transaction is committed.</summary>
    public void Committed() => _hasUncommitted = false;

    /// <summary>The transaction is not committed: forgets what it added, and all else with it.</summary>
    public void RolledBack()
    {
        if (!_hasUncommitted)
            return;

        _young.Clear();
        _old.Clear();
        _hasUncommitted = false;
    }

    private void Keep(ReadOnlySpan<byte> entity, ulong hash, long number)
    {
        if (_young.IsFull(MaxBytes))
        {
            (_young, _old) = (_old, _young);
            _young.Clear();
        }

        _young.Add(entity, hash, number);
    }
}
