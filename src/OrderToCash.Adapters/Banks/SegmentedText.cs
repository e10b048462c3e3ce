using System.Collections.Immutable;

namespace OrderToCash.Adapters.Banks;

/// <summary>A text that a bank delivers in segments: joined as they came, with the places where they meet.</summary>
internal sealed class SegmentedText
{
    private readonly List<int> _ends = [];
    private char[] _text = new char[256];
    private int _length;

    /// <summary>The text without white space around it. Valid until the next segment.</summary>
    public ReadOnlySpan<char> Trimmed => _text.AsSpan(0, _length).Trim();

    /// <summary>Begins a new text.</summary>
    public void Clear()
    {
        _length = 0;
        _ends.Clear();
    }

    /// <summary>Adds the next segment.</summary>
    public void Append(ReadOnlySpan<char> segment)
    {
        if (_text.Length - _length < segment.Length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + segment.Length));
        segment.CopyTo(_text.AsSpan(_length));
        _length += segment.Length;
        _ends.Add(_length);
    }

    /// <summary>Places in <see cref="Trimmed"/> between two segments, ascending.</summary>
    public ImmutableArray<int> Breaks()
    {
        if (_ends.Count < 2)
            return [];

        var start = _length - _text.AsSpan(0, _length).TrimStart().Length;
        var length = Trimmed.Length;
        var breaks = ImmutableArray.CreateBuilder<int>(_ends.Count);
        foreach (var end in _ends)
        {
            var place = end - start;
            if (place > 0 && place < length && (breaks.Count == 0 || breaks[^1] < place))
                breaks.Add(place);
        }

        return breaks.ToImmutable();
    }
}
