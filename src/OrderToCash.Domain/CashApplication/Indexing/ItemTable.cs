using OrderToCash.Domain.CashApplication.Images;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>All items, and which of them are open by amount and currency.</summary>
internal sealed class ItemTable
{
    private readonly TextArena _texts = new();
    private readonly FingerprintTable _amounts = new();
    private readonly List<Currency> _currencies = [];
    private ItemRow[] _rows = new ItemRow[1024];
    private int _used;
    private int _free = -1;

    /// <summary>Open ones.</summary>
    public int OpenCount { get; private set; }

    /// <summary>Closed ones that are still known.</summary>
    public int ClosedCount { get; private set; }

    /// <summary>Bytes held.</summary>
    public long Bytes => _texts.Bytes + _amounts.Bytes + (_rows.LongLength * 64);

    /// <summary>The row of an item. Not to be kept over an addition.</summary>
    public ref ItemRow this[int item] => ref _rows[item];

    /// <summary>The document's number, in UTF-8 as delivered.</summary>
    public ReadOnlySpan<byte> Document(int item) => _texts.Get(_rows[item].Texts);

    /// <summary>One of its texts: 0 document, 1 order number, 2 reference.</summary>
    public ReadOnlySpan<byte> Text(int item, int index) => _texts.Get(_rows[item].Texts, index);

    /// <summary>The document's number.</summary>
    public string DocumentText(int item) => _texts.GetText(_rows[item].Texts);

    /// <summary>The item's currency.</summary>
    public Currency CurrencyOf(int item) => _currencies[_rows[item].Currency];

    /// <summary>The number of a currency; -1 where no item has it.</summary>
    public int FindCurrency(Currency currency) => _currencies.IndexOf(currency);

    /// <summary>Adds a closed item; <see cref="SetOpen"/> opens it.</summary>
    public int Add(ItemFacts facts, int customer)
    {
        var item = _free;
        if (item >= 0)
        {
            _free = _rows[item].NextOfAmount;
        }
        else
        {
            item = _used++;
            if (_used > _rows.Length)
                Array.Resize(ref _rows, _rows.Length + (_rows.Length / 2));
        }

        var currency = _currencies.IndexOf(facts.Currency);
        if (currency < 0)
        {
            currency = _currencies.Count;
            _currencies.Add(facts.Currency);
        }

        _rows[item] = new ItemRow
        {
            AmountMinor = facts.AmountMinor,
            Texts = _texts.Add(facts.Document, facts.OrderNumber, facts.Reference),
            Customer = customer,
            FirstSkontoMinor = Narrow(facts.SkontoMinor),
            SecondSkontoMinor = Narrow(facts.SecondSkontoMinor),
            FirstSkontoUntil = Days.Of(facts.SkontoUntil),
            SecondSkontoUntil = Days.Of(facts.SecondSkontoUntil),
            IssueDay = Days.Of(facts.IssueDate),
            Currency = (byte)currency,
            State = ItemState.Closed,
        };
        ClosedCount++;
        return item;
    }

    /// <summary>Sets what is open of an item that is not free.</summary>
    public void SetOpen(int item, long openMinor)
    {
        ref var row = ref _rows[item];
        if (row.State == ItemState.Open)
        {
            if (row.OpenMinor == openMinor)
                return;
            Unlink(item);
            OpenCount--;
        }
        else
        {
            ClosedCount--;
        }

        row.OpenMinor = openMinor;
        row.State = openMinor == 0 ? ItemState.Closed : ItemState.Open;
        if (row.State == ItemState.Closed)
        {
            ClosedCount++;
            return;
        }

        OpenCount++;
        Link(item);
    }

    /// <summary>Frees a closed item's row.</summary>
    public void Free(int item)
    {
        _rows[item].State = ItemState.Free;
        _rows[item].NextOfAmount = _free;
        _free = item;
        ClosedCount--;
    }

    /// <summary>The first open item of an amount, -1 where there is none; the row names the next.</summary>
    public int FirstOfAmount(int currency, long minor) => currency < 0 ? -1 : _amounts.First(Key(currency, minor));

    /// <summary>Writes it down.</summary>
    public void WriteTo(ImageWriter image)
    {
        _texts.WriteTo(image);
        _amounts.WriteTo(image);
        image.Int64(_currencies.Count);
        foreach (var currency in _currencies)
            image.Text(currency.Code);
        image.Array<ItemRow>(_rows.AsSpan(0, _used));
        image.Int64(_free);
        image.Int64(OpenCount);
        image.Int64(ClosedCount);
    }

    /// <summary>Becomes what was written down.</summary>
    public void ReadFrom(ImageReader image)
    {
        _texts.ReadFrom(image);
        _amounts.ReadFrom(image);
        _currencies.Clear();
        for (var left = image.Count(); left > 0; left--)
        {
            var code = image.Text();
            _currencies.Add(Currency.TryParse(code, out var currency)
                ? currency
                : throw new ImageException($"a currency {code}"));
        }

        _rows = image.Array<ItemRow>(_rows.Length, out _used);
        _free = (int)image.Int64();
        OpenCount = image.Count();
        ClosedCount = image.Count();
    }

    // A discount beyond four bytes is a document of hundreds of millions: a person looks at those.
    private static int Narrow(long minor) => minor is > 0 and <= int.MaxValue ? (int)minor : 0;

    private static ulong Key(int currency, long minor) =>
        Fingerprints.Of((ulong)currency, unchecked((ulong)minor));

    private void Link(int item)
    {
        ref var row = ref _rows[item];
        var key = Key(row.Currency, row.OpenMinor);
        var head = _amounts.First(key);
        row.PreviousOfAmount = -1;
        row.NextOfAmount = head;
        if (head < 0)
        {
            _amounts.Add(key, item);
            return;
        }

        _rows[head].PreviousOfAmount = item;
        _amounts.Replace(key, head, item);
    }

    private void Unlink(int item)
    {
        ref var row = ref _rows[item];
        if (row.NextOfAmount >= 0)
            _rows[row.NextOfAmount].PreviousOfAmount = row.PreviousOfAmount;
        if (row.PreviousOfAmount >= 0)
        {
            _rows[row.PreviousOfAmount].NextOfAmount = row.NextOfAmount;
            return;
        }

        var key = Key(row.Currency, row.OpenMinor);
        if (row.NextOfAmount >= 0)
            _amounts.Replace(key, item, row.NextOfAmount);
        else
            _amounts.Remove(key, item);
    }
}
