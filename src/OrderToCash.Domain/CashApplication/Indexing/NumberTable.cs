using System.Text;
using OrderToCash.Domain.CashApplication.Images;
using OrderToCash.Domain.CashApplication.Texts;

namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>Items by what payers may name them: document and order numbers, other references.</summary>
/// <remarks>
/// A number is kept by its counter (<see cref="NumberShape"/>), with or without the digits that marks part from it;
/// what stands around the counter is compared where it is found. What has no counter is kept as a whole, and so are RF
/// references.
/// </remarks>
internal sealed class NumberTable(ItemTable items)
{
    /// <summary>Beyond so many different ones, what stands before counters is no series.</summary>
    private const int MaxPrefixes = 256;

    private readonly NumberPages _counters = new();
    private readonly FingerprintTable _wholes = new();
    private readonly FingerprintTable _creditorReferences = new();
    private readonly int[] _wholeLengths = new int[NumberShape.MaxLength + 1];
    private readonly int[] _referenceLengths = new int[CreditorReference.MaxLength + 1];
    private readonly List<(byte[] Text, int Digits, int Times)> _prefixes = [];
    private readonly byte[] _buffer = new byte[NumberShape.MaxLength];
    private readonly SqueezedText _squeezed = new();

    /// <summary>Bytes held.</summary>
    public long Bytes => _counters.Bytes + _wholes.Bytes + _creditorReferences.Bytes;

    /// <summary>True where counters of so many digits are known.</summary>
    public bool HasDigits(int digits) => digits <= NumberPages.MaxDigits && _counters.HasLength(digits);

    /// <summary>True where numbers without a counter, of such a length, are known.</summary>
    public bool HasWhole(int length) => length <= NumberShape.MaxLength && _wholeLengths[length] > 0;

    /// <summary>True where RF references of such a length are known.</summary>
    public bool HasReference(int length) => _referenceLengths[length] > 0;

    /// <summary>Makes an item's numbers known, or forgets them.</summary>
    public void Change(int item, bool isAdded)
    {
        for (var index = 0; index < 3; index++)
        {
            var text = items.Text(item, index);
            if (text.IsEmpty || (index > 0 && text.SequenceEqual(items.Text(item, 0))))
                continue;
            _squeezed.Fill(Encoding.UTF8.GetString(text), []);
            if (CreditorReference.IsValid(_squeezed.Characters))
            {
                Change(_creditorReferences, Fingerprints.Of(_squeezed.Characters), item, isAdded);
                _referenceLengths[_squeezed.Count] += isAdded ? 1 : -1;
                continue;
            }

            var shape = NumberShape.Read(text, _buffer);
            if (shape.HasCounter)
                ChangeCounters(shape, item, isAdded);
            else if (shape.Squeezed.Length > 0)
                ChangeWhole(shape, item, isAdded);
        }
    }

    /// <summary>The items of a counter, as many as there is room for; more than that tell nothing.</summary>
    public int FindCounter(int digits, long value, Span<int> found)
    {
        var first = _counters.First(digits, value, out var hasMore);
        if (first < 0)
            return 0;
        found[0] = first;
        var count = 1;
        var cursor = -1;
        while (hasMore && count < found.Length
            && _counters.Further(digits, value, ref cursor) is >= 0 and var item)
        {
            found[count++] = item;
        }

        return count;
    }

    /// <summary>The items of a number without a counter.</summary>
    public int FindWhole(ReadOnlySpan<byte> squeezed, Span<int> found) =>
        Find(_wholes, Fingerprints.Of(squeezed), found);

    /// <summary>The items of an RF reference.</summary>
    public int FindReference(ReadOnlySpan<byte> squeezed, Span<int> found) =>
        Find(_creditorReferences, Fingerprints.Of(squeezed), found);

    /// <summary>The items of a customer's document number; -1 where it is not known.</summary>
    public int FindDocument(ReadOnlySpan<byte> document, int customer)
    {
        var shape = NumberShape.Read(document, _buffer);
        var length = shape.Counter.End.Value - shape.Counter.Start.Value;
        if (shape.HasCounter)
        {
            var value = shape.Value(shape.Counter);
            var first = _counters.First(length, value, out var hasMore);
            if (first < 0 || IsDocument(first, document, customer) || !hasMore)
                return first >= 0 && IsDocument(first, document, customer) ? first : -1;
            var cursor = -1;
            for (var item = _counters.Further(length, value, ref cursor); item >= 0;
                item = _counters.Further(length, value, ref cursor))
            {
                if (IsDocument(item, document, customer))
                    return item;
            }

            return -1;
        }

        return FindWhole(shape, document, customer);
    }

