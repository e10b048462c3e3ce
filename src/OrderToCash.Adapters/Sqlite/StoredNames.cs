using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>
/// Knows of most entities that a table doesn't have that it doesn't, without a look at the file: each order and each
/// payment is asked for once before its first event, and few entities have a snapshot.
/// </summary>
/// <remarks>
/// A filter is made when enough was looked up in vain, by reading all names of the table once, beside everything else;
/// and anew, larger, when there are too many for it. Until then, and where that reading fails, everything is looked up.
/// What is written meanwhile is added by the writer, before its commit. Right only in the process that writes the
/// journal.
/// </remarks>
internal sealed class StoredNames : IDisposable
{
    /// <summary>A command that looks at a few entities reads no names.</summary>
    private const int MinVainLookUps = 512;

    /// <summary>64 kB.</summary>
    private const int MinCapacity = 1 << 15;

    /// <summary>64 MB. Beyond so many entities more are looked up in vain, and nothing else happens.</summary>
    private const int MaxCapacity = 1 << 25;

    /// <summary>Each filter is so many times as large as the last: few readings of all names.</summary>
    private const int Growth = 8;

    private readonly Action<Action> _betweenCommits;
    private readonly Func<byte[], EntityFilter, byte[]?> _addNames;

    /// <summary>Guards starting to make a filter, and the end of that.</summary>
    private readonly Lock _gate = new();

    private Thread? _making;
    private volatile EntityFilter? _filter;
    private volatile EntityFilter? _filling;
    private volatile bool _stopping;
    private int _vainLookUps;
    private long _spared;

    /// <param name="betweenCommits">Runs an action while no transaction of the writer is open.</param>
    /// <param name="addNames">Adds the names after one to a filter, as many as it likes, and returns the last of them;
    /// null where there are none.</param>
    public StoredNames(Action<Action> betweenCommits, Func<byte[], EntityFilter, byte[]?> addNames) =>
        (_betweenCommits, _addNames) = (betweenCommits, addNames);

    /// <summary>Look-ups that were not needed.</summary>
    public long Spared => Volatile.Read(ref _spared);

    /// <summary>True where the table surely doesn't have the entity.</summary>
    public bool IsAbsent(ReadOnlySpan<byte> entity)
    {
        if (_filter is not { } filter || filter.MayHave(EntityHash.Of(entity)))
            return false;

        Interlocked.Increment(ref _spared);
        return true;
    }

    /// <summary>The entity is about to be in the table. The writer's, before the commit.</summary>
    /// <param name="hash">Its <see cref="EntityHash"/>.</param>
    public void Add(ulong hash)
    {
        // In this order: the one that is being filled becomes the filter before it is none that is being filled.
        _filling?.Add(hash);
        _filter?.Add(hash);
    }

    /// <summary>So many entities were looked up and not found.</summary>
    public void OnVainLookUps(int count)
    {
        var isDue = _filter is { } filter
            ? filter.IsOverfull && filter.Capacity < MaxCapacity
            : Interlocked.Add(ref _vainLookUps, count) >= MinVainLookUps;
        if (!isDue)
            return;

        lock (_gate)
        {
            if (_stopping || _making is { IsAlive: true })
                return;

            _making = new Thread(Make) { IsBackground = true, Name = "o2c-names" };
            _making.Start();
        }
    }

    /// <summary>Stops making a filter and waits for that.</summary>
    public void Dispose()
    {
        lock (_gate)
            _stopping = true;

        _making?.Join();
    }

    private void Make()
    {
        try
        {
            var capacity = _filter is { } small ? Next(small.Capacity) : MinCapacity;
            while (!TryMake(capacity) && !_stopping)
                capacity = Next(capacity);
        }
        catch (JournalUnavailableException)
        {
            // It spares look-ups and nothing else; who needs the file will say what is wrong with it.
            Volatile.Write(ref _vainLookUps, 0);
        }
        finally
        {
            _filling = null;
        }
    }

    private static int Next(int capacity) => (int)Math.Min((long)capacity * Growth, MaxCapacity);

    /// <summary>False where there are too many entities for this one, or where it is to stop.</summary>
    private bool TryMake(int capacity)
    {
        var filter = new EntityFilter(capacity);

        // A transaction that is open now has told nobody of its entities, and the reading below may not see them yet.
        _betweenCommits(() => _filling = filter);
        byte[]? last = [];
        while (last is not null)
        {
            if (_stopping || (filter.IsOverfull && capacity < MaxCapacity))
                return false;

            last = _addNames(last, filter);
        }

        _filter = filter;
        return true;
    }
}
