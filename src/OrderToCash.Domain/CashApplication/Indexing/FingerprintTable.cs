namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>
/// Numbers by fingerprint, several for one where need be: open addressing, 12 bytes an entry at a load of at most 0.7.
/// </summary>
internal sealed class FingerprintTable
{
    private const int MinCapacity = 16;

    private ulong[] _keys = new ulong[MinCapacity];

    // A value and one; 0 is an empty place.
    private int[] _values = new int[MinCapacity];

    /// <summary>Entries.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes held.</summary>
    public long Bytes => (long)_keys.Length * (sizeof(ulong) + sizeof(int));

    /// <summary>Adds an entry, also where the key has others.</summary>
    public void Add(ulong key, int value)
    {
        if ((long)(Count + 1) * 10 > (long)_keys.Length * 7)
            Grow();
        Put(key, value + 1);
        Count++;
    }

    /// <summary>Takes out one entry; false where it isn't there.</summary>
    public bool Remove(ulong key, int value)
    {
        var mask = _keys.Length - 1;
        for (var place = Home(key); _values[place] != 0; place = (place + 1) & mask)
        {
            if (_keys[place] == key && _values[place] == value + 1)
            {
                Close(place);
                Count--;
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The next value of the key, -1 where there is none. <paramref name="cursor"/> is -1 for the first.
    /// </summary>
    public int Next(ulong key, ref int cursor)
    {
        var mask = _keys.Length - 1;
        for (var place = cursor < 0 ? Home(key) : (cursor + 1) & mask; _values[place] != 0; place = (place + 1) & mask)
        {
            if (_keys[place] == key)
            {
                cursor = place;
                return _values[place] - 1;
            }
        }

        return -1;
    }

    /// <summary>The first value of the key, -1 where there is none.</summary>
    public int First(ulong key)
    {
        var cursor = -1;
        return Next(key, ref cursor);
    }

    /// <summary>Replaces the value of an entry that is there.</summary>
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
