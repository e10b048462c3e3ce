using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace OrderToCash.Adapters.Banks;

/// <summary>Text joined of segments, with the places where they meet. Used again and again.</summary>
internal sealed class Mt940Segments
{
    private char[] _characters = new char[512];
    private int[] _breaks = new int[32];
    private int _breakCount;

    /// <summary>How many characters there are.</summary>
    public int Length { get; private set; }

    /// <summary>All segments as one.</summary>
    public ReadOnlySpan<char> Span => _characters.AsSpan(0, Length);

    /// <summary>Where one segment ends and the next begins, ascending.</summary>
    public ReadOnlySpan<int> Breaks => _breaks.AsSpan(0, _breakCount);

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Length = 0;
        _breakCount = 0;
    }

    /// <summary>The field 86 of an entry, its lines joined, with a break where a line ended before it was
    /// full.</summary>
    public void Decode(Mt940Bytes bytes, Mt940Encoding encoding)
    {
        Clear();
        Reserve(bytes.Length);
        Length = encoding.Decode(bytes.Span, _characters);
        var isShifted = Length != bytes.Length;
        foreach (var end in bytes.ShortEnds)
            Break(isShifted ? Math.Min(encoding.CountCharacters(bytes.Span[..end]), Length) : end);
    }

    /// <summary>Appends a segment of another text, with the breaks inside it.</summary>
    public void Append(Mt940Segments other, int start, int end)
    {
        if (start >= end)
            return;
        if (Length > 0)
            Break(Length);
        var shift = Length - start;
        foreach (var place in other.Breaks)
        {
            if (place > start && place < end)
                Break(place + shift);
        }

        Reserve(end - start);
        other.Span[start..end].CopyTo(_characters.AsSpan(Length));
        Length += end - start;
    }

    /// <summary>Appends a blank that was not delivered.</summary>
    public void AppendBlank()
    {
        Reserve(1);
        _characters[Length++] = ' ';
    }

    /// <summary>The text without blanks at its ends and its breaks; null where nothing is left.</summary>
    public (string? Text, ImmutableArray<int> Breaks) Take()
    {
        var text = Span;
        var start = text.Length - text.TrimStart(' ').Length;
        text = text.Trim(' ');
        if (text.IsEmpty)
            return (null, []);

        var first = 0;
        var last = _breakCount;
        while (first < last && _breaks[first] <= start)
            first++;
        while (last > first && _breaks[last - 1] >= start + text.Length)
            last--;
        if (first == last)
            return (new string(text), []);
        var breaks = new int[last - first];
        for (var i = first; i < last; i++)
            breaks[i - first] = _breaks[i] - start;
        return (new string(text), ImmutableCollectionsMarshal.AsImmutableArray(breaks));
    }

    private void Reserve(int characters)
    {
        if (Length + characters > _characters.Length)
            Array.Resize(ref _characters, Math.Max(2 * _characters.Length, Length + characters));
    }

    private void Break(int place)
    {
        if (_breakCount > 0 && _breaks[_breakCount - 1] == place)
            return;
        if (_breakCount == _breaks.Length)
            Array.Resize(ref _breaks, 2 * _breaks.Length);
        _breaks[_breakCount++] = place;
    }
}
