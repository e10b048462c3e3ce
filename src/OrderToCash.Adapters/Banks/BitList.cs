namespace OrderToCash.Adapters.Banks;

/// <summary>A growing list of bits: one for each of a statement's entries, of which there may be millions.</summary>
internal sealed class BitList
{
    private const int WordBits = 64;

    private ulong[] _words = new ulong[4];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The bit at an index, 0 for the first; false beyond the end.</summary>
    public bool this[int index] =>
        index < Count && (_words[index / WordBits] & (1UL << (index % WordBits))) != 0;

    /// <summary>Adds a bit.</summary>
    public void Add(bool bit)
    {
        if (Count == _words.Length * WordBits)
            Array.Resize(ref _words, _words.Length * 2);
        if (bit)
            _words[Count / WordBits] |= 1UL << (Count % WordBits);
        Count++;
    }
}
