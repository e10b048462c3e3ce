using System.Buffers;
using System.Text;

namespace OrderToCash.Adapters.Postgres;

/// <summary>
/// Any text as PostgreSQL can store it: its texts can't hold the character zero, so that is written <c>\0</c>, and a
/// backslash <c>\\</c>. Other texts, which is nearly all of them, stay as they are.
/// </summary>
internal static class PostgresText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\0\\");

    /// <summary>Whether bytes have to be escaped.</summary>
    public static bool MustEscape(ReadOnlySpan<byte> utf8) => utf8.IndexOfAny((byte)0, (byte)'\\') >= 0;

    /// <summary>The text as it is stored.</summary>
    public static string Escape(string text) =>
        text.AsSpan().IndexOfAny(Special) < 0
            ? text
            : text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\0", "\\0", StringComparison.Ordinal);

    /// <summary>The text that was stored.</summary>
    public static string Unescape(string stored) =>
        stored.Contains('\\', StringComparison.Ordinal)
            ? Encoding.UTF8.GetString(Unescape(Encoding.UTF8.GetBytes(stored)))
            : stored;

    /// <summary>Writes bytes as they are stored, twice as many at most, and returns how many.</summary>
    public static int Escape(ReadOnlySpan<byte> utf8, Span<byte> target)
    {
        var length = 0;
        foreach (var each in utf8)
        {
            if (each is 0 or (byte)'\\')
                target[length++] = (byte)'\\';

            target[length++] = each == 0 ? (byte)'0' : each;
        }

        return length;
    }

    /// <summary>
    /// The bytes that were stored; the same span where nothing was escaped, else one over bytes of its own.
    /// </summary>
    public static ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> stored)
    {
        if (!stored.Contains((byte)'\\'))
            return stored;

        var bytes = new byte[stored.Length];
        var length = 0;
        for (var i = 0; i < stored.Length; i++)
        {
            var isEscaped = stored[i] == '\\' && i + 1 < stored.Length;
            if (isEscaped)
                i++;

            bytes[length++] = isEscaped && stored[i] == '0' ? (byte)0 : stored[i];
        }

        return bytes.AsSpan(0, length);
    }
}
