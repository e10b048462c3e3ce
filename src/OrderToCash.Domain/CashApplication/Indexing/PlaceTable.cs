using OrderToCash.Domain.CashApplication.Images;

namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>An entry of a <see cref="PlaceTable{TPlace}"/>, all of whose bits are 0 where there is none.</summary>
internal interface IPlace<TSelf>
    where TSelf : unmanaged, IPlace<TSelf>
{
    /// <summary>True where there is no entry.</summary>
    bool IsEmpty { get; }

    /// <summary>What the entry is of the key.</summary>
    int Value { get; }

    /// <summary>32 mixed bits of the key, by which entries are spread.</summary>
    uint Spread { get; }

    /// <summary>An entry.</summary>
    /// <param name="value">At least 0.</param>
    static abstract TSelf Of(ulong key, int value);

    /// <summary>What <see cref="Spread"/> is of a key.</summary>
    static abstract uint SpreadOf(ulong key);

    /// <summary>True where it is an entry of the key, as far as it knows that.</summary>
    bool IsOf(ulong key);
}

/// <summary>
/// Numbers by key, several for one where need be: open addressing, three fifths to three quarters full.
/// </summary>
/// <remarks>
/// In parts by the key's upper bits: one that is full is copied into one that is a quarter larger. Twice as large would
/// be copied less often, but a table of millions was a third larger on average, and all its parts doubled at once.
/// </remarks>
/// <param name="partBits">So many of the key's upper bits choose its part.</param>
internal abstract class PlaceTable<TPlace>(int partBits)
    where TPlace : unmanaged, IPlace<TPlace>
{
    private readonly PlacePart<TPlace>[] _parts = new PlacePart<TPlace>[1 << partBits];

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
        PartOf(key).Add(TPlace.Of(key, value));
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
    /// <exception cref="ImageException">It is no table.</exception>
    public void ReadFrom(ImageReader image)
    {
        Count = image.Count();
        foreach (ref var part in _parts.AsSpan())
            part.ReadFrom(image);
    }

    private ref PlacePart<TPlace> PartOf(ulong key) => ref _parts[key >> (64 - partBits)];
}
