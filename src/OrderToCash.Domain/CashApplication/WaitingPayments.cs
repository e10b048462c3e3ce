using System.Runtime.InteropServices;
using OrderToCash.Domain.CashApplication.Indexing;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.CashApplication;

/// <summary>
/// Payments that nobody could be found for yet, by what they may be for: a document that opens later finds those that
/// name its number or have its amount. Its owner fills it again from what is undecided.
/// </summary>
/// <remarks>
/// A payment has 24 bytes here and some 15 for each of its four or five keys; what the bank reported of it is on the
/// shelf. Ids are compared by 64 bits of a hash first, and whole where what is on the shelf is read.
/// </remarks>
/// <param name="shelf">Where transactions are kept, of this object alone.</param>
public sealed partial class WaitingPayments(ITransactionShelf shelf)
{
    /// <summary>No score: less than any.</summary>
    public const int NoScore = -1;

    private const ulong IdSeed = 4;
    private const int RowsOfBlock = 4096;

    /// <summary>
    /// So many payments of one key are looked at again. What more share, as the day on which all were invoiced, tells
    /// nothing: it is not kept any more.
    /// </summary>
    private const int MaxOfKey = 64;

    /// <summary>So many of one amount are looked at for an item; a price that more have tells nothing.</summary>
    private const int MaxOfAmount = 8;

    // Blocks, so that growing copies nothing.
    private readonly List<Row[]> _blocks = [];
    private readonly Stack<int> _free = [];
    private readonly HintTable _rows = new();
    private readonly HintTable _byKey = new();
    private readonly HashSet<ulong> _common = [];
    private readonly WaitingKeys _keys = new();
    private int _used;

    /// <summary>Nobody waits; what will is kept in memory.</summary>
    public WaitingPayments()
        : this(new VolatileTransactionShelf())
    {
    }

    /// <summary>How many wait.</summary>
    public int Count => _rows.Count;

    /// <summary>Bytes held, without the shelf's.</summary>
    public long Bytes => _rows.Bytes + _byKey.Bytes + ((long)_blocks.Count * RowsOfBlock * 24);

    /// <summary>What is known of a payment that waits; null where it doesn't.</summary>
    public WaitingPayment? Find(PaymentId payment) =>
        FindRow(payment, out var found) < 0 ? null : found;

    /// <summary>What waited at a place; null where that is over.</summary>
    public WaitingPayment? Find(WaitingPlace place) =>
        RowOf(place.Row) is { IsUsed: true } row && row.Id == place.Id ? shelf.Read(row.Place) : null;

    /// <summary>The score that was kept with a payment; <see cref="NoScore"/> where none was.</summary>
    public int ScoreOf(PaymentId payment) =>
        FindId(IdKey(payment)) is >= 0 and var row ? RowOf(row).Score : NoScore;

    /// <summary>Keeps a score with a payment that waits.</summary>
    public void SetScore(PaymentId payment, int score)
    {
        if (FindId(IdKey(payment)) is >= 0 and var row)
            RowOf(row).Score = (short)Math.Clamp(score, NoScore, short.MaxValue);
    }

    /// <summary>Those that wait: by the bank's days, what brings money before what takes it back.</summary>
    public WaitingPlace[] ByDay()
    {
        var places = new WaitingPlace[Count];
        var keys = new (ushort Day, bool IsOut, ulong Id)[Count];
        var count = 0;
        for (var row = 0; row < _used; row++)
        {
            if (RowOf(row) is not { IsUsed: true } used)
                continue;
            keys[count] = (used.Day, used.IsOut, used.Id);
            places[count++] = new WaitingPlace(row, used.Id);
        }

        Array.Sort(keys, places);
        return places;
    }

    /// <summary>A payment waits.</summary>
    public void Add(PaymentId payment, BankTransaction transaction)
    {
        if (FindRow(payment, out _) >= 0)
            return;
        if (!_free.TryPop(out var row))
        {
            row = _used++;
            if (row / RowsOfBlock == _blocks.Count)
                _blocks.Add(new Row[RowsOfBlock]);
        }

        var id = IdKey(payment);
        RowOf(row) = new Row
        {
            Id = id,
            Place = shelf.Add(payment, transaction),
            Score = NoScore,
            Day = Days.Of(transaction.BookingDate),
            IsOut = transaction.SignedMinor < 0,
            IsUsed = true,
        };
        _rows.Add(id, row);
        _keys.Clear();
        _keys.Add(transaction);
        foreach (var key in _keys.Keys)
            AddKey(key, row);
    }

    /// <summary>A payment waits no longer.</summary>
    public void Remove(PaymentId payment)
    {
        var row = FindRow(payment, out var found);
        if (row < 0)
            return;
        _keys.Clear();
        _keys.Add(found.Transaction);
        foreach (var key in _keys.Keys)
            _byKey.Remove(key, row);
        shelf.Remove(RowOf(row).Place);
        _rows.Remove(RowOf(row).Id, row);
        RowOf(row) = default;
        _free.Push(row);
    }

