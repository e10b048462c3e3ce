using System.Buffers.Binary;

namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>Hashes of 64 bits, the same on every machine.</summary>
internal static class Fingerprints
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    /// <summary>The hash of a text; seeds tell kinds of keys apart that share a table.</summary>
    public static ulong Of(ReadOnlySpan<byte> text, ulong seed = 0)
    {
        unchecked
        {
            var hash = Mix(seed + Multiplier + (ulong)text.Length);
            while (text.Length >= sizeof(ulong))
            {
                hash = Mix(hash ^ (BinaryPrimitives.ReadUInt64LittleEndian(text) * Multiplier));
                text = text[sizeof(ulong)..];
            }

            var rest = 0UL;
            foreach (var character in text)
                rest = (rest << 8) | character;
            return Mix(hash ^ (rest * Multiplier));
        }
    }

    /// <summary>The hash of two numbers.</summary>
    public static ulong Of(ulong first, ulong second)
    {
        unchecked
        {
            return Mix(Mix(first + Multiplier) ^ (second * Multiplier));
        }
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 32)) * 0xD6E8FEB86659FD93;
            value = (value ^ (value >> 32)) * 0xD6E8FEB86659FD93;
            return value ^ (value >> 32);
        }
    }
}
