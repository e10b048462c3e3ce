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
    /// <summary>Below the 85 kB from which .NET keeps arrays apart, where what is given up lies long.</summary>
    private const int RowsOfBlock = 2048;

    /// <summary>
    /// So many payments of one key are found at once. What more share, as the day on which all were invoiced, is not
    /// kept any more: it tells nothing, unless it is the whole number of a document, or an amount. Then they are woken.
    /// </summary>
    private const int MaxOfKey = 64;

    /// <summary>So many of one amount are found at once for an item; more of them are woken.</summary>
    private const int MaxOfAmount = 8;

    // Blocks, so that growing copies nothing.
    private readonly List<Row[]> _blocks = [];
    private readonly Stack<int> _free = [];
    private readonly HintTable _rows = new();
    private readonly HintTable _byKey = new();
    private readonly HashSet<ulong> _common = [];
    private readonly WaitingKeys _keys = new();
    private readonly List<int> _collected = [];
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

    /// <summary>The score that was kept with a payment; <see cref="NoScore"/> where none was.</summary>
    public int ScoreOf(PaymentId payment) =>
        FindId(IdKey(payment)) is >= 0 and var row ? RowOf(row).Score : NoScore;

    /// <summary>Keeps a score with a payment that waits.</summary>
    public void SetScore(PaymentId payment, int score)
    {
        if (FindId(IdKey(payment)) is >= 0 and var row)
            RowOf(row).Score = (short)Math.Clamp(score, NoScore, short.MaxValue);
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
            AmountTag = AmountTagOf(transaction.SignedMinor),
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

    /// <summary>
    /// The payments that an item which opens may be paid by; where they are too many, they are woken.
    /// </summary>
    public List<WaitingPayment> Find(ItemFacts item)
    {
        if (Count == 0)
            return [];
        Begin();
        CollectNumber(item.Document);
        CollectNumber(item.OrderNumber);
        CollectNumber(item.Reference);
        CollectAmount(item.OpenMinor, MaxOfAmount);
        if (item.SkontoMinor > 0)
            CollectAmount(item.OpenMinor - item.SkontoMinor, MaxOfAmount);
        if (item.SecondSkontoMinor > 0)
            CollectAmount(item.OpenMinor - item.SecondSkontoMinor, MaxOfAmount);
        return Collected();
    }

    /// <summary>The payouts that a provider's report may be of; where they are too many, they are woken.</summary>
    public List<WaitingPayment> Find(SettlementReport report)
    {
        Begin();
        CollectNumber(report.PayoutId);
        _keys.AddTokens(report.PayoutId);
        Collect(MaxOfKey);
        CollectAmount(report.PayoutMinor, MaxOfKey);
        return Collected();
    }

    /// <summary>
    /// The payments in which a direct debit may have been collected, alone or with its batch; where they are too many,
    /// they are woken.
    /// </summary>
    public List<WaitingPayment> Find(PresentedDebit debit)
    {
        Begin();
        CollectNumber(debit.EndToEndId);
        CollectNumber(debit.Batch);
        return Collected();
    }

    /// <summary>
    /// The returns that may take back a payment which was matched after they came; where they are too many, they are
    /// woken.
    /// </summary>
    public List<WaitingPayment> FindReturns(BankTransaction original)
    {
        if (Count == 0)
            return [];
        Begin();
        CollectNumber(original.EndToEndId);
        CollectAmount(-original.SignedMinor, MaxOfKey);
        _collected.RemoveAll(row => !RowOf(row).IsOut);
        return Collected();
    }

    private static ulong IdKey(PaymentId payment) =>
        Fingerprints.Of(MemoryMarshal.AsBytes(payment.Value.AsSpan()), IdSeed);

    // Null where it waits there no longer.
    private WaitingPayment? Find(WaitingPlace place) =>
        RowOf(place.Row) is { IsUsed: true } row && row.Id == place.Id ? shelf.Read(row.Place) : null;

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

    private void Begin()
    {
        _keys.Clear();
        _collected.Clear();
    }

    // A part of a number that many name, as the year, tells nothing.
    private void CollectNumber(string? text)
    {
        if (_keys.AddNumbers(text) is { } whole && _common.Contains(whole))
            WakeAll();
        Collect(MaxOfKey);
    }

    private void CollectAmount(long minor, int most)
    {
        _keys.AddAmount(minor);
        if (!Collect(most) || _common.Contains(WaitingKeys.OfAmount(minor)))
            WakeAmount(minor);
    }

    // False where more than so many have one of the keys: they are left.
    private bool Collect(int most)
    {
        Span<int> ofKey = stackalloc int[MaxOfKey];
        var isWhole = true;
        foreach (var key in _keys.Keys)
        {
            var (count, cursor) = (0, -1);
            while (count < MaxOfKey && _byKey.Next(key, ref cursor) is >= 0 and var row)
                ofKey[count++] = row;
            isWhole &= count <= most;
            if (count > most)
                continue;
            foreach (var row in ofKey[..count])
            {
                if (!_collected.Contains(row))
                    _collected.Add(row);
            }
        }

        _keys.Clear();
        return isWhole;
    }

    private List<WaitingPayment> Collected()
    {
        List<WaitingPayment> found = [];
        foreach (var row in _collected)
            found.Add(shelf.Read(RowOf(row).Place));
        return found;
    }

    // 24 bytes, all of them used: an image is the same where what is known is.
    private struct Row
    {
        public ulong Id;
        public long Place;
        public short Score;
        public ushort Day;
        public ushort AmountTag;
        public bool IsOut;
        public bool IsUsed;
    }
}
