namespace OrderToCash.ChannelSimulator.Goods;

/// <summary>What the shop was told of its orders: parcels, notes, how they ended.</summary>
/// <remarks>Any thread; one lock, under which nothing waits.</remarks>
public sealed class ShopParcels
{
    private readonly Lock _gate = new();
    private readonly List<ShopParcel> _parcels = [];
    private readonly List<(long Order, string Text)> _notes = [];
    private readonly Dictionary<long, string> _statuses = [];

    /// <summary>Parcels, as they came.</summary>
    public IReadOnlyList<ShopParcel> All
    {
        get
        {
            lock (_gate)
                return [.. _parcels];
        }
    }

    /// <summary>An order's notes.</summary>
    public IReadOnlyList<string> NotesOf(long order)
    {
        lock (_gate)
            return [.. _notes.Where(note => note.Order == order).Select(note => note.Text)];
    }

    /// <summary>The status that the shop was told; null where it was told none.</summary>
    public string? StatusOf(long order)
    {
        lock (_gate)
            return _statuses.GetValueOrDefault(order);
    }

    /// <summary>Pieces of an order that have left.</summary>
    internal int SentOf(long order)
    {
        lock (_gate)
            return _parcels.Where(parcel => parcel.Order == order).Sum(parcel => parcel.Quantity);
    }

    /// <summary>Takes a parcel; false where it has more pieces than are left.</summary>
    internal bool Take(ShopParcel parcel, int ordered)
    {
        lock (_gate)
        {
            var sent = _parcels.Where(known => known.Order == parcel.Order).Sum(known => known.Quantity);
            if (parcel.Quantity < 1 || sent + parcel.Quantity > ordered)
                return false;
            _parcels.Add(parcel);
            return true;
        }
    }

    internal void Note(long order, string text)
    {
        lock (_gate)
            _notes.Add((order, text));
    }

    internal void SetStatus(long order, string status)
    {
        lock (_gate)
            _statuses[order] = status;
    }
}

/// <summary>Pieces of an order that left together.</summary>
/// <param name="Order">The platform's id.</param>
public sealed record ShopParcel(long Order, int Quantity, string? Tracking, string? Carrier);
