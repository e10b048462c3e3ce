using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Engine.Reminders;

/// <summary>
/// The pending reminders of a shard. A cache of what its events set and cleared; the stored form may lag behind.
/// </summary>
/// <remarks>Owned by its shard's loop.</remarks>
internal sealed class ReminderIndex
{
    private readonly Dictionary<(EntityId Entity, string Name), long> _due = [];

    /// <summary>By due time; entries that <see cref="_due"/> no longer says are skipped when they come up.</summary>
    private readonly PriorityQueue<(EntityId Entity, string Name), long> _queue = new();

    /// <summary>What changed since the stored index was written.</summary>
    private readonly HashSet<(EntityId Entity, string Name)> _unsaved = [];

    public int Count => _due.Count;

    public int UnsavedCount => _unsaved.Count;

    /// <summary>When the next one is due, UTC ticks; null where none is pending.</summary>
    public long? NextDueTicks
    {
        get
        {
            while (_queue.TryPeek(out var key, out var ticks))
            {
                if (_due.TryGetValue(key, out var due) && due == ticks)
                {
                    return ticks;
                }

                _queue.Dequeue();
            }

            return null;
        }
    }

    public void Load(in StoredReminder stored) => Set((stored.Entity, stored.Name), stored.DueTicks);

    public void Apply(in EntityId entity, in ReminderChange change)
    {
        var key = (entity, change.Name);
        if (change.Due is { } due)
        {
            Set(key, due.UtcTicks);
            _unsaved.Add(key);
        }
        else if (_due.Remove(key))
        {
            _unsaved.Add(key);
        }
    }

    /// <summary>Takes the next one that is due out of the index.</summary>
    public bool TryTakeDue(long nowTicks, out EntityId entity, out string name)
    {
        if (NextDueTicks is { } ticks && ticks <= nowTicks)
        {
            var key = _queue.Dequeue();
            _due.Remove(key);
            _unsaved.Add(key);
            (entity, name) = key;
            return true;
        }

        (entity, name) = (default, "");
        return false;
    }

    /// <summary>Makes one that was taken out due again, unless it has been set anew meanwhile.</summary>
    public void PutBack(in EntityId entity, string name, long nowTicks)
    {
        if (!_due.ContainsKey((entity, name)))
        {
            Set((entity, name), nowTicks);
        }
    }

    /// <summary>Moves what changed since the last time into a turn.</summary>
    public void Save(List<ReminderWrite> writes)
    {
        foreach (var key in _unsaved)
        {
            writes.Add(new ReminderWrite(key.Entity, key.Name, _due.TryGetValue(key, out var due) ? due : null));
        }

        _unsaved.Clear();
    }

    private void Set((EntityId Entity, string Name) key, long dueTicks)
    {
        _due[key] = dueTicks;
        _queue.Enqueue(key, dueTicks);
    }
}
