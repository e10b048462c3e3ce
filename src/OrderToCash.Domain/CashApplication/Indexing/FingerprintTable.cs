using System.Runtime.InteropServices;

namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>Numbers by fingerprint, in 12 bytes an entry: all of the 64 bits are compared.</summary>
internal sealed class FingerprintTable() : PlaceTable<FingerprintTable.Entry>(partBits: 5)
{
    /// <summary>The fingerprint, and the value and one.</summary>
    [StructLayout(LayoutKind.Sequential, Pack = sizeof(int))]
    internal readonly struct Entry : IPlace<Entry>
    {
        private readonly ulong _key;
        private readonly int _stored;

        private Entry(ulong key, int stored) => (_key, _stored) = (key, stored);

        public bool IsEmpty => _stored == 0;

        public int Value => _stored - 1;

        public uint Spread => SpreadOf(_key);

        public static Entry Of(ulong key, int value) => new(key, value + 1);

        public static uint SpreadOf(ulong key) => (uint)(key & uint.MaxValue);

        public bool IsOf(ulong key) => _key == key;
    }
}
