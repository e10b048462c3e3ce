using System.Text;

namespace OrderToCash.Adapters.Banks;

/// <summary>How a file's bytes stand for characters: by its byte order mark, else by its XML declaration, else
/// UTF-8.</summary>
/// <param name="PreambleBytes">Length of the byte order mark.</param>
internal sealed record CamtEncoding(Encoding Encoding, string Name, int PreambleBytes)
{
    private const int MaxDeclarationBytes = 256;

    /// <summary>The encoding of a file; its position is undefined afterwards.</summary>
    /// <exception cref="BankRefusedException">It is in an encoding that is not read.</exception>
    public static CamtEncoding Detect(Stream stream)
    {
        stream.Position = 0;
        var head = new byte[MaxDeclarationBytes];
        var start = head.AsSpan(0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
        return start switch
        {
            [0xEF, 0xBB, 0xBF, ..] => new(Strict("utf-8"), "UTF-8", 3),
            [0xFF, 0xFE, ..] => new(Strict("utf-16"), "UTF-16", 2),
            [0xFE, 0xFF, ..] => new(Strict("utf-16BE"), "UTF-16", 2),
            [(byte)'<', 0, ..] => new(Strict("utf-16"), "UTF-16", 0),
            [0, (byte)'<', ..] => new(Strict("utf-16BE"), "UTF-16", 0),
            _ => OfDeclaration(Encoding.Latin1.GetString(start)),
        };
    }

    private static CamtEncoding OfDeclaration(string start)
    {
        var name = start.StartsWith("<?xml", StringComparison.Ordinal) ? Declared(start) : null;
        if (name is null)
            return new(Strict("utf-8"), "UTF-8", 0);

        var encoding = TryStrict(name);
        // Which byte a character came from must be known, for the quarantine: that is so for UTF-8 and all one-byte
        // encodings. A declaration that was read byte by byte can't be UTF-16.
        if (encoding is null || (!encoding.IsSingleByte && encoding.CodePage != Encoding.UTF8.CodePage))
        {
            throw new BankRefusedException(
                "unsupported-encoding", "line 1, <?xml encoding>", name,
                "UTF-8, UTF-16 with a byte order mark, or a one-byte encoding");
        }

        return new(encoding, name, 0);
    }

    private static string? Declared(string start)
    {
        var end = start.IndexOf("?>", StringComparison.Ordinal);
        var at = start.IndexOf("encoding", StringComparison.Ordinal);
        if (end < 0 || at < 0 || at > end)
            return null;

        var parts = start[at..end].Split('"', '\'');
        return parts.Length < 2 ? null : parts[1];
    }

    private static Encoding Strict(string name) =>
        Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    private static Encoding? TryStrict(string name)
    {
        try
        {
            // The code pages of Windows and DOS are not registered by default, and registering them would change the
            // whole process.
            return CodePagesEncodingProvider.Instance.GetEncoding(
                name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback) ?? Strict(name);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
