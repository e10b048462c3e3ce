namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>
/// Numbers by fingerprint, as <see cref="FingerprintTable"/>, in 8 bytes an entry: it compares 42 of the 64 bits, so
/// one answer in thousands is another key's. For those who look at what they find.
/// </summary>
/// <remarks>
/// A thousand parts: with millions of entries their arrays are below the 85 kB from which .NET keeps them apart, where
/// what is given up lies long.
/// </remarks>
internal sealed class HintTable() : PlaceTable<HintTable.Hint>(partBits: 10)
{
    /// <summary>Half of the key, and the value and one.</summary>
    internal readonly struct Hint : IPlace<Hint>
    {
        private const int ValueBits = 32;

        private readonly ulong _bits;

        private Hint(ulong bits) => _bits = bits;

        public bool IsEmpty => _bits == 0;

        public int Value => (int)(_bits & uint.MaxValue) - 1;

        public uint Spread => (uint)(_bits >> ValueBits);

        public static Hint Of(ulong key, int value) => new((key << ValueBits) | ((uint)value + 1));

        public static uint SpreadOf(ulong key) => (uint)(key & uint.MaxValue);

        public bool IsOf(ulong key) => Spread == SpreadOf(key);
    }
}
