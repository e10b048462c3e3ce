using System.Text;
using System.Text.Unicode;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Marketplaces.Edifact;

/// <summary>Cuts an interchange into segments.</summary>
/// <remarks>
/// Source: ISO 9735-1, sections 8 (UNA, separators, release character) and 9; character sets by UNB S001.
/// </remarks>
internal static class EdifactReader
{
    private const int MaxSegmentChars = 64 * 1024;
    private const int UnaLength = 9;

    /// <summary>The interchange as text, and how to write it again.</summary>
    /// <remarks>
    /// What is valid UTF-8 beyond ASCII is read as such, whatever UNB says: no text in another set looks like it by
    /// chance, and many senders name UNOC and write UTF-8.
    /// </remarks>
    public static (string Text, Encoding Encoding) Decode(ReadOnlySpan<byte> document)
    {
        if (Utf8.IsValid(document))
            return (Encoding.UTF8.GetString(document), Encoding.UTF8);
        var encoding = EncodingOf(Encoding.Latin1.GetString(document[..Math.Min(document.Length, 200)]));
        return (encoding.GetString(document), encoding);
    }

    /// <summary>The segments, without UNA.</summary>
    /// <exception cref="EdifactException">A segment doesn't end, or has no tag.</exception>
    public static (List<EdifactSegment> Segments, int Start) Read(string text)
    {
        var start = text.Length - text.TrimStart().Length;
        var marks = (Component: ':', Element: '+', Release: '?', Terminator: '\'');
        if (string.CompareOrdinal(text, start, "UNA", 0, 3) == 0)
        {
            if (text.Length < start + UnaLength)
                throw Malformed("segment 1 (UNA)", "the end", "UNA and six characters");
            marks = (text[start + 3], text[start + 4], text[start + 6], text[start + 8]);
        }

        var at = string.CompareOrdinal(text, start, "UNA", 0, 3) == 0 ? start + UnaLength : start;
        var segments = new List<EdifactSegment>();
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            if (at >= text.Length)
                return (segments, start);
            segments.Add(Segment(text, ref at, marks, segments.Count + 1));
        }
    }

    private static EdifactSegment Segment(
        string text, ref int at, (char Component, char Element, char Release, char Terminator) marks, int number)
    {
        var start = at;
        var elements = new List<string[]>();
        var components = new List<string>();
        var value = new StringBuilder();
        for (; at < text.Length; at++)
        {
            var mark = text[at];
            if (at - start > MaxSegmentChars)
                throw Malformed(
                    $"segment {number}", $"more than {MaxSegmentChars} characters", "the segment's terminator");
            if (mark == marks.Release && marks.Release != ' ' && at + 1 < text.Length)
            {
                value.Append(text[++at]);
            }
            else if (mark == marks.Component || mark == marks.Element || mark == marks.Terminator)
            {
                components.Add(value.ToString());
                value.Clear();
                if (mark == marks.Component)
                    continue;
                elements.Add([.. components]);
                components.Clear();
                if (mark != marks.Terminator)
                    continue;
                at++;
                var tag = elements[0][0].Trim();
                return tag.Length == 3
                    ? new EdifactSegment(tag, elements[1..], number, start, at)
                    : throw Malformed($"segment {number}", Reading.Shown(tag), "a tag of three letters");
            }
            else if (mark is not ('\r' or '\n'))
            {
                value.Append(mark);
            }
        }

        throw Malformed($"segment {number}", "the end", "the segment's terminator");
    }

    private static Encoding EncodingOf(string start)
    {
        var at = start.IndexOf("UNB", StringComparison.Ordinal);
        var set = at >= 0 && at + 8 <= start.Length ? start.Substring(at + 4, 4) : "";
        return set switch
        {
            "UNOD" => CodePage("iso-8859-2"),
            "UNOE" => CodePage("iso-8859-5"),
            "UNOF" => CodePage("iso-8859-7"),
            "UNOG" => CodePage("iso-8859-3"),
            "UNOH" => CodePage("iso-8859-4"),
            "UNOI" => CodePage("iso-8859-6"),
            "UNOJ" => CodePage("iso-8859-8"),
            "UNOK" => CodePage("iso-8859-9"),
            _ => Encoding.Latin1,
        };
    }

    private static Encoding CodePage(string name) =>
        CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.Latin1;

    private static EdifactException Malformed(string place, string found, string expected) => new(new Rejection(
        "malformed-edifact", place, found, expected, "The interchange is incomplete or damaged: get it again."));
}
