using System.Xml;

namespace OrderToCash.Adapters.Banks;

/// <summary>A bank file as a forward-only tree: no DTD, no entities, bounded depth and text.</summary>
/// <remarks>
/// <para>One parser at a time. It reads synchronously: the file is local (a stream is spooled first), and an awaited
/// XML reader costs several times as much for no byte less of waiting.</para>
/// <para>A handler need not consume its element: <see cref="Next"/> passes over whatever lies deeper.</para>
/// </remarks>
internal sealed class CamtXml : IDisposable
{
    private const int MaxDepth = 64;

    /// <summary>
    /// Twice of what <see cref="CamtText"/> lets pass as one node, so that a text which the first pass went over is
    /// never refused by the second, which keeps it.
    /// </summary>
    private const int MaxTextChars = 2 * 1024 * 1024;

    private const long MaxDocumentChars = 10_000_000_000;

    private readonly CamtText _text;
    private readonly XmlReader _xml;
    private readonly IXmlLineInfo _lines;
    private char[] _value = new char[1024];
    private int _length;

    /// <summary>Reads from the stream's beginning. The stream stays the caller's.</summary>
    public CamtXml(Stream stream)
    {
        _text = new CamtText(stream);
        _xml = XmlReader.Create(_text, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersFromEntities = 1,
            MaxCharactersInDocument = MaxDocumentChars,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        });
        _lines = (IXmlLineInfo)_xml;
    }

    /// <summary>The element's name without prefix.</summary>
    public string Name => _xml.LocalName;

    /// <summary>The element's namespace; empty where it has none.</summary>
    public string Namespace => _xml.NamespaceURI;

    /// <summary>The line, 1 for the first.</summary>
    public int Line => _lines.LineNumber;

    /// <summary>The column of the element's name, 1 for the first, in UTF-16 code units.</summary>
    public int Column => _lines.LinePosition;

    /// <summary>The element's attribute, null where it has none of this name.</summary>
    public string? Attribute(string name) => _xml.GetAttribute(name);

    /// <summary>The next start of an element, however deep; false at the end of a well-formed document.</summary>
    public bool NextElement()
    {
        while (Read())
        {
            if (_xml.NodeType == XmlNodeType.Element)
                return true;
        }

        return false;
    }

    /// <summary>The depth to pass to <see cref="Next"/>, to go through this element's children.</summary>
    public int Enter() => _xml.IsEmptyElement ? -1 : _xml.Depth;

    /// <summary>Moves to the next child of the element entered at this depth; false at its end.</summary>
    public bool Next(int depth)
    {
        if (depth < 0)
            return false;

        while (Read())
        {
            if (_xml.NodeType == XmlNodeType.Element && _xml.Depth == depth + 1)
                return true;
            if (_xml.NodeType == XmlNodeType.EndElement && _xml.Depth == depth)
                return false;
        }

        return false;
    }

    /// <summary>All text in the element, that of its children included, as it came. Valid until the next
    /// call.</summary>
    public ReadOnlySpan<char> Text()
    {
        _length = 0;
        var depth = Enter();
        while (depth >= 0 && Read())
        {
            if (_xml.NodeType == XmlNodeType.EndElement && _xml.Depth == depth)
                break;
            if (_xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA
                or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
            {
                AppendValue();
            }
        }

        return _value.AsSpan(0, _length);
    }

    /// <summary>As <see cref="Text"/>, without white space around it.</summary>
    public ReadOnlySpan<char> Token() => Text().Trim();

    /// <summary>The text of the first element of this name inside the current one; empty where there is none.</summary>
    public string Find(string name)
    {
        var found = "";
        var depth = Enter();
        while (depth >= 0 && Read() && !(_xml.NodeType == XmlNodeType.EndElement && _xml.Depth == depth))
        {
            if (found.Length == 0 && _xml.NodeType == XmlNodeType.Element && Name == name)
                found = Token().ToString();
        }

        return found;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _xml.Dispose();
        _text.Dispose();
    }

    private bool Read()
    {
        _text.NoteProgress();
        if (!_xml.Read())
            return false;

        if (_xml.Depth > MaxDepth)
        {
            throw new BankRefusedException(
                "too-deep", $"line {Line}, {Name}", $"elements nested deeper than {MaxDepth}", "a bank statement");
        }

        return true;
    }

    private void AppendValue()
    {
        while (true)
        {
            if (_length == _value.Length)
                Array.Resize(ref _value, _value.Length * 2);
            var read = _xml.ReadValueChunk(_value, _length, _value.Length - _length);
            if (read == 0)
                return;

            _text.NoteProgress();
            _length += read;
            if (_length > MaxTextChars)
            {
                throw new BankRefusedException(
                    "too-long", $"line {Line}", "a text of more than 2 Mi characters", "a bank statement");
            }
        }
    }
}
