namespace OrderToCash.Adapters.Banks;

/// <summary>The SEPA fields inside a German purpose: <c>EREF+</c>, <c>SVWZ+</c> and so on, wherever they
/// stand.</summary>
/// <remarks>
/// By the rules each begins a subfield. Banks put several into one, and their cut after 27 characters goes through
/// them; so they are looked for in the joined purpose. A value goes on in the next subfield only where its own is full.
/// </remarks>
internal sealed class Mt940SepaTags(Mt940Details details)
{
    private const int MaxTags = 32;

    private readonly int[] _starts = new int[MaxTags];
    private readonly int[] _values = new int[MaxTags];
    private readonly Mt940Segments _text = new();
    private int _gap;

    /// <summary>Fills the details from a purpose.</summary>
    /// <param name="gap">Where a subfield doesn't go on with the one before, even if that is full.</param>
    public void Read(Mt940Segments purpose, int gap)
    {
        _gap = gap;
        var count = Find(purpose.Span);
        _text.Clear();
        var hasText = false;
        for (var i = 0; i < count; i++)
        {
            var end = i + 1 < count ? _starts[i + 1] : purpose.Length;
            if (Key(purpose.Span, i) is "SVWZ")
            {
                // What stands before it is the bank's, not the payer's.
                if (!hasText && _values[i] < end)
                    _text.Clear();
                hasText |= _values[i] < end;
                _text.Append(purpose, _values[i], end);
                continue;
            }

            if (i == 0 && !hasText)
                _text.Append(purpose, 0, _starts[0]);
            var valueEnd = ValueEnd(purpose, i, end);
            Take(Key(purpose.Span, i), purpose.Span[_values[i]..valueEnd]);
            if (!hasText)
                _text.Append(purpose, valueEnd, end);
        }

        if (count == 0)
            _text.Append(purpose, 0, purpose.Length);
        (details.Text, details.TextBreaks) = _text.Take();
        if (details.Text is { } text)
            Mt940Labels.ReadGlued(text, details);
    }

    private int Find(ReadOnlySpan<char> text)
    {
        var count = 0;
        var at = 0;
        while (count < MaxTags && text[at..].IndexOf('+') is >= 0 and var next)
        {
            at += next + 1;
            var length = LengthOfKey(text[..(at - 1)]);
            if (length == 0)
                continue;
            _starts[count] = at - 1 - length;
            _values[count] = at;
            count++;
        }

        return count;
    }

    private static int LengthOfKey(ReadOnlySpan<char> before)
    {
        if (before.Length >= 4)
        {
            switch (before[^4..])
            {
                case "SVWZ" or "EREF" or "KREF" or "MREF" or "CRED" or "DEBT" or "COAM" or "OAMT" or "ABWA" or "ABWE"
                    or "IBAN" or "BREF" or "RREF" or "PURP" or "RTRN":
                    return 4;
                default:
                    break;
            }
        }

        return before.EndsWith("BIC", StringComparison.Ordinal)
            && (before.Length == 3 || !char.IsAsciiLetterOrDigit(before[^4])) ? 3 : 0;
    }

    private ReadOnlySpan<char> Key(ReadOnlySpan<char> text, int index) => text[_starts[index]..(_values[index] - 1)];

    // The end of the first subfield, from the value on, that is not full.
    private int ValueEnd(Mt940Segments purpose, int index, int end)
    {
        var segmentStart = 0;
        foreach (var place in purpose.Breaks)
        {
            var isFull = place - segmentStart >= Mt940Subfields.FullLength && place != _gap;
            if (place > _values[index] && place < end && !isFull)
                return place;
            segmentStart = place;
        }

        return end;
    }

    private void Take(ReadOnlySpan<char> key, ReadOnlySpan<char> value)
    {
        switch (key)
        {
            case "EREF":
                details.EndToEndId ??= Mt940Details.Id(value);
                break;
            case "KREF":
                details.BatchId ??= Mt940Details.Id(value);
                break;
            case "MREF":
                details.MandateId ??= Mt940Details.Id(value);
                break;
            case "ABWA":
                details.UltimateOriginator ??= Mt940Details.Words(value);
                break;
            case "ABWE":
                details.UltimateRecipient ??= Mt940Details.Words(value);
                break;
            case "OAMT":
                details.OriginalAmount ??= Mt940Details.Words(value);
                break;
            case "COAM":
                details.Compensation ??= Mt940Details.Words(value);
                break;
            case "IBAN":
                details.Account ??= Mt940Details.Number(value);
                break;
            case "BIC":
                details.Bank ??= Mt940Details.Number(value);
                break;
            default:
                break;
        }
    }
}
