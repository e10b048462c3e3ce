using System.Text;

namespace OrderToCash.Adapters.Banks;

/// <summary>One of the encodings that banks use for MT940. A control character becomes a blank: no database and no XML
/// would take it.</summary>
internal sealed class Mt940Encoding
{
    private readonly char[]? _upperHalf;

    private Mt940Encoding(char[]? upperHalf) => _upperHalf = upperHalf;

    /// <summary>ASCII too.</summary>
    public static Mt940Encoding Utf8 { get; } = new(null);

    /// <summary>ISO 8859-1 too: what it has more is unused there.</summary>
    public static Mt940Encoding Windows1252 { get; } = OfCodePage(1252);

    /// <summary>Of DOS.</summary>
    public static Mt940Encoding CodePage850 { get; } = OfCodePage(850);

    /// <summary>Decodes into the buffer, which holds as many characters as there are bytes; returns how many there
    /// are.</summary>
    public int Decode(ReadOnlySpan<byte> bytes, Span<char> characters)
    {
        if (Ascii.IsValid(bytes))
        {
            Ascii.ToUtf16(bytes, characters, out var count);
            BlankControls(characters[..count]);
            return count;
        }

        var length = DecodeLetters(bytes, characters);
        BlankControls(characters[..length]);
        return length;
    }

    /// <summary>The decoded text.</summary>
    public string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return string.Empty;
        Span<char> characters = bytes.Length <= 256 ? stackalloc char[bytes.Length] : new char[bytes.Length];
        return new string(characters[..Decode(bytes, characters)]);
    }

    /// <summary>How many characters the bytes are.</summary>
    public int CountCharacters(ReadOnlySpan<byte> bytes) =>
        _upperHalf is null ? Encoding.UTF8.GetCharCount(bytes) : bytes.Length;

    private static Mt940Encoding OfCodePage(int page)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Encoding.Latin1;
        var bytes = new byte[128];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)(i + 128);
        return new Mt940Encoding(encoding.GetString(bytes).ToCharArray());
    }

    private static void BlankControls(Span<char> characters)
    {
        while (characters.IndexOfAnyInRange('\0', '\u001F') is >= 0 and var at)
        {
            characters[at] = ' ';
            characters = characters[(at + 1)..];
        }
    }

    private int DecodeLetters(ReadOnlySpan<byte> bytes, Span<char> characters)
    {
        if (_upperHalf is null)
            return Encoding.UTF8.GetChars(bytes, characters);
        for (var i = 0; i < bytes.Length; i++)
            characters[i] = bytes[i] < 0x80 ? (char)bytes[i] : _upperHalf[bytes[i] - 0x80];
        return bytes.Length;
    }
}
