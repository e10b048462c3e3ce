namespace OrderToCash.Domain.CashApplication;

/// <content>
/// Payments that are too many to be looked at for one event: those of a price that many paid, of a number that many
/// named, all of them. They are found by a walk over who waits, and come back one by one, by the bank's days.
/// </content>
/// <remarks>
/// What is asked for while they come back is found by the next walk: however many events ask for one price, its
/// payments are looked at once for those of them that came before a walk. A walk takes a millisecond for 200,000.
/// </remarks>
public sealed partial class WaitingPayments
{
    /// <summary>So many rows are walked over at a time.</summary>
    private const int MaxWalked = 65_536;

    /// <summary>What the next walk looks for.</summary>
    private HashSet<ushort> _askedAmounts = [];

    private bool _isAllAsked;

    /// <summary>What this walk looks for.</summary>
    private HashSet<ushort> _amounts = [];

    private bool _isAll;

    /// <summary>Rows that were walked over; 0 where no walk is under way.</summary>
    private int _walked;

    private readonly List<WaitingPlace> _found = [];

    /// <summary>What the last walk found, by the bank's days, and how many of them came back.</summary>
    private WaitingPlace[] _woken = [];

    private int _wokenCount;

    /// <summary>Payments that are to come back, or 1 where it is not known how many.</summary>
    public int WakingCount =>
        _woken.Length - _wokenCount
        + (_isAllAsked ? Math.Max(Count, 1) : _askedAmounts.Count + _walked > 0 ? 1 : 0);

    /// <summary>All that wait now are to come back.</summary>
    public void WakeAll() => _isAllAsked = Count > 0;

    /// <summary>
    /// The next payment that is to come back; it waits on. Null where a walk has to go on first, or none is to come
    /// back: <see cref="WakingCount"/> tells.
    /// </summary>
    public WaitingPayment? NextWoken()
    {
        if (_wokenCount == _woken.Length && WakingCount > 0)
            Walk();
        while (_wokenCount < _woken.Length)
        {
            if (Find(_woken[_wokenCount++]) is { } waiting)
                return waiting;
        }

        return null;
    }

    private void WakeAmount(long minor) => _askedAmounts.Add(AmountTagOf(minor));

    // One payment in 65,536 has the tag of an amount that is not its own, and is looked at in vain.
    private static ushort AmountTagOf(long minor) => (ushort)(WaitingKeys.OfAmount(minor) & ushort.MaxValue);

    private void Walk()
    {
        if (_walked == 0)
        {
            (_amounts, _askedAmounts) = (_askedAmounts, _amounts);
            _askedAmounts.Clear();
            (_isAll, _isAllAsked) = (_isAllAsked, false);
        }

        var end = Math.Min(_used, _walked + MaxWalked);
        for (; _walked < end; _walked++)
        {
            ref var row = ref RowOf(_walked);
            if (row.IsUsed && (_isAll || _amounts.Contains(row.AmountTag)))
                _found.Add(new WaitingPlace(_walked, row.Id));
        }

        if (_walked < _used)
            return;
        _woken = ByDay(_found);
        _wokenCount = 0;
        _walked = 0;
        _found.Clear();
        _found.TrimExcess();
    }

    // What brings money before what takes it back.
    private WaitingPlace[] ByDay(List<WaitingPlace> places)
    {
        var sorted = places.ToArray();
        var keys = Array.ConvertAll(sorted, place =>
        {
            ref var row = ref RowOf(place.Row);
            return (row.Day, row.IsOut, row.Id);
        });
        Array.Sort(keys, sorted);
        return sorted;
    }

    /// <summary>Where a payment waits, for as long as it does.</summary>
    private readonly record struct WaitingPlace(int Row, ulong Id);
}
