namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>
/// Which customer an account paid for, learned from payments that named a document. It counts from the second time on,
/// and never again once the account paid for another customer too: that is an agent, a family, or a mistake.
/// </summary>
internal sealed class LearnedPayers
{
    /// <summary>Times before it counts.</summary>
    private const int MinTimes = 2;

    private readonly FingerprintTable _rowOf = new();
    private readonly List<(int Customer, int Times, bool IsContradicted)> _rows = [];

    /// <summary>Bytes held.</summary>
    public long Bytes => _rowOf.Bytes + (_rows.Capacity * 12L);

    /// <summary>The account paid so many documents, in all, of the customer that it named.</summary>
    public void Learn(ulong iban, int customer, int times)
    {
        if (iban == 0)
            return;
        var place = _rowOf.First(iban);
        if (place < 0)
        {
            _rowOf.Add(iban, _rows.Count);
            _rows.Add((customer, times, false));
            return;
        }

        var row = _rows[place];
        _rows[place] = row.Times == 0 || row.Customer == customer
            ? row with { Customer = customer, Times = Math.Max(row.Times, times) }
            : row with { IsContradicted = true };
    }

    /// <summary>How many payments of the customer are known from an account.</summary>
    public int TimesOf(ulong iban, int customer) =>
        iban != 0 && _rowOf.First(iban) is >= 0 and var place && _rows[place].Customer == customer
            ? _rows[place].Times
            : 0;

    /// <summary>Nothing is known of the account any more.</summary>
    public void Forget(ulong iban)
    {
        if (_rowOf.First(iban) is >= 0 and var place)
            _rows[place] = (-1, 0, false);
    }

    /// <summary>True where the account paid for several customers.</summary>
    public bool IsContradicted(ulong iban) =>
        iban != 0 && _rowOf.First(iban) is >= 0 and var place && _rows[place].IsContradicted;

    /// <summary>The customer whose account it is by all that was seen; -1 where that is open.</summary>
    public int CustomerOf(ulong iban)
    {
        if (iban == 0 || _rowOf.First(iban) is not (>= 0 and var place))
            return -1;
        var row = _rows[place];
        return row.Times >= MinTimes && !row.IsContradicted ? row.Customer : -1;
    }
}
