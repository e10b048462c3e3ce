using System.Numerics;
using OrderToCash.Domain.CashApplication.Images;

namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>
/// Numbers by fingerprint, several for one where need be: open addressing, 12 bytes an entry at a load of at most 0.7.
/// </summary>
/// <remarks>
/// In parts by the fingerprint's upper bits: one that is full is copied into one twice as large, and a copy of a
/// sixteenth is not felt, neither in time nor in memory.
/// </remarks>
internal sealed class FingerprintTable
{
    private const int PartBits = 4;

    private readonly Part[] _parts = new Part[1 << PartBits];

    /// <summary>An empty table.</summary>
    public FingerprintTable()
    {
        for (var i = 0; i < _parts.Length; i++)
            _parts[i] = new Part();
    }

    /// <summary>Entries.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes held.</summary>
    public long Bytes
    {
        get
        {
            var bytes = 0L;
            foreach (var part in _parts)
                bytes += part.Bytes;
            return bytes;
        }
    }

    /// <summary>Adds an entry, also where the key has others.</summary>
    public void Add(ulong key, int value)
    {
        PartOf(key).Add(key, value);
        Count++;
    }

    /// <summary>Takes out one entry; false where it isn't there.</summary>
    public bool Remove(ulong key, int value)
    {
        if (!PartOf(key).Remove(key, value))
            return false;
        Count--;
        return true;
    }

    /// <summary>
    /// The next value of the key, -1 where there is none. <paramref name="cursor"/> is -1 for the first.
    /// </summary>
    public int Next(ulong key, ref int cursor) => PartOf(key).Next(key, ref cursor);

    /// <summary>The first value of the key, -1 where there is none.</summary>
    public int First(ulong key)
    {
        var cursor = -1;
        return Next(key, ref cursor);
    }

    /// <summary>Replaces the value of an entry that is there.</summary>
    public void Replace(ulong key, int value, int replacement) => PartOf(key).Replace(key, value, replacement);

    /// <summary>Writes it down.</summary>
    public void WriteTo(ImageWriter image)
    {
        image.Int64(Count);
        foreach (var part in _parts)
            part.WriteTo(image);
    }

    /// <summary>Becomes what was written down.</summary>
    public void ReadFrom(ImageReader image)
    {
        Count = image.Count();
        foreach (var part in _parts)
            part.ReadFrom(image);
    }

    private Part PartOf(ulong key) => _parts[key >> (64 - PartBits)];

    private sealed class Part
    {
        private const int MinCapacity = 4;

        private ulong[] _keys = new ulong[MinCapacity];

        // A value and one; 0 is an empty place.
        private int[] _values = new int[MinCapacity];
        private int _count;

        public long Bytes => (long)_keys.Length * (sizeof(ulong) + sizeof(int));

        public void WriteTo(ImageWriter image)
        {
            image.Int64(_count);
            image.Array<ulong>(_keys);
            image.Array<int>(_values);
        }

        public void ReadFrom(ImageReader image)
        {
            _count = image.Count();
            _keys = image.Array<ulong>();
            _values = image.Array<int>();
            if (_keys.Length < MinCapacity || !BitOperations.IsPow2(_keys.Length) || _values.Length != _keys.Length
                || _count >= _keys.Length)
                throw new ImageException($"a table of {_count} in {_keys.Length} places");
        }

        public void Add(ulong key, int value)
        {
            if ((long)(_count + 1) * 10 > (long)_keys.Length * 7)
                Grow();
            Put(key, value + 1);
            _count++;
        }

        public bool Remove(ulong key, int value)
        {
            var mask = _keys.Length - 1;
            for (var place = Home(key); _values[place] != 0; place = (place + 1) & mask)
            {
                if (_keys[place] == key && _values[place] == value + 1)
                {
                    Close(place);
                    _count--;
                    return true;
                }
            }

            return false;
        }

        public int Next(ulong key, ref int cursor)
        {
            var mask = _keys.Length - 1;
            var place = cursor < 0 ? Home(key) : (cursor + 1) & mask;
            for (; _values[place] != 0; place = (place + 1) & mask)
            {
                if (_keys[place] == key)
                {
                    cursor = place;
                    return _values[place] - 1;
                }
            }

            return -1;
        }

        public void Replace(ulong key, int value, int replacement)
        {
            var mask = _keys.Length - 1;
            var place = Home(key);
            while (_keys[place] != key || _values[place] != value + 1)
                place = (place + 1) & mask;
            _values[place] = replacement + 1;
        }

        private int Home(ulong key) => (int)(key & (ulong)(_keys.Length - 1));

        private void Put(ulong key, int stored)
        {
            var mask = _keys.Length - 1;
            var place = Home(key);
            while (_values[place] != 0)
                place = (place + 1) & mask;
            _keys[place] = key;
            _values[place] = stored;
        }

        // Moves back what would no longer be found behind an empty place.
        private void Close(int place)
        {
            var mask = _keys.Length - 1;
            var next = place;
            while (true)
            {
                next = (next + 1) & mask;
                if (_values[next] == 0)
                    break;
                var home = Home(_keys[next]);
                var stays = place <= next ? home > place && home <= next : home > place || home <= next;
                if (stays)
                    continue;
                _keys[place] = _keys[next];
                _values[place] = _values[next];
                place = next;
            }

            _values[place] = 0;
        }

        private void Grow()
        {
            var (keys, values) = (_keys, _values);
            _keys = new ulong[keys.Length * 2];
            _values = new int[keys.Length * 2];
            for (var i = 0; i < keys.Length; i++)
            {
                if (values[i] != 0)
                    Put(keys[i], values[i]);
            }
        }
    }
}
