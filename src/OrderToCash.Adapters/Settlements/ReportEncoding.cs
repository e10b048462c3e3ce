using System.Text;
using System.Text.Unicode;

namespace OrderToCash.Adapters.Settlements;

/// <summary>Tells how a report is written.</summary>
internal static class ReportEncoding
{
    private const int ChunkBytes = 64 * 1024;
    private const int MaxLines = 20;

    private static readonly char[] Separators = ['\t', ';', ',', '|'];

    /// <summary>UTF-8 (or what a byte order mark says) where the whole file is that, else Windows-1252; and the
    /// separator that one of the first lines has most of: a title may stand above the header.</summary>
    public static (Encoding Encoding, char Separator) Detect(Stream stream)
    {
        var chunk = new byte[ChunkBytes];
        var kept = 0;
        var isUtf8 = true;
        char? separator = null;
        stream.Position = 0;
        while (stream.Read(chunk, kept, chunk.Length - kept) is > 0 and var read)
        {
            var bytes = chunk.AsSpan(0, kept + read);
            separator ??= SeparatorIn(bytes);
            var whole = bytes.Length - LengthOfCut(bytes);
            isUtf8 = isUtf8 && Utf8.IsValid(bytes[..whole]);
            bytes[whole..].CopyTo(chunk);
            kept = bytes.Length - whole;
        }

        var encoding = isUtf8 && kept == 0
            ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)
            : CodePagesEncodingProvider.Instance.GetEncoding(1252) ?? Encoding.Latin1;
        return (encoding, separator ?? ',');
    }

    private static char SeparatorIn(ReadOnlySpan<byte> bytes)
    {
        var best = ',';
        var most = 0;
        for (var lines = 0; lines < MaxLines && !bytes.IsEmpty; lines++)
        {
            var end = bytes.IndexOfAny((byte)'\r', (byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            bytes = end < 0 ? default : bytes[(end + 1)..];
            foreach (var separator in Separators)
            {
                var count = CountOf(line, (byte)separator);
                if (count > most)
                    (best, most) = (separator, count);
            }
        }

        return best;
    }

    private static int CountOf(ReadOnlySpan<byte> line, byte separator)
    {
        var count = 0;
        var isQuoted = false;
        foreach (var octet in line)
        {
            isQuoted ^= octet == '"';
            count += octet == separator && !isQuoted ? 1 : 0;
        }

        return count;
    }

    // A character's bytes that go on in the next chunk.
    private static int LengthOfCut(ReadOnlySpan<byte> bytes)
    {
        for (var length = 1; length <= Math.Min(3, bytes.Length); length++)
        {
            var octet = bytes[^length];
            if (octet < 0x80)
                return 0;
            if (octet >= 0xC0)
                return length < (octet >= 0xF0 ? 4 : octet >= 0xE0 ? 3 : 2) ? length : 0;
        }

        return 0;
    }
}
