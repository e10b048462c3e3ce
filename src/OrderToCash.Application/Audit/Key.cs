using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace OrderToCash.Application.Audit;

/// <summary>64-bit hashes that stand for ids, so that a fact of an order costs bytes and not strings.</summary>
/// <remarks>
/// Multiply and fold, as wyhash does. Among ten million ids two share a hash with a probability of 3 in a million; then
/// an audit might report a break that is none, which reading the two named events shows.
/// </remarks>
internal static class Key
{
    private const ulong Seed = 0xA0761D6478BD642F;
    private const ulong Step = 0xE7037ED1A0B428DB;
    private const ulong Last = 0x8EBC6AF09C88C6E3;

    /// <summary>The hash of bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> utf8)
    {
        var hash = Seed ^ (uint)utf8.Length;
        while (utf8.Length >= sizeof(ulong))
        {
            hash = Fold(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(utf8), Step);
            utf8 = utf8[sizeof(ulong)..];
        }

        var rest = 0UL;
        for (var i = utf8.Length - 1; i >= 0; i--)
            rest = (rest << 8) | utf8[i];
        return Fold(hash ^ rest ^ Step, Last);
    }

    /// <summary>The hash of a text's UTF-8 bytes.</summary>
    public static ulong Of(string? text)
    {
        if (text is null)
            return 0;
        const int maxStack = 512;
        var bytes = 3 * text.Length;
        if (bytes <= maxStack)
        {
            Span<byte> utf8 = stackalloc byte[maxStack];
            return Of(utf8[..Encoding.UTF8.GetBytes(text, utf8)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(bytes);
        var hash = Of(rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        ArrayPool<byte>.Shared.Return(rented);
        return hash;
    }

    /// <summary>The hash of two in this order.</summary>
    public static ulong Mix(ulong first, ulong second) => Fold(first ^ Seed, unchecked((second ^ Last) + Step));

    /// <summary>The hash of a hash and a number.</summary>
    public static ulong Mix(ulong first, long number) => unchecked(Mix(first, (ulong)number));

    /// <summary>Of pieces in a warehouse; the sum over the warehouses stands for all of them, in any order.</summary>
    public static ulong OfPart(ulong warehouse, int pieces) => pieces == 0 ? 0 : Mix(warehouse, pieces);

    private static ulong Fold(ulong a, ulong b)
    {
        unchecked
        {
            var high = Math.BigMul(a, b, out var low);
            return high ^ low;
        }
    }
}
