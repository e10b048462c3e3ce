namespace OrderToCash.Adapters.Sqlite;

/// <summary>Numbers by the text of entities: open addressing, 32 bytes an entity and its text.</summary>
/// <remarks>Grows as needed and keeps its memory when it is cleared. One thread at a time.</remarks>
internal sealed class EntityNumberTable
{
    private int[] _slots = new int[2048];
    private Entry[] _entries = new Entry[1024];
    private byte[] _texts = new byte[32 * 1024];
    private int _textBytes;

    /// <summary>Entities.</summary>
    public int Count { get; private set; }

    /// <summary>Finds an entity's number.</summary>
    public bool TryGet(ReadOnlySpan<byte> entity, ulong hash, out long number)
    {
        for (var slot = SlotOf(hash); _slots[slot] > 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            ref readonly var entry = ref _entries[_slots[slot] - 1];
            if (entry.Hash == hash && TextOf(entry).SequenceEqual(entity))
            {
                number = entry.Number;
                return true;
            }
        }

        number = 0;
        return false;
    }

    /// <summary>Adds an entity that it doesn't have.</summary>
    public void Add(ReadOnlySpan<byte> entity, ulong hash, long number)
    {
        if (Count == _entries.Length)
            Grow();

        if (_textBytes + entity.Length > _texts.Length)
            Array.Resize(ref _texts, Math.Max(2 * _texts.Length, _textBytes + entity.Length));

        entity.CopyTo(_texts.AsSpan(_textBytes));
        _entries[Count++] = new Entry(number, hash, _textBytes, entity.Length);
        _textBytes += entity.Length;
        Place(hash, Count);
    }

    /// <summary>The entity that was added at an index, the first at 0.</summary>
    public ReadOnlySpan<byte> At(int index, out ulong hash, out long number)
    {
        ref readonly var entry = ref _entries[index];
        (hash, number) = (entry.Hash, entry.Number);
        return TextOf(entry);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        (Count, _textBytes) = (0, 0);
    }

    private int SlotOf(ulong hash) => (int)(hash >> 33) & (_slots.Length - 1);

    private ReadOnlySpan<byte> TextOf(in Entry entry) => _texts.AsSpan(entry.Offset, entry.Length);

    private void Grow()
    {
        Array.Resize(ref _entries, 2 * _entries.Length);
        _slots = new int[2 * _slots.Length];
        for (var i = 0; i < Count; i++)
            Place(_entries[i].Hash, i + 1);
    }

    private void Place(ulong hash, int number)
    {
        var slot = SlotOf(hash);
        while (_slots[slot] > 0)
            slot = (slot + 1) & (_slots.Length - 1);

        _slots[slot] = number;
    }

    private readonly record struct Entry(long Number, ulong Hash, int Offset, int Length);
}
