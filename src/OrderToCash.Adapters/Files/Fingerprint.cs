using System.Buffers.Binary;

namespace OrderToCash.Adapters.Files;

/// <summary>
/// A 64-bit hash, the same on every machine: tells content that was changed from content that was read.
/// </summary>
/// <remarks>Not against forgers: it multiplies and mixes eight bytes at a time, as wyhash does.</remarks>
internal static class Fingerprint
{
    private const ulong Seed = 0x9E37_79B9_7F4A_7C15;
    private const ulong Factor = 0xD6E8_FEB8_6659_FD93;

    public static ulong Of(ReadOnlySpan<byte> bytes) => Add(Seed, bytes);

    /// <summary>The hash of what was hashed before and these bytes.</summary>
    public static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
    {
        hash = Mix(hash ^ (ulong)bytes.Length);
        while (bytes.Length >= sizeof(ulong))
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        var last = 0UL;
        for (var i = 0; i < bytes.Length; i++)
        {
            last |= (ulong)bytes[i] << (8 * i);
        }

        return Mix(hash ^ last);
    }

    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, Factor, out var low);
        return high ^ low ^ value;
    }
}
