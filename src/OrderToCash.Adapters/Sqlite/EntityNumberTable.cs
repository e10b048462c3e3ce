using System.Buffers.Binary;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>Numbers by the text of entities: open addressing, some 30 bytes an entity and its text.</summary>
/// <remarks>
/// An entity's hash, number and text lie one behind the other: a look-up goes to memory twice. Grows as needed and
/// keeps its memory when it is cleared. One thread at a time.
/// </remarks>
internal sealed class EntityNumberTable
{
    private const int NumberAt = sizeof(ulong);
    private const int LengthAt = NumberAt + sizeof(long);
    private const int TextAt = LengthAt + sizeof(int);
    private const int MaxUsualBytes = 256;

    /// <summary>Where an entity begins in <see cref="_entities"/>, and 1; 0 for nobody.</summary>
    private int[] _slots = new int[2048];

    private byte[] _entities = new byte[64 * 1024];
    private int _bytes;

    /// <summary>Entities.</summary>
    public int Count { get; private set; }

    /// <summary>True where no entity of a usual length fits into so many bytes any more.</summary>
    public bool IsFull(int maxBytes) => _bytes > maxBytes - MaxUsualBytes;

    /// <summary>Finds an entity's number.</summary>
    public bool TryGet(ReadOnlySpan<byte> entity, ulong hash, out long number)
    {
        for (var slot = SlotOf(hash); _slots[slot] > 0; slot = (slot + 1) & (_slots.Length - 1))
        {
            var stored = _entities.AsSpan(_slots[slot] - 1);
            if (HashOf(stored) == hash && TextOf(stored).SequenceEqual(entity))
            {
                number = NumberOf(stored);
                return true;
            }
        }

        number = 0;
        return false;
    }

    /// <summary>Adds an entity that it doesn't have.</summary>
    public void Add(ReadOnlySpan<byte> entity, ulong hash, long number)
    {
        if (2 * Count >= _slots.Length)
            Grow();

        var bytes = TextAt + entity.Length;
        if (_bytes + bytes > _entities.Length)
            Array.Resize(ref _entities, Math.Max(2 * _entities.Length, _bytes + bytes));

        var stored = _entities.AsSpan(_bytes, bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(stored, hash);
        BinaryPrimitives.WriteInt64LittleEndian(stored[NumberAt..], number);
        BinaryPrimitives.WriteInt32LittleEndian(stored[LengthAt..], entity.Length);
        entity.CopyTo(stored[TextAt..]);
        Place(hash, _bytes);
        _bytes += bytes;
        Count++;
    }

    /// <summary>Hands all entities over, in the order in which they were added.</summary>
    public void CopyTo(EntityNumbers numbers)
    {
        for (var at = 0; at < _bytes;)
        {
            var stored = _entities.AsSpan(at);
            var text = TextOf(stored);
            numbers.AddStored(text, HashOf(stored), NumberOf(stored));
            at += TextAt + text.Length;
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_slots);
        (Count, _bytes) = (0, 0);
    }

    private static ulong HashOf(ReadOnlySpan<byte> stored) => BinaryPrimitives.ReadUInt64LittleEndian(stored);

    private static long NumberOf(ReadOnlySpan<byte> stored) =>
        BinaryPrimitives.ReadInt64LittleEndian(stored[NumberAt..]);

    private static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> stored) =>
        stored.Slice(TextAt, BinaryPrimitives.ReadInt32LittleEndian(stored[LengthAt..]));

    private int SlotOf(ulong hash) => (int)(hash >> 33) & (_slots.Length - 1);

    private void Grow()
    {
        _slots = new int[2 * _slots.Length];
        for (var at = 0; at < _bytes;)
        {
            var stored = _entities.AsSpan(at);
            Place(HashOf(stored), at);
            at += TextAt + TextOf(stored).Length;
        }
    }

    private void Place(ulong hash, int at)
    {
        var slot = SlotOf(hash);
        while (_slots[slot] > 0)
            slot = (slot + 1) & (_slots.Length - 1);

        _slots[slot] = at + 1;
    }
}
