using System.Text;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>Reads one statement, entry by entry, to its end. This file: lines and entries; <c>Head</c>: what else a
/// statement says.</summary>
/// <remarks>The first thing that is wrong is kept, and reading goes on behind it, so that the next statement is
/// found.</remarks>
internal sealed partial class Mt940StatementReader
{
    private readonly Mt940Lines _lines;
    private readonly Mt940Letters? _letters;
    private readonly Mt940Entry _entry = new();
    private Mt940Tag _field;
    private bool _hasEntry;
    private bool _isEnded;
    private bool _isStarted;
    private bool _isTagCut;

    private Mt940StatementReader(Mt940Lines lines, int number, Mt940Letters? letters)
    {
        _lines = lines;
        _letters = letters;
        End = lines.EndOffset;
        Statement = new Mt940Statement { Number = number, Line = lines.Number, Start = lines.Offset };
    }

    /// <summary>What was read so far, but the entries.</summary>
    public Mt940Statement Statement { get; }

    /// <summary>Why the statement is refused; null while nothing is wrong.</summary>
    public Rejection? Rejection { get; private set; }

    /// <summary>Where in the file it ends, once all is read.</summary>
    public long End { get; private set; }

    /// <summary>Skips what stands before a statement; null where there is none any more.</summary>
    /// <param name="letters">Is shown every line with letters beyond ASCII; null where the encoding is known.</param>
    public static Mt940StatementReader? Open(Mt940Lines lines, int number, Mt940Letters? letters)
    {
        while (lines.Read())
        {
            if (Mt940Field.Of(lines.Line, isInText: false, out _) is Mt940Tag.None or Mt940Tag.Message)
                continue;
            var reader = new Mt940StatementReader(lines, number, letters);
            lines.PushBack();
            return reader;
        }

        return null;
    }

    /// <summary>The next entry, until the one after it is read; null at the statement's end.</summary>
    public Mt940Entry? NextEntry()
    {
        while (!_isEnded && _lines.Read())
        {
            var line = _lines.Line;
            var isInText = _field is Mt940Tag.Entry or Mt940Tag.Details && Statement.Closing is null && _isStarted;
            var tag = Mt940Field.Of(line, isInText, out var value);
            if (_isTagCut && line.StartsWith("86:"u8))
            {
                tag = Mt940Tag.Details;
                value = line[3..];
            }

            if (IsPastEntry(tag, line))
            {
                _lines.PushBack();
                return Finish();
            }

            if (IsPastStatement(tag))
            {
                _lines.PushBack();
                break;
            }

            End = _lines.EndOffset;
            _isTagCut = _hasEntry && line.SequenceEqual(":"u8);
            if (!Ascii.IsValid(line))
                _letters?.Observe(line, tag != Mt940Tag.None);
            if (_isTagCut)
                continue;
            if (tag != Mt940Tag.None)
                Take(tag, value);
            else if (IsEnd(line))
                break;
            else
                Continue(line);
        }

        _isEnded = true;
        return _hasEntry ? Finish() : null;
    }

    /// <summary>Refuses the statement, unless it is refused already.</summary>
    public void Refuse(int line, string field, string reason, string found, string expected, string? advice = null) =>
        Rejection ??= new Rejection(reason, $"line {line}, {field}", found, expected, advice);

    private static bool IsBlock(ReadOnlySpan<byte> line) =>
        line is [(byte)'{', >= (byte)'1' and <= (byte)'5', (byte)':', ..];

    private bool IsPastEntry(Mt940Tag tag, ReadOnlySpan<byte> line) =>
        _hasEntry && (tag is not (Mt940Tag.None or Mt940Tag.Details or Mt940Tag.Other)
            || (tag == Mt940Tag.None && IsEnd(line)));

    private bool IsPastStatement(Mt940Tag tag) =>
        _isStarted && tag is Mt940Tag.Reference or Mt940Tag.Message;

    // A dash alone ends a statement; in an entry's text it is text. So are the dashes and the trailer of some banks.
    private bool IsEnd(ReadOnlySpan<byte> line)
    {
        if (line is [(byte)'-', (byte)'}', ..] || IsBlock(line))
            return true;
        var text = line.Trim((byte)' ');
        if (text is not ([(byte)'-'] or [(byte)'-', (byte)'X', (byte)'X', (byte)'X']))
            return false;
        return _field is not (Mt940Tag.Entry or Mt940Tag.Details) || !_hasEntry || Statement.IsIntraday;
    }

    private void Take(Mt940Tag tag, ReadOnlySpan<byte> value)
    {
        _isStarted = true;
        _field = tag;
        switch (tag)
        {
            case Mt940Tag.Entry:
                _hasEntry = true;
                _entry.Number++;
                _entry.Line = _lines.Number;
                _entry.Head.Clear();
                _entry.Details.Clear();
                Append(_entry.Head, value);
                break;
            case Mt940Tag.Details:
                // Before the first entry and behind the closing balance it tells of the statement.
                if (_hasEntry)
                    Append(_entry.Details, value);
                break;
            default:
                TakeHead(tag, value);
                break;
        }
    }

    private void Continue(ReadOnlySpan<byte> line)
    {
        if (!_hasEntry)
            return;
        if (_field == Mt940Tag.Entry)
            AppendToHead(line);
        else if (_field == Mt940Tag.Details)
            Append(_entry.Details, line);
    }

    // An empty line between entries is no part of them.
    private void AppendToHead(ReadOnlySpan<byte> line)
    {
        if (!line.IsEmpty)
            Append(_entry.Head, line);
    }

    private void Append(Mt940Bytes bytes, ReadOnlySpan<byte> line)
    {
        if (!bytes.TryAppend(line))
        {
            Refuse(
                _lines.Number, _field == Mt940Tag.Entry ? ":61:" : ":86:", "too-long",
                $"an entry with more than {Mt940Bytes.MaxBytes >> 10} Ki bytes of text", "a bank statement");
        }
    }

    private Mt940Entry Finish()
    {
        _hasEntry = false;
        if (Statement.Currency is null)
        {
            Refuse(
                _entry.Line, ":61:", "missing-currency", "an entry before any balance with a currency",
                "an opening balance, :60F:, before the entries");
        }

        if (Mt940EntryLine.Parse(_entry, Statement.Currency ?? Currency.Eur) is { } problem)
        {
            Refuse(
                _entry.Line, ":61:", problem.Reason, problem.Found, problem.Expected,
                "Nothing of the statement is booked. Fetch it again from the bank.");
        }

        return _entry;
    }
}
