using System.Runtime.CompilerServices;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>Says of an entity that it was surely never added, or that it may have been: a Bloom filter.</summary>
/// <remarks>
/// All bits of an entity are in one cache line of 64 bytes. Any thread adds and asks; what was added before is never
/// missed. Of entities that were not added about one in a thousand is taken for one that was, and more beyond
/// <see cref="Capacity"/>.
/// </remarks>
internal sealed class EntityFilter
{
    private const int BitsPerEntity = 16;
    private const int BitsInEntity = 6;
    private const int WordsPerLine = 8;

    /// <summary>Bits that choose one of a line's 512.</summary>
    private const int ChoiceBits = 9;

    private readonly ulong[] _words;
    private int _count;

    /// <param name="capacity">A power of two, at least 32: two bytes of memory for each.</param>
    public EntityFilter(int capacity)
    {
        Capacity = capacity;
        _words = new ulong[(long)capacity * BitsPerEntity / 64];
    }

    /// <summary>So many entities it is made for.</summary>
    public int Capacity { get; }

    /// <summary>True where it has more entities than it is made for.</summary>
    public bool IsOverfull => Volatile.Read(ref _count) > Capacity;

    /// <summary>Adds an entity.</summary>
    /// <param name="hash">Its <see cref="EntityHash"/>.</param>
    public void Add(ulong hash)
    {
        var line = LineOf(hash);
        var choices = ChoicesOf(hash);
        for (var i = 0; i < BitsInEntity; i++, choices >>= ChoiceBits)
            Interlocked.Or(ref _words[line + WordOf(choices)], BitOf(choices));

        Interlocked.Increment(ref _count);
    }

    /// <summary>False where the entity was surely not added.</summary>
    public bool MayHave(ulong hash)
    {
        var line = LineOf(hash);
        var choices = ChoicesOf(hash);
        for (var i = 0; i < BitsInEntity; i++, choices >>= ChoiceBits)
        {
            if ((Volatile.Read(ref _words[line + WordOf(choices)]) & BitOf(choices)) == 0)
                return false;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int WordOf(ulong choices) => (int)((choices >> 6) & (WordsPerLine - 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong BitOf(ulong choices) => 1UL << (int)(choices & 63);

    /// <summary>Other bits of the hash than those that choose the line: mixed once more.</summary>
    private static ulong ChoicesOf(ulong hash) => unchecked(hash * 0xC2B2_AE3D_27D4_EB4F) >> 10;

    private int LineOf(ulong hash) => (int)(hash & (ulong)((_words.Length / WordsPerLine) - 1)) * WordsPerLine;
}