    /// <summary>The payments that an item which opens may be paid by.</summary>
    public List<WaitingPayment> Find(ItemFacts item)
    {
        List<WaitingPayment> found = [];
        if (Count == 0)
            return found;
        List<int> rows = [];
        _keys.Clear();
        _keys.AddNumbers(item.Document);
        _keys.AddNumbers(item.OrderNumber);
        _keys.AddNumbers(item.Reference);
        Collect(rows, MaxOfKey);
        _keys.AddAmount(item.OpenMinor);
        if (item.SkontoMinor > 0)
            _keys.AddAmount(item.OpenMinor - item.SkontoMinor);
        if (item.SecondSkontoMinor > 0)
            _keys.AddAmount(item.OpenMinor - item.SecondSkontoMinor);
        Collect(rows, MaxOfAmount);
        return Read(rows, found);
    }

    /// <summary>The payouts that a provider's report may be of.</summary>
    public List<WaitingPayment> Find(SettlementReport report)
    {
        List<int> rows = [];
        _keys.Clear();
        _keys.AddNumbers(report.PayoutId);
        _keys.AddTokens(report.PayoutId);
        _keys.AddAmount(report.PayoutMinor);
        Collect(rows, MaxOfKey);
        return Read(rows, []);
    }

    /// <summary>The payments in which a direct debit may have been collected, alone or with its batch.</summary>
    public List<WaitingPayment> Find(PresentedDebit debit)
    {
        List<int> rows = [];
        _keys.Clear();
        _keys.AddNumbers(debit.EndToEndId);
        _keys.AddNumbers(debit.Batch);
        Collect(rows, MaxOfKey);
        return Read(rows, []);
    }

    /// <summary>The returns that may take back a payment which was matched after they came.</summary>
    public List<WaitingPayment> FindReturns(BankTransaction original)
    {
        List<int> rows = [];
        if (Count == 0)
            return [];
        _keys.Clear();
        _keys.AddNumbers(original.EndToEndId);
        _keys.AddAmount(-original.SignedMinor);
        Collect(rows, MaxOfKey);
        rows.RemoveAll(row => !RowOf(row).IsOut);
        return Read(rows, []);
    }

    private static ulong IdKey(PaymentId payment) =>
        Fingerprints.Of(MemoryMarshal.AsBytes(payment.Value.AsSpan()), IdSeed);

    private ref Row RowOf(int row) => ref _blocks[row / RowsOfBlock][row % RowsOfBlock];

    private int FindId(ulong id)
    {
        var cursor = -1;
        var row = _rows.Next(id, ref cursor);
        while (row >= 0 && RowOf(row).Id != id)
            row = _rows.Next(id, ref cursor);
        return row;
    }

    private int FindRow(PaymentId payment, out WaitingPayment found)
    {
        found = default;
        var (id, cursor) = (IdKey(payment), -1);
        for (var row = _rows.Next(id, ref cursor); row >= 0; row = _rows.Next(id, ref cursor))
        {
            if (RowOf(row).Id != id)
                continue;
            found = shelf.Read(RowOf(row).Place);
            if (found.Payment == payment)
                return row;
        }

        return -1;
    }

    private void AddKey(ulong key, int row)
    {
        if (_common.Contains(key))
            return;
        Span<int> others = stackalloc int[MaxOfKey];
        var (count, cursor) = (0, -1);
        while (count < MaxOfKey && _byKey.Next(key, ref cursor) is >= 0 and var other)
            others[count++] = other;
        if (count < MaxOfKey)
        {
            _byKey.Add(key, row);
            return;
        }

        foreach (var other in others)
            _byKey.Remove(key, other);
        _common.Add(key);
    }

    private void Collect(List<int> rows, int most)
    {
        Span<int> ofKey = stackalloc int[MaxOfKey];
        foreach (var key in _keys.Keys)
        {
            var (count, cursor) = (0, -1);
            while (count < MaxOfKey && _byKey.Next(key, ref cursor) is >= 0 and var row)
                ofKey[count++] = row;
            if (count > most)
                continue;
            foreach (var row in ofKey[..count])
            {
                if (!rows.Contains(row))
                    rows.Add(row);
            }
        }

        _keys.Clear();
    }

    private List<WaitingPayment> Read(List<int> rows, List<WaitingPayment> found)
    {
        foreach (var row in rows)
            found.Add(shelf.Read(RowOf(row).Place));
        return found;
    }

    private struct Row
    {
        public ulong Id;
        public long Place;
        public short Score;
        public ushort Day;
        public bool IsOut;
        public bool IsUsed;
    }
}

/// <summary>Where a payment waits, for as long as it does.</summary>
public readonly record struct WaitingPlace(int Row, ulong Id);
