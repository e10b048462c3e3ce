using OrderToCash.Domain.CashApplication.Images;
using OrderToCash.Domain.CashApplication.Texts;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>Direct debits that were handed to the bank: by their end-to-end id, and by the batch.</summary>
internal sealed class Collections
{
    private readonly FingerprintTable _byEndToEnd = new();
    private readonly FingerprintTable _byBatch = new();
    private readonly List<Collection> _rows = [];
    private readonly List<List<int>> _batches = [];
    private readonly int[] _batchLengths = new int[64];
    private readonly SqueezedText _squeezed = new();

    /// <summary>True where batch ids of such a length, squeezed, are known.</summary>
    public bool HasBatch(int length) => length < _batchLengths.Length && _batchLengths[length] > 0;

    /// <summary>Bytes held.</summary>
    public long Bytes => _byEndToEnd.Bytes + _byBatch.Bytes + (_rows.Capacity * 40L);

    /// <summary>Adds a debit.</summary>
    public void Add(string batch, string endToEndId, AccountId account, string document, long minor)
    {
        var batchKey = Key(batch);
        var length = _squeezed.Count;
        var index = _byBatch.First(batchKey);
        if (index < 0)
        {
            index = _batches.Count;
            _batches.Add([]);
            _byBatch.Add(batchKey, index);
            if (length < _batchLengths.Length)
                _batchLengths[length]++;
        }

        _byEndToEnd.Add(Key(endToEndId), _rows.Count);
        _batches[index].Add(_rows.Count);
        _rows.Add(new Collection(account, document, minor, index, _batches[index].Count));
    }

    /// <summary>The last debit of an end-to-end id and amount; null where there is none.</summary>
    public Collection? Find(string? endToEndId, long minor)
    {
        if (!EndToEndIds.IsGiven(endToEndId) || _rows.Count == 0)
            return null;
        var key = Key(endToEndId);
        var cursor = -1;
        var best = -1;
        while (_byEndToEnd.Next(key, ref cursor) is >= 0 and var row)
        {
            if (_rows[row].Minor == minor && row > best)
                best = row;
        }

        return best < 0 ? null : _rows[best];
    }

    /// <summary>The number of the batch of an id in capitals and digits; -1 where it is not known.</summary>
    public int FindBatch(ReadOnlySpan<byte> squeezed) => _byBatch.First(Fingerprints.Of(squeezed));

    /// <summary>The number of the batch of an id; -1 where it is not known.</summary>
    public int FindBatch(string? batch) => string.IsNullOrEmpty(batch) ? -1 : _byBatch.First(Key(batch));

    /// <summary>The debits of a batch.</summary>
    public IEnumerable<Collection> OfBatch(int batch) => _batches[batch].Select(row => _rows[row]);

    /// <summary>The bank booked the batch in one sum, as this payment.</summary>
    public void BookBatch(int batch, PaymentId payment)
    {
        foreach (var row in _batches[batch])
            _rows[row] = _rows[row] with { BookedIn = payment };
    }

    /// <summary>Writes it down.</summary>
    public void WriteTo(ImageWriter image)
    {
        _byEndToEnd.WriteTo(image);
        _byBatch.WriteTo(image);
        image.Array<int>(_batchLengths);
        image.Int64(_batches.Count);
        image.Int64(_rows.Count);
        foreach (var row in _rows)
        {
            image.Text(row.Account.Value);
            image.Text(row.Document);
            image.Int64(row.Minor);
            image.Int64(row.Batch);
            image.Text(row.BookedIn?.Value);
        }
    }

    /// <summary>Becomes what was written down.</summary>
    public void ReadFrom(ImageReader image)
    {
        _byEndToEnd.ReadFrom(image);
        _byBatch.ReadFrom(image);
        image.Fill(_batchLengths);
        _batches.Clear();
        for (var left = image.Count(); left > 0; left--)
            _batches.Add([]);
        _rows.Clear();
        for (var left = image.Count(); left > 0; left--)
        {
            var (account, document, minor, number) = (image.Text(), image.Text(), image.Int64(), image.Count());
            if (number >= _batches.Count)
                throw new ImageException($"batch {number} of {_batches.Count}");
            var batch = _batches[number];
            batch.Add(_rows.Count);
            _rows.Add(new Collection(new AccountId(account), document, minor, number, batch.Count)
            {
                BookedIn = image.TextOrNull() is { } payment ? new PaymentId(payment) : null,
            });
        }
    }

    private ulong Key(string? text)
    {
        _squeezed.Fill(text, []);
        return Fingerprints.Of(_squeezed.Characters);
    }
}

/// <summary>A direct debit.</summary>
/// <param name="Batch">Number of its batch.</param>
/// <param name="Place">Its place in the batch, from 1.</param>
internal sealed record Collection(AccountId Account, string Document, long Minor, int Batch, int Place)
{
    /// <summary>The payment in which the bank booked the whole batch; null where it books each alone.</summary>
    public PaymentId? BookedIn { get; init; }
}
