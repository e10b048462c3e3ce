using System.Numerics;
using OrderToCash.Domain.CashApplication.Images;

namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>
/// Numbers by fingerprint, as <see cref="FingerprintTable"/>, in 8 bytes an entry: it compares 36 of the 64 bits, so
/// one answer in thousands is another key's. For those who look at what they find.
/// </summary>
internal sealed class HintTable
{
    private const int PartBits = 4;
    private const int TagBits = 32;

    private readonly Part[] _parts = new Part[1 << PartBits];

    /// <summary>An empty table.</summary>
    public HintTable()
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
        PartOf(key).Add(EntryOf(key, value));
        Count++;
    }

    /// <summary>Takes out one entry; false where it isn't there.</summary>
    public bool Remove(ulong key, int value)
    {
        if (!PartOf(key).Remove(EntryOf(key, value)))
            return false;
        Count--;
        return true;
    }

    /// <summary>
    /// The next value of the key, -1 where there is none. <paramref name="cursor"/> is -1 for the first.
    /// </summary>
    public int Next(ulong key, ref int cursor) => PartOf(key).Next((uint)(key & uint.MaxValue), ref cursor);

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

    // A value and one, so that no entry is 0: that is an empty place.
    private static ulong EntryOf(ulong key, int value) => ((key & uint.MaxValue) << TagBits) | ((uint)value + 1);

    private sealed class Part
    {
        private const int MinCapacity = 4;

        private ulong[] _entries = new ulong[MinCapacity];
        private int _count;

        public long Bytes => (long)_entries.Length * sizeof(ulong);

        public void WriteTo(ImageWriter image)
        {
            image.Int64(_count);
            image.Array<ulong>(_entries);
        }

        public void ReadFrom(ImageReader image)
        {
            _count = image.Count();
            _entries = image.Array<ulong>();
            if (_entries.Length < MinCapacity || !BitOperations.IsPow2(_entries.Length) || _count >= _entries.Length)
                throw new ImageException($"a table of {_count} in {_entries.Length} places");
        }

        public void Add(ulong entry)
        {
            if ((long)(_count + 1) * 10 > (long)_entries.Length * 7)
                Grow();
            Put(entry);
            _count++;
        }

        public bool Remove(ulong entry)
        {
            var mask = _entries.Length - 1;
            for (var place = Home(entry); _entries[place] != 0; place = (place + 1) & mask)
            {
                if (_entries[place] != entry)
                    continue;
                Close(place);
                _count--;
                return true;
            }

            return false;
        }

        public int Next(uint tag, ref int cursor)
        {
            var mask = _entries.Length - 1;
            var place = cursor < 0 ? Home((ulong)tag << TagBits) : (cursor + 1) & mask;
            for (; _entries[place] != 0; place = (place + 1) & mask)
            {
                if ((uint)(_entries[place] >> TagBits) == tag)
                {
                    cursor = place;
                    return (int)((_entries[place] & uint.MaxValue) - 1);
                }
            }

            return -1;
        }

        private int Home(ulong entry) => (int)((entry >> TagBits) & (ulong)(_entries.Length - 1));

        private void Put(ulong entry)
        {
            var mask = _entries.Length - 1;
            var place = Home(entry);
            while (_entries[place] != 0)
                place = (place + 1) & mask;
            _entries[place] = entry;
        }

        // Moves back what would no longer be found behind an empty place.
        private void Close(int place)
        {
            var mask = _entries.Length - 1;
            var next = place;
            while (true)
            {
                next = (next + 1) & mask;
                if (_entries[next] == 0)
                    break;
                var home = Home(_entries[next]);
                var stays = place <= next ? home > place && home <= next : home > place || home <= next;
                if (stays)
                    continue;
                _entries[place] = _entries[next];
                place = next;
            }

            _entries[place] = 0;
        }

        private void Grow()
        {
            var entries = _entries;
            _entries = new ulong[entries.Length * 2];
            foreach (var entry in entries)
            {
                if (entry != 0)
                    Put(entry);
            }
        }
    }
}
