using System.Text;
using OrderToCash.Adapters.Banks;

namespace OrderToCash.Adapters.Settlements;

/// <summary>The rows of a report: fields between commas, semicolons, tabs or bars, quoted where they hold one of them.
/// Encoding and separator are told by content.</summary>
internal sealed class ReportRows : IDisposable
{
    /// <summary>A quote that is never closed must not take in the rest of the file.</summary>
    private const int MaxRowCharacters = 256 * 1024;

    /// <summary>A report is held in memory whole: PayPal's have 50,000 rows at most, Amazon's some 100,000.</summary>
    private const int MaxRows = 1_000_000;

    private readonly StreamReader _text;
    private readonly char _separator;
    private readonly List<string> _fields = [];
    private readonly StringBuilder _field = new();
    private int _line = 1;
    private int _rows;

    private ReportRows(StreamReader text, char separator)
    {
        _text = text;
        _separator = separator;
    }

    /// <summary>Opens a file; the stream is closed with the rows.</summary>
    public static ReportRows Open(Stream stream)
    {
        var (encoding, separator) = ReportEncoding.Detect(stream);
        stream.Position = 0;
        return new ReportRows(new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: true), separator);
    }

    /// <summary>The next row that is not blank; null at the end.</summary>
    /// <exception cref="BankRefusedException">A row or the file is longer than any report, or a quote is never
    /// closed.</exception>
    public ReportRow? Next()
    {
        while (_text.Peek() >= 0)
        {
            var row = Read();
            if (!row.IsBlank)
                return row;
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _text.Dispose();

    private ReportRow Read()
    {
        var start = _line;
        if (++_rows > MaxRows)
            throw Refuse(start, $"more than {MaxRows} rows");
        _fields.Clear();
        _field.Clear();
        var isQuoted = false;
        var size = 0;
        while (_text.Read() is >= 0 and var read)
        {
            var character = (char)read;
            if (++size > MaxRowCharacters)
                throw Refuse(start, isQuoted ? "a quote that is never closed" : "a row of more than 256 Ki characters");
            if (isQuoted)
            {
                isQuoted = TakeQuoted(character);
                continue;
            }

            if (character is '\r' or '\n')
            {
                EndLine(character);
                return Row(start);
            }

            if (character == '"' && _field.Length == 0)
                isQuoted = true;
            else if (character == _separator)
                EndField();
            else
                _field.Append(character);
        }

        return isQuoted ? throw Refuse(start, "a quote that is never closed") : Row(start);
    }

    // Two quotes are one; a single one ends the quoting.
    private bool TakeQuoted(char character)
    {
        if (character == '"' && _text.Peek() != '"')
            return false;
        if (character == '"')
            _text.Read();
        _line += character == '\n' ? 1 : 0;
        _field.Append(character);
        return true;
    }

    private void EndLine(char character)
    {
        if (character == '\r' && _text.Peek() == '\n')
            _text.Read();
        _line++;
    }

    private void EndField()
    {
        _fields.Add(_field.ToString());
        _field.Clear();
    }

    private ReportRow Row(int line)
    {
        EndField();
        return new ReportRow(line, [.. _fields]);
    }

    private static BankRefusedException Refuse(int line, string found) =>
        new("too-long", $"line {line}", found, "a settlement report");
}
