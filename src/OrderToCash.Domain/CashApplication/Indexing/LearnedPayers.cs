using OrderToCash.Domain.CashApplication.Images;

namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>
/// Which customer an account paid for, learned from payments that named a document. It counts from the second time on,
/// and not while the account paid for another customer too: that is an agent, a family, or a mistake.
/// </summary>
internal sealed class LearnedPayers
{
    /// <summary>Times before it counts.</summary>
    private const int MinTimes = 2;

    /// <summary>Customers of one account that are told apart; what more there are changes nothing.</summary>
    private const int MaxCustomers = 8;

    private readonly FingerprintTable _rowsOf = new();
    private readonly List<(int Customer, int Times)> _rows = [];

    /// <summary>Bytes held.</summary>
    public long Bytes => _rowsOf.Bytes + (_rows.Capacity * 8L);

    /// <summary>The account paid so many documents, in all, of the customer that it named.</summary>
    public void Learn(ulong iban, int customer, int times)
    {
        if (iban == 0)
            return;
        var cursor = -1;
        for (var seen = 0; _rowsOf.Next(iban, ref cursor) is >= 0 and var row; seen++)
        {
            if (_rows[row].Customer == customer)
            {
                _rows[row] = (customer, times);
                return;
            }

            if (seen == MaxCustomers)
                return;
        }

        _rowsOf.Add(iban, _rows.Count);
        _rows.Add((customer, times));
    }

    /// <summary>How many payments of the customer are known from an account.</summary>
    public int TimesOf(ulong iban, int customer)
    {
        var cursor = -1;
        while (iban != 0 && _rowsOf.Next(iban, ref cursor) is >= 0 and var row)
        {
            if (_rows[row].Customer == customer)
                return _rows[row].Times;
        }

        return 0;
    }

    /// <summary>The account is not taken for this customer's any more.</summary>
    public void Forget(ulong iban, int customer)
    {
        var cursor = -1;
        while (iban != 0 && _rowsOf.Next(iban, ref cursor) is >= 0 and var row)
        {
            if (_rows[row].Customer == customer)
                _rows[row] = (customer, 0);
        }
    }

    /// <summary>Writes it down.</summary>
    public void WriteTo(ImageWriter image)
    {
        _rowsOf.WriteTo(image);
        image.Int64(_rows.Count);
        foreach (var (customer, times) in _rows)
        {
            image.Int64(customer);
            image.Int64(times);
        }
    }

    /// <summary>Becomes what was written down.</summary>
    public void ReadFrom(ImageReader image)
    {
        _rowsOf.ReadFrom(image);
        _rows.Clear();
        for (var left = image.Count(); left > 0; left--)
            _rows.Add(((int)image.Int64(), (int)image.Int64()));
    }

    /// <summary>The customer whose account it is by all that was seen; -1 where that is open.</summary>
    public int CustomerOf(ulong iban)
    {
        var (only, cursor) = (-1, -1);
        while (iban != 0 && _rowsOf.Next(iban, ref cursor) is >= 0 and var row)
        {
            if (_rows[row].Times == 0)
                continue;
            if (only >= 0)
                return -1;
            only = row;
        }

        return only >= 0 && _rows[only].Times >= MinTimes ? _rows[only].Customer : -1;
    }
}
