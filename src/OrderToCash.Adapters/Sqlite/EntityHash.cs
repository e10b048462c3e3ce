using System.Buffers.Binary;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>64 bits of an entity's text, the same within a process and other ones in each.</summary>
/// <remarks>Two entities may share them: whoever must not take one for the other compares the text too.</remarks>
internal static class EntityHash
{
    private const ulong First = 0x9E37_79B9_7F4A_7C15;
    private const ulong Second = 0xC2B2_AE3D_27D4_EB4F;

    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64();

    /// <summary>The hash of an entity's UTF-8 text.</summary>
    public static ulong Of(ReadOnlySpan<byte> entity)
    {
        var hash = Seed ^ unchecked((ulong)entity.Length * First);
        while (entity.Length >= sizeof(ulong))
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(entity), First);
            entity = entity[sizeof(ulong)..];
        }

        var rest = 0UL;
        foreach (var last in entity)
            rest = (rest << 8) | last;

        return Mix(hash ^ rest, Second);
    }

    private static ulong Mix(ulong value, ulong factor)
    {
        var high = Math.BigMul(value, factor, out var low);
        return high ^ low;
    }
}
