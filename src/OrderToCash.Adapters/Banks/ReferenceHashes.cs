namespace OrderToCash.Adapters.Banks;

/// <summary>A set of 64-bit hashes at eight bytes and a little more each: a statement of 1 GB has four million, for
/// which a <see cref="HashSet{T}"/> takes a quarter of a gigabyte while it grows.</summary>
internal sealed class ReferenceHashes
{
    private const int FirstSlots = 1024;

    // Open addressing with linear probing; 0 is an empty slot.
    private ulong[] _slots = new ulong[FirstSlots];
    private int _count;
    private bool _hasZero;

    /// <summary>Adds a hash; false where it is there already.</summary>
    public bool Add(ulong hash)
    {
        if (hash == 0)
        {
            var isNew = !_hasZero;
            _hasZero = true;
            return isNew;
        }

        if (_count >= _slots.Length / 4 * 3)
            Grow();
        if (!TryPut(_slots, hash))
            return false;
        _count++;
        return true;
    }

    private static bool TryPut(ulong[] slots, ulong hash)
    {
        var mask = slots.Length - 1;
        for (var at = (int)(hash & (ulong)mask); ; at = (at + 1) & mask)
        {
            if (slots[at] == hash)
                return false;
            if (slots[at] != 0)
                continue;
            slots[at] = hash;
            return true;
        }
    }

    private void Grow()
    {
        var larger = new ulong[2 * _slots.Length];
        foreach (var hash in _slots)
        {
            if (hash != 0)
                TryPut(larger, hash);
        }

        _slots = larger;
    }
}
