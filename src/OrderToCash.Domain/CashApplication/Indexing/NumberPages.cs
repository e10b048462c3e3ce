using OrderToCash.Domain.CashApplication.Images;

namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>
/// Items by a run of digits: its length and its value. Numbers of a series lie side by side, so eight of them share a
/// page: about 7 bytes a number in a dense series, and 52 for one that stands alone.
/// </summary>
internal sealed class NumberPages
{
    /// <summary>The longest run; fits a <see cref="long"/>.</summary>
    public const int MaxDigits = 18;

    private const int PageBits = 3;
    private const int PageSlots = 1 << PageBits;

    private readonly FingerprintTable _directory = new();
    private readonly FingerprintTable _further = new();

    // An item and one; negative where others have the same number; 0 where none has.
    private int[] _slots = new int[PageSlots * 64];
    private int _pages;

    private readonly int[] _lengths = new int[MaxDigits + 1];

    /// <summary>Bytes held.</summary>
    public long Bytes => _directory.Bytes + _further.Bytes + ((long)_slots.Length * sizeof(int));

    /// <summary>True where a number of so many digits is known.</summary>
    public bool HasLength(int digits) => _lengths[digits] > 0;

    /// <summary>Adds an item under a number; several may share one.</summary>
    public void Add(int digits, long value, int item)
    {
        _lengths[digits]++;
        ref var slot = ref Slot(digits, value);
        if (slot == 0)
        {
            slot = item + 1;
            return;
        }

        slot = -Math.Abs(slot);
        _further.Add(FurtherKey(digits, value), item);
    }

    /// <summary>Takes an item out again.</summary>
    public void Remove(int digits, long value, int item)
    {
        ref var slot = ref Slot(digits, value);
        var key = FurtherKey(digits, value);
        if (Math.Abs(slot) != item + 1)
        {
            if (!_further.Remove(key, item))
                return;
        }
        else if (_further.First(key) is >= 0 and var other)
        {
            _further.Remove(key, other);
            slot = -(other + 1);
        }
        else
        {
            slot = 0;
        }

        if (slot < 0 && _further.First(key) < 0)
            slot = -slot;
        _lengths[digits]--;
    }

    /// <summary>The first item of a number, -1 where there is none.</summary>
    public int First(int digits, long value, out bool hasMore)
    {
        hasMore = false;
        var page = _directory.First(PageKey(digits, value));
        if (page < 0)
            return -1;
        var slot = _slots[(page << PageBits) + (int)(value & (PageSlots - 1))];
        hasMore = slot < 0;
        return Math.Abs(slot) - 1;
    }

    /// <summary>
    /// The items behind the first one, in no particular order; -1 where there is none. <paramref name="cursor"/> is
    /// -1 for the first call.
    /// </summary>
    public int Further(int digits, long value, ref int cursor) =>
        _further.Next(FurtherKey(digits, value), ref cursor);

    /// <summary>Writes it down.</summary>
    public void WriteTo(ImageWriter image)
    {
        _directory.WriteTo(image);
        _further.WriteTo(image);
        image.Array<int>(_slots.AsSpan(0, _pages * PageSlots));
        image.Array<int>(_lengths);
    }

    /// <summary>Becomes what was written down.</summary>
    public void ReadFrom(ImageReader image)
    {
        _directory.ReadFrom(image);
        _further.ReadFrom(image);
        _slots = image.Array<int>(_slots.Length, out var used);
        _pages = used / PageSlots;
        image.Fill(_lengths);
    }

    private ref int Slot(int digits, long value)
    {
        var key = PageKey(digits, value);
        var page = _directory.First(key);
        if (page < 0)
        {
            page = _pages++;
            if (_pages * PageSlots > _slots.Length)
                Array.Resize(ref _slots, _slots.Length + Math.Max(_slots.Length / 2, PageSlots));
            _directory.Add(key, page);
        }

        return ref _slots[(page << PageBits) + (int)(value & (PageSlots - 1))];
    }

    private static ulong PageKey(int digits, long value) =>
        Fingerprints.Of((ulong)digits, (ulong)value >> PageBits);

    private static ulong FurtherKey(int digits, long value) => Fingerprints.Of((ulong)digits + 64, (ulong)value);
}
