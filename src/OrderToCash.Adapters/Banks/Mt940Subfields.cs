namespace OrderToCash.Adapters.Banks;

/// <summary>Field 86 with numbered subfields: <c>166?00GUTSCHRIFT?20EREF+...?32Name</c>.</summary>
/// <remarks>Source: DFÜ-Abkommen of the German banks, annex 3, chapter 8.2.4; Polish banks use it with
/// <c>&lt;</c>, <c>&gt;</c>, <c>~</c> or <c>^</c> instead of <c>?</c>.</remarks>
internal sealed class Mt940Subfields(Mt940Segments whole, Mt940Details details)
{
    /// <summary>A subfield is full at this length, and what it holds goes on in the next.</summary>
    public const int FullLength = 27;

    private const string Separators = "?<>~^";

    private readonly Mt940Segments _purpose = new();
    private readonly Mt940Segments _name = new();
    private readonly Mt940SepaTags _tags = new(details);
    private int _lastPurpose;
    private bool _isPastPurpose;
    private int _nameEnd;
    private int _gap;

    /// <summary>Fills the details; false where the text has no such subfields, and nothing is filled.</summary>
    public bool TryRead()
    {
        var text = whole.Span;
        var at = text.Length - text.TrimStart(' ').Length;
        var code = text[at..];
        if (code.Length >= 3 && IsDigit(code[0]) && IsDigit(code[1]) && IsDigit(code[2]))
        {
            details.BusinessCode = Mt940Codes.Business(code);
            at += 3;
        }

        if (at == text.Length)
            return true;
        if (at + 3 > text.Length || !Separators.Contains(text[at], StringComparison.Ordinal)
            || !IsDigit(text[at + 1]) || !IsDigit(text[at + 2]))
        {
            // The text may begin with any number.
            details.BusinessCode = null;
            return false;
        }

        ReadAll(text, at);
        return true;
    }

    private void ReadAll(ReadOnlySpan<char> text, int at)
    {
        var separator = text[at];
        _purpose.Clear();
        _name.Clear();
        _lastPurpose = 19;
        _gap = int.MaxValue;
        _isPastPurpose = false;
        while (at < text.Length)
        {
            var field = CodeAt(text, at, separator);
            var start = at + 3;
            var end = start;
            do
            {
                var next = text[end..].IndexOf(separator);
                end = next < 0 ? text.Length : end + next;
            }
            while (end < text.Length && !IsSubfield(text, end, separator, field) && ++end > 0);

            Take(field, start, end, text[start..end]);
            at = end;
        }

        _tags.Read(_purpose, _gap);
        details.Name = Mt940Details.Words(_name.Span);
    }

    // A separator in the text is one only where a subfield that can follow begins.
    private bool IsSubfield(ReadOnlySpan<char> text, int at, char separator, int current)
    {
        var code = CodeAt(text, at, separator);
        return code switch
        {
            0 or 10 => current < 20,
            >= 20 and <= 29 => !_isPastPurpose && code > Math.Max(_lastPurpose, current < 30 ? current : 0),
            30 or 31 or 32 or 33 or 34 or 38 or 39 or (>= 60 and <= 63) or 70 or 71 or 99 => true,
            _ => false,
        };
    }

    private static int CodeAt(ReadOnlySpan<char> text, int at, char separator) =>
        at + 2 < text.Length && text[at] == separator && IsDigit(text[at + 1]) && IsDigit(text[at + 2])
            ? ((text[at + 1] - '0') * 10) + (text[at + 2] - '0')
            : -1;

    private void Take(int code, int start, int end, ReadOnlySpan<char> value)
    {
        _isPastPurpose |= code >= 30;
        switch (code)
        {
            case 0:
                details.PostingText = Mt940Codes.Posting(value.Trim(' '));
                break;
            case (>= 20 and <= 29) or (>= 60 and <= 63):
                // 60 goes on behind 29; behind a gap something else begins.
                if (code == 60 && _lastPurpose < 29)
                    _gap = _purpose.Length;
                _lastPurpose = code < 30 ? code : _lastPurpose;
                _purpose.Append(whole, start, end);
                break;
            case 30:
                details.Bank = Mt940Details.Number(value);
                break;
            case 31:
                details.Account = Mt940Details.Number(value) ?? details.Account;
                break;
            case 32:
                _name.Append(whole, start, end);
                _nameEnd = end - start;
                break;
            case 33:
                AppendName(start, end);
                break;
            case 34:
                details.TextKey = Mt940Details.Words(value);
                break;
            case 38:
                details.Account = Mt940Details.Number(value) ?? details.Account;
                break;
            default:
                break;
        }
    }

    // Names are cut where the subfield is full; a shorter part is a part of its own.
    private void AppendName(int start, int end)
    {
        if (_nameEnd is > 0 and < FullLength)
            _name.AppendBlank();
        _name.Append(whole, start, end);
    }

    private static bool IsDigit(char character) => char.IsAsciiDigit(character);
}
