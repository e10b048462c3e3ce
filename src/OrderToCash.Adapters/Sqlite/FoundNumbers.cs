namespace OrderToCash.Adapters.Sqlite;

/// <summary>Numbers of entities that readers have just read: most of them the writer needs next.</summary>
/// <remarks>Any thread. Numbers never change, so one that was read holds whatever becomes of later commits.</remarks>
internal sealed class FoundNumbers
{
    /// <summary>Beyond so many that wait for a commit more are not kept.</summary>
    private const int MaxWaiting = 16_384;

    private readonly Lock _gate = new();
    private readonly EntityNumberTable _waiting = new();

    /// <summary>Keeps a number that is in the store.</summary>
    public void Add(ReadOnlySpan<byte> entity, long number)
    {
        var hash = EntityHash.Of(entity);
        lock (_gate)
        {
            if (_waiting.Count < MaxWaiting && !_waiting.TryGet(entity, hash, out _))
                _waiting.Add(entity, hash, number);
        }
    }

    /// <summary>Hands everything over.</summary>
    public void MoveTo(EntityNumbers numbers)
    {
        lock (_gate)
        {
            if (_waiting.Count == 0)
                return;

            _waiting.CopyTo(numbers);
            _waiting.Clear();
        }
    }
}
