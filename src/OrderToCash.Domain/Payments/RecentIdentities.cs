using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace OrderToCash.Domain.Payments;

/// <summary>
/// A bounded memory of entry identities: the newest are known, the oldest is forgotten when it is full.
/// </summary>
/// <remarks>
/// Kept as the first 128 bits of their SHA-256: that two of them share these is less likely than a fault of the memory
/// they are in. They lie in a ring, oldest first, and are found by open addressing, at most half full: 200,000 take
/// 5 MB; as a set and a queue they took 16.
/// </remarks>
/// <param name="capacity">How many are remembered.</param>
public sealed class RecentIdentities(int capacity)
{
    private const int HashBytes = 16;
    private const int MinLength = 16;

    /// <summary>Round about: the oldest is at <see cref="_first"/>.</summary>
    private UInt128[] _hashes = [];
    private int _first;

    /// <summary>Where in <see cref="_hashes"/>, and one; 0 for nowhere. A power of two.</summary>
    private int[] _places = [];

    /// <summary>How many are remembered.</summary>
    public int Count { get; private set; }

    /// <summary>True where the identity was added and is not forgotten yet.</summary>
    public bool Contains(string identity) => Find(HashOf(identity)) >= 0;

    /// <summary>All that are remembered, oldest first: 16 bytes each.</summary>
    public ImmutableArray<byte> ToBytes()
    {
        var bytes = new byte[Count * HashBytes];
        for (var index = 0; index < Count; index++)
            BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(index * HashBytes), _hashes[PlaceOf(index)]);
        return ImmutableCollectionsMarshal.AsImmutableArray(bytes);
    }

    internal void AddBytes(ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= HashBytes; bytes = bytes[HashBytes..])
            Add(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    internal void Add(string identity) => Add(HashOf(identity));

    private void Add(UInt128 hash)
    {
        if (Find(hash) >= 0)
            return;
        if (Count == capacity)
            Forget();
        else if (Count == _hashes.Length)
            Grow();
        var place = PlaceOf(Count++);
        _hashes[place] = hash;
        Put(place);
    }

    private void Forget()
    {
        TakeOut(Find(_hashes[_first]));
        _first = PlaceOf(1);
        Count--;
    }

    private void Grow()
    {
        var hashes = new UInt128[Math.Min(Math.Max(MinLength, 2 * Count), capacity)];
        for (var index = 0; index < Count; index++)
            hashes[index] = _hashes[PlaceOf(index)];
        (_hashes, _first) = (hashes, 0);
        _places = new int[(int)BitOperations.RoundUpToPowerOf2((uint)(2 * hashes.Length))];
        for (var place = 0; place < Count; place++)
            Put(place);
    }

    private int PlaceOf(int index) => (int)(((long)_first + index) % _hashes.Length);

    private int HomeOf(UInt128 hash) => (int)(ulong)(hash & (uint)(_places.Length - 1));

    private int Following(int slot) => (slot + 1) & (_places.Length - 1);

    // The slot; -1 where it isn't known.
    private int Find(UInt128 hash)
    {
        if (_places.Length == 0)
            return -1;
        for (var slot = HomeOf(hash); _places[slot] > 0; slot = Following(slot))
        {
            if (_hashes[_places[slot] - 1] == hash)
                return slot;
        }

        return -1;
    }

    private void Put(int place)
    {
        var slot = HomeOf(_hashes[place]);
        while (_places[slot] > 0)
            slot = Following(slot);
        _places[slot] = place + 1;
    }

    // Moves back what would no longer be found behind an empty slot.
    private void TakeOut(int slot)
    {
        for (var next = Following(slot); _places[next] > 0; next = Following(next))
        {
            var home = HomeOf(_hashes[_places[next] - 1]);
            var stays = slot <= next ? home > slot && home <= next : home > slot || home <= next;
            if (stays)
                continue;
            _places[slot] = _places[next];
            slot = next;
        }

        _places[slot] = 0;
    }

    private static UInt128 HashOf(string identity)
    {
        const int MaxStackBytes = 512;
        var maxBytes = Encoding.UTF8.GetMaxByteCount(identity.Length);
        Span<byte> text = maxBytes <= MaxStackBytes ? stackalloc byte[maxBytes] : new byte[maxBytes];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(identity, text)], hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
