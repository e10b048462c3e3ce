using OrderToCash.Domain.CashApplication.Texts;

namespace OrderToCash.Domain.CashApplication.Ladder;

/// <summary>Finds an item's number in a text that has it with one slip. Whole tokens only: a number is never
/// cut.</summary>
internal sealed class AlmostSearch(MatchIndex index, ReferenceSearch references)
{
    /// <summary>Shorter numbers have too many neighbours.</summary>
    private const int MinLength = 6;

    private const int MaxTokens = 32;

    private readonly List<(int From, int To, int Letters)> _tokens = [];
    private readonly byte[] _buffer = new byte[NumberShape.MaxLength];
    private SqueezedText _text = new();

    /// <summary>Takes in a text; false where it has no token that may be a number.</summary>
    public bool Start(SqueezedText text)
    {
        _text = text;
        _tokens.Clear();
        if (!text.HasDigits)
            return false;
        for (var from = 0; from < text.Count && _tokens.Count < MaxTokens;)
        {
            var to = from + 1;
            while (to < text.Count && text.Gaps[to] != Gap.Blank)
                to++;
            AddToken(from, to);
            from = to;
        }

        return _tokens.Count > 0;
    }

    /// <summary>Where an item's document or order number stands with one slip; false where it doesn't.</summary>
    public bool TryFind(int item, out int from, out int to)
    {
        for (var i = 0; i < 2; i++)
        {
            var shape = NumberShape.Read(index.Items.Text(item, i), _buffer);
            if (!shape.HasCounter)
                continue;
            foreach (var token in _tokens)
            {
                (from, to, var letters) = token;
                var text = _text.Characters[from..to];
                // What is equal was looked at before, and was found to be no reference.
                if (text.SequenceEqual(shape.Squeezed) || text.SequenceEqual(shape.Squeezed[shape.Counter])
                    || index.Numbers.IsOfOtherSeries(LettersAt(letters), shape.Squeezed[..shape.Counter.Start]))
                    continue;
                if (IsNear(text, shape.Squeezed) || IsNear(text, shape.Squeezed[shape.Counter])
                    || IsNear(text, shape.Squeezed[shape.Whole]))
                    return true;
            }
        }

        from = to = 0;
        return false;
    }

    private static bool IsNear(ReadOnlySpan<byte> text, ReadOnlySpan<byte> number) =>
        number.Length >= MinLength && OneEdit.IsAtMost(text, number);

    // The letters that a token begins with.
    private ReadOnlySpan<byte> LettersAt(int from)
    {
        var to = from;
        while (to < _text.Count && !_text.IsDigit(to))
            to++;
        return _text.Characters[from..to];
    }

    // A token with digits, and without the word that stands before them.
    private void AddToken(int from, int to)
    {
        if (_text.RealDigits(from, to) < MinLength - 1 || to - from > NumberShape.MaxLength)
            return;
        var group = from;
        while (group < to && !_text.IsDigit(group))
            group++;
        if (Vocabulary.LabelBefore(_text, group) != Label.None || references.IsDate(_text, group, to))
            return;
        _tokens.Add((from, to, from));
        if (group > from)
            _tokens.Add((group, to, from));
    }
}
