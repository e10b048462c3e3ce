using System.Runtime.CompilerServices;
using OrderToCash.Domain.CashApplication.Images;

namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>A part of a <see cref="PlaceTable{TPlace}"/>; it has no array before its first entry.</summary>
internal struct PlacePart<TPlace>
    where TPlace : unmanaged, IPlace<TPlace>
{
    private const int MinLength = 4;

    private TPlace[]? _places;
    private int _count;

    public readonly long Bytes => (long)Places.Length * Unsafe.SizeOf<TPlace>();

    private readonly TPlace[] Places => _places ?? [];

    public readonly void WriteTo(ImageWriter image)
    {
        image.Int64(_count);
        image.Array<TPlace>(Places);
    }

    public void ReadFrom(ImageReader image)
    {
        _count = image.Count();
        _places = image.Array<TPlace>();
        if (_places.Length == 0 && _count == 0)
            _places = null;
        else if (_count >= _places.Length)
            throw new ImageException($"a table of {_count} in {_places.Length} places");
    }

    public void Add(TPlace entry)
    {
        if (_places is not { } places || (long)(_count + 1) * 4 > (long)places.Length * 3)
            places = Grow();
        Put(places, entry);
        _count++;
    }

    public bool Remove(ulong key, int value)
    {
        var place = Find(key, value);
        if (place < 0)
            return false;
        Close(Places, place);
        _count--;
        return true;
    }

    public readonly void Replace(ulong key, int value, int replacement)
    {
        if (Find(key, value) is >= 0 and var place)
            Places[place] = TPlace.Of(key, replacement);
    }

    public readonly int Next(ulong key, ref int cursor)
    {
        if (_places is not { } places)
            return -1;
        var place = cursor < 0 ? Home(places, TPlace.SpreadOf(key)) : Following(places, cursor);
        for (; !places[place].IsEmpty; place = Following(places, place))
        {
            if (places[place].IsOf(key))
            {
                cursor = place;
                return places[place].Value;
            }
        }

        return -1;
    }

    private readonly int Find(ulong key, int value)
    {
        var cursor = -1;
        while (Next(key, ref cursor) is >= 0 and var found)
        {
            if (found == value)
                return cursor;
        }

        return -1;
    }

    // Any length will do.
    private static int Home(TPlace[] places, uint spread) =>
        unchecked((int)(((ulong)spread * (uint)places.Length) >> 32));

    private static int Following(TPlace[] places, int place) => place + 1 == places.Length ? 0 : place + 1;

    private static void Put(TPlace[] places, TPlace entry)
    {
        var place = Home(places, entry.Spread);
        while (!places[place].IsEmpty)
            place = Following(places, place);
        places[place] = entry;
    }

    // Moves back what would no longer be found behind an empty place.
    private static void Close(TPlace[] places, int place)
    {
        for (var next = Following(places, place); !places[next].IsEmpty; next = Following(places, next))
        {
            var home = Home(places, places[next].Spread);
            var stays = place <= next ? home > place && home <= next : home > place || home <= next;
            if (stays)
                continue;
            places[place] = places[next];
            place = next;
        }

        places[place] = default;
    }

    private TPlace[] Grow()
    {
        var before = Places;
        var after = _places = new TPlace[Math.Max(MinLength, before.Length + Math.Max(before.Length / 4, 2))];
        foreach (var entry in before)
        {
            if (!entry.IsEmpty)
                Put(after, entry);
        }

        return after;
    }
}
