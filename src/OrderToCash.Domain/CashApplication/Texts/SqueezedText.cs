using System.Collections.Immutable;

namespace OrderToCash.Domain.CashApplication.Texts;

/// <summary>
/// A text reduced to capitals and digits, with the way back to where each stood. Umlauts become two letters, accents
/// go.
/// </summary>
/// <remarks>Filled again for each text, so that nothing is allocated in the course of matching.</remarks>
internal sealed class SqueezedText
{
    /// <summary>What is longer is cut: statements carry at most 140 characters a line and a few lines.</summary>
    public const int MaxLength = 4096;

    private byte[] _characters = new byte[256];
    private Gap[] _gaps = new Gap[256];
    private int[] _origins = new int[256];

    // A digit's own value, that of a look-alike, or -1.
    private sbyte[] _digits = new sbyte[256];

    // How many look-alikes or digits stand in a row from here, and how many real digits stand before here.
    private int[] _digitRuns = new int[257];
    private int[] _realDigits = new int[257];

    /// <summary>Capitals and digits.</summary>
    public int Count { get; private set; }

    /// <summary>All of them.</summary>
    public ReadOnlySpan<byte> Characters => _characters.AsSpan(0, Count);

    /// <summary>What stands before each.</summary>
    public ReadOnlySpan<Gap> Gaps => _gaps.AsSpan(0, Count);

    /// <summary>Of each, the digit it is or may be meant for; -1 for none.</summary>
    public ReadOnlySpan<sbyte> Digits => _digits.AsSpan(0, Count);

    /// <summary>True where there is a digit.</summary>
    public bool HasDigits => _realDigits[Count] > 0;

    /// <summary>Takes in a text.</summary>
    /// <param name="breaks">Where a delivered segment ends and the next begins.</param>
    public void Fill(ReadOnlySpan<char> text, ImmutableArray<int> breaks)
    {
        Count = 0;
        var gap = Gap.Blank;
        var nextBreak = 0;
        var breakCount = breaks.IsDefault ? 0 : breaks.Length;
        for (var i = 0; i < text.Length && Count < MaxLength; i++)
        {
            while (nextBreak < breakCount && breaks[nextBreak] <= i)
            {
                if (breaks[nextBreak++] == i && gap < Gap.Break)
                    gap = Gap.Break;
            }

            if (Letters.TryGet(text[i], out var first, out var second))
            {
                Add(first, gap, i);
                if (second != 0)
                    Add(second, Gap.None, i);
                gap = Gap.None;
            }
            else
            {
                var here = text[i] is '-' or '/' or '.' or '_' or ':' or '#' ? Gap.Mark : Gap.Blank;
                gap = here > gap ? here : gap;
            }
        }

        CountDigits();
    }

    /// <summary>How many digits, or letters that may be meant for one, stand in a row from a place.</summary>
    public int DigitRun(int place) => _digitRuns[place];

    /// <summary>How many real digits stand in a range.</summary>
    public int RealDigits(int start, int end) => _realDigits[end] - _realDigits[start];

    /// <summary>True for a digit; false for a look-alike.</summary>
    public bool IsDigit(int place) => char.IsAsciiDigit((char)_characters[place]);

    /// <summary>True where no run of digits is cut by a range that ends before a place.</summary>
    public bool IsRunEdge(int place) =>
        place == 0 || place == Count || _gaps[place] != Gap.None || !IsDigit(place) || !IsDigit(place - 1);

    /// <summary>The widest gap inside a range.</summary>
    public Gap WidestGap(int start, int end)
    {
        var widest = Gap.None;
        for (var i = start + 1; i < end; i++)
            widest = _gaps[i] > widest ? _gaps[i] : widest;
        return widest;
    }

    /// <summary>Where a range stands in the text as delivered.</summary>
    public (int Start, int Length) Origin(int start, int end) =>
        (_origins[start], _origins[end - 1] + 1 - _origins[start]);

    /// <summary>True where a word stands at the beginning of a token.</summary>
    public bool HasWord(ReadOnlySpan<byte> word) => IndexOfWord(word) >= 0;

    /// <summary>Where a word stands at the beginning of a token; -1 where it doesn't.</summary>
    public int IndexOfWord(ReadOnlySpan<byte> word)
    {
        var from = 0;
        while (true)
        {
            var found = Characters[from..].IndexOf(word);
            if (found < 0)
                return -1;
            if (_gaps[from + found] != Gap.None)
                return from + found;
            from += found + 1;
        }
    }

    private void Add(byte character, Gap gap, int origin)
    {
        if (Count == _characters.Length)
            Grow();
        _characters[Count] = character;
        _gaps[Count] = gap;
        _origins[Count] = origin;
        Count++;
    }

    private void Grow()
    {
        var size = _characters.Length * 2;
        Array.Resize(ref _characters, size);
        Array.Resize(ref _gaps, size);
        Array.Resize(ref _origins, size);
        Array.Resize(ref _digits, size);
        Array.Resize(ref _digitRuns, size + 1);
        Array.Resize(ref _realDigits, size + 1);
    }

    private void CountDigits()
    {
        for (var i = 0; i < Count; i++)
        {
            var isDigit = IsDigit(i);
            var digit = isDigit ? _characters[i] : Letters.LookAlike(_characters[i]);
            _digits[i] = digit == 0 ? (sbyte)-1 : (sbyte)(digit - '0');
            _realDigits[i + 1] = _realDigits[i] + (isDigit ? 1 : 0);
        }

        _realDigits[0] = 0;
        _digitRuns[Count] = 0;
        for (var i = Count - 1; i >= 0; i--)
            _digitRuns[i] = _digits[i] < 0 ? 0 : _digitRuns[i + 1] + 1;
    }
}