    /// <summary>
    /// True where the text before a counter ends with what stands before counters of another series that are as long,
    /// and the item's own number doesn't.
    /// </summary>
    public bool IsOfOtherSeries(ReadOnlySpan<byte> before, int digits, ReadOnlySpan<byte> own)
    {
        foreach (var (prefix, length, times) in _prefixes)
        {
            if (times > 0 && length == digits && prefix.Length > 0 && !own.EndsWith(prefix)
                && before.EndsWith(prefix))
                return true;
        }

        return false;
    }

    /// <summary>The same for a number with a slip, which may have made its counter longer or shorter.</summary>
    public bool IsOfOtherSeries(ReadOnlySpan<byte> letters, ReadOnlySpan<byte> own)
    {
        foreach (var (prefix, _, times) in _prefixes)
        {
            if (times > 0 && prefix.Length > 0 && !own.StartsWith(prefix) && letters.EndsWith(prefix))
                return true;
        }

        return false;
    }

    /// <summary>Writes it down.</summary>
    public void WriteTo(ImageWriter image)
    {
        _counters.WriteTo(image);
        _wholes.WriteTo(image);
        _creditorReferences.WriteTo(image);
        image.Array<int>(_wholeLengths);
        image.Array<int>(_referenceLengths);
        image.Int64(_prefixes.Count);
        foreach (var (text, digits, times) in _prefixes)
        {
            image.Array<byte>(text);
            image.Int64(digits);
            image.Int64(times);
        }
    }

    /// <summary>Becomes what was written down.</summary>
    public void ReadFrom(ImageReader image)
    {
        _counters.ReadFrom(image);
        _wholes.ReadFrom(image);
        _creditorReferences.ReadFrom(image);
        image.Fill(_wholeLengths);
        image.Fill(_referenceLengths);
        _prefixes.Clear();
        for (var left = image.Count(); left > 0; left--)
            _prefixes.Add((image.Array<byte>(), image.Count(), (int)image.Int64()));
    }

    private int FindWhole(NumberShape shape, ReadOnlySpan<byte> document, int customer)
    {
        var key = Fingerprints.Of(shape.Squeezed);
        var cursor = -1;
        for (var item = _wholes.Next(key, ref cursor); item >= 0; item = _wholes.Next(key, ref cursor))
        {
            if (IsDocument(item, document, customer))
                return item;
        }

        return -1;
    }

    private bool IsDocument(int item, ReadOnlySpan<byte> document, int customer) =>
        items[item].Customer == customer && items.Document(item).SequenceEqual(document);

    private static int Find(FingerprintTable table, ulong key, Span<int> found)
    {
        var count = 0;
        var cursor = -1;
        while (count < found.Length && table.Next(key, ref cursor) is >= 0 and var item)
        {
            found[count++] = item;
        }

        return count;
    }

    private static void Change(FingerprintTable table, ulong key, int item, bool isAdded)
    {
        if (isAdded)
            table.Add(key, item);
        else
            table.Remove(key, item);
    }

    private void ChangeWhole(NumberShape shape, int item, bool isAdded)
    {
        Change(_wholes, Fingerprints.Of(shape.Squeezed), item, isAdded);
        _wholeLengths[shape.Squeezed.Length] += isAdded ? 1 : -1;
    }

    private void ChangeCounters(NumberShape shape, int item, bool isAdded)
    {
        ChangeCounter(shape, shape.Counter, item, isAdded);
        if (!shape.Whole.Equals(shape.Counter))
            ChangeCounter(shape, shape.Whole, item, isAdded);
        ChangePrefix(
            shape.Squeezed[..shape.Counter.Start], shape.Counter.End.Value - shape.Counter.Start.Value, isAdded);
    }

    private void ChangeCounter(NumberShape shape, Range digits, int item, bool isAdded)
    {
        var length = digits.End.Value - digits.Start.Value;
        if (isAdded)
            _counters.Add(length, shape.Value(digits), item);
        else
            _counters.Remove(length, shape.Value(digits), item);
    }

    private void ChangePrefix(ReadOnlySpan<byte> prefix, int digits, bool isAdded)
    {
        for (var i = 0; i < _prefixes.Count; i++)
        {
            var known = _prefixes[i];
            if (known.Digits == digits && prefix.SequenceEqual(known.Text))
            {
                _prefixes[i] = known with { Times = known.Times + (isAdded ? 1 : -1) };
                return;
            }
        }

        if (isAdded && _prefixes.Count < MaxPrefixes)
            _prefixes.Add((prefix.ToArray(), digits, 1));
    }
}
