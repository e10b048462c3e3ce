using System.Numerics;
using OrderToCash.Domain.CashApplication.Images;
using OrderToCash.Domain.CashApplication.Texts;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>Payments of the last months, so that a return or a reversal finds what it takes back.</summary>
internal sealed class PastPayments(int maxDays)
{
    private const ulong EndToEndSeed = 1;
    private const ulong AmountSeed = 2;
    private const ulong DocumentSeed = 3;
    private const ulong BankSeed = 4;

    /// <summary>Payments of one key that are compared with the one to be forgotten.</summary>
    private const int MaxOfKey = 64;

    private readonly TextArena _texts = new();
    private readonly FingerprintTable _keys = new();
    private readonly SqueezedText _squeezed = new();

    // A ring: rows are as old as their numbers are small.
    private Row[] _rows = new Row[1024];
    private int _first;

    /// <summary>Payments kept.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes held.</summary>
    public long Bytes => _texts.Bytes + _keys.Bytes + (_rows.LongLength * 56);

    /// <summary>A payment by its place.</summary>
    public ref Row this[int row] => ref _rows[row];

    /// <summary>The payment's id.</summary>
    public PaymentId IdOf(int row) => new(_texts.GetText(_rows[row].Text));

    /// <summary>Keeps a payment.</summary>
    /// <param name="document">The first document it settled; null for none.</param>
    public int Add(PaymentId payment, BankTransaction transaction, string? document)
    {
        Drop(Days.Of(transaction.BookingDate));
        if (Count == _rows.Length)
            Grow();
        var place = (_first + Count) & (_rows.Length - 1);
        Count++;
        _rows[place] = new Row
        {
            Text = _texts.Add(payment.Value),
            AmountMinor = transaction.SignedMinor,
            Day = Days.Of(transaction.BookingDate),
            EndToEnd = EndToEndKey(transaction.EndToEndId),
            Amount = AmountKey(transaction.CounterpartyIban, transaction.SignedMinor),
            Document = DocumentKey(document),
            Bank = Key(transaction.BankReference, BankSeed),
        };
        AddKeys(place);
        return place;
    }

    /// <summary>A payment is not to be found any more, as what was decided of it is undone.</summary>
    /// <param name="document">The first document it settled; null for none.</param>
    public void Forget(PaymentId payment, BankTransaction transaction, string? document)
    {
        Span<int> found = stackalloc int[MaxOfKey];
        foreach (var key in (ReadOnlySpan<ulong>)[
            EndToEndKey(transaction.EndToEndId), AmountKey(transaction.CounterpartyIban, transaction.SignedMinor),
            DocumentKey(document), Key(transaction.BankReference, BankSeed)])
        {
            foreach (var row in found[..Find(key, found)])
            {
                if (IdOf(row) != payment)
                    continue;
                ChangeKeys(row, isAdded: false);
                ref var forgotten = ref _rows[row];
                (forgotten.EndToEnd, forgotten.Amount, forgotten.Document, forgotten.Bank) = (0, 0, 0, 0);
                return;
            }
        }
    }

    /// <summary>The key of an end-to-end id; 0 for none.</summary>
    public ulong EndToEndKey(string? id) =>
        EndToEndIds.IsGiven(id) ? Key(id, EndToEndSeed) : 0;

    /// <summary>The key of a counterparty's account and an amount; 0 where the account is not given.</summary>
    public ulong AmountKey(string? iban, long signedMinor)
    {
        var key = Key(iban, AmountSeed);
        return key == 0 ? 0 : Fingerprints.Of(key, unchecked((ulong)signedMinor));
    }

    /// <summary>The key of a document; 0 for none.</summary>
    public ulong DocumentKey(string? document) => Key(document, DocumentSeed);

    /// <summary>The key of a bank's reference; 0 for none.</summary>
    public ulong BankKey(ReadOnlySpan<byte> squeezed) =>
        squeezed.IsEmpty ? 0 : Fingerprints.Of(squeezed, BankSeed);

    /// <summary>The payments of a key, as many as there is room for.</summary>
    public int Find(ulong key, Span<int> found)
    {
        var count = 0;
        var cursor = -1;
        while (key != 0 && count < found.Length && _keys.Next(key, ref cursor) is >= 0 and var row)
        {
            found[count++] = row;
        }

        return count;
    }

    /// <summary>Writes it down.</summary>
    public void WriteTo(ImageWriter image)
    {
        _texts.WriteTo(image);
        _keys.WriteTo(image);
        image.Array<Row>(_rows);
        image.Int64(_first);
        image.Int64(Count);
    }

    /// <summary>Becomes what was written down.</summary>
    public void ReadFrom(ImageReader image)
    {
        _texts.ReadFrom(image);
        _keys.ReadFrom(image);
        _rows = image.Array<Row>();
        _first = image.Count();
        Count = image.Count();
        if (!BitOperations.IsPow2(_rows.Length) || _first >= _rows.Length || Count > _rows.Length)
            throw new ImageException($"{Count} payments in a ring of {_rows.Length}");
    }

    private ulong Key(string? text, ulong seed)
    {
        if (string.IsNullOrEmpty(text))
            return 0;
        _squeezed.Fill(text, []);
        return _squeezed.Count == 0 ? 0 : Fingerprints.Of(_squeezed.Characters, seed);
    }

    private void Drop(ushort today)
    {
        while (Count > 0 && _rows[_first].Day + maxDays < today)
        {
            ChangeKeys(_first, isAdded: false);
            _first = (_first + 1) & (_rows.Length - 1);
            Count--;
        }

        if (Count > 0)
            _texts.ReleaseBefore(_rows[_first].Text);
    }

    private void AddKeys(int place) => ChangeKeys(place, isAdded: true);

    private void ChangeKeys(int place, bool isAdded)
    {
        var row = _rows[place];
        foreach (var key in (ReadOnlySpan<ulong>)[row.EndToEnd, row.Amount, row.Document, row.Bank])
        {
            if (key == 0)
                continue;
            if (isAdded)
                _keys.Add(key, place);
            else
                _keys.Remove(key, place);
        }
    }

    // Places change, so the keys are added anew.
    private void Grow()
    {
        var rows = new Row[_rows.Length * 2];
        for (var i = 0; i < Count; i++)
        {
            var place = (_first + i) & (_rows.Length - 1);
            ChangeKeys(place, isAdded: false);
            rows[i] = _rows[place];
        }

        _rows = rows;
        _first = 0;
        for (var i = 0; i < Count; i++)
            AddKeys(i);
    }

    /// <summary>A payment, 56 bytes.</summary>
    internal struct Row
    {
        public ulong EndToEnd;
        public ulong Amount;
        public ulong Document;
        public ulong Bank;
        public long AmountMinor;
        public int Text;
        public ushort Day;
        public bool IsReversed;
    }
}
