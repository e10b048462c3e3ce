namespace OrderToCash.Adapters.Banks;

/// <summary>Where the document type declaration of a refused file is: the parser doesn't say it.</summary>
internal static class CamtProlog
{
    private const string Dtd = "<!DOCTYPE";
    private const string Comment = "<!--";
    private const string Instruction = "<?";
    private const int ChunkChars = 4096;

    /// <summary>The line of <c>&lt;!DOCTYPE</c>, 1 for the first; null where it is not in the prolog.</summary>
    /// <remarks>
    /// Only comments and processing instructions stand before it; the parser has passed over them, so they end.
    /// </remarks>
    public static int? LineOfDtd(TextReader text)
    {
        var read = "";
        var chunk = new char[ChunkChars];
        for (var (line, at) = (1, 0); ;)
        {
            var rest = read.AsSpan(at);
            if (rest.StartsWith(Dtd, StringComparison.Ordinal))
                return line;
            var isOpen = rest.StartsWith(Comment, StringComparison.Ordinal)
                || rest.StartsWith(Instruction, StringComparison.Ordinal);
            var end = isOpen ? EndOf(rest, rest[1] == '?' ? "?>" : "-->")
                : rest.Length > 0 && char.IsWhiteSpace(rest[0]) ? 1
                : 0;
            if (end == 0 && !isOpen && rest.Length >= Dtd.Length)
                return null;
            if (end > 0)
            {
                line += rest[..end].Count('\n');
                at += end;
                continue;
            }

            var count = text.Read(chunk);
            if (count == 0)
                return null;
            (read, at) = (string.Concat(rest, chunk.AsSpan(0, count)), 0);
        }
    }

    /// <summary>Behind this ending; 0 where it has not been read yet.</summary>
    private static int EndOf(ReadOnlySpan<char> text, string ending)
    {
        var index = text.IndexOf(ending, StringComparison.Ordinal);
        return index < 0 ? 0 : index + ending.Length;
    }
}
