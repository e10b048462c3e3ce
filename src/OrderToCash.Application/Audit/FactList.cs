namespace OrderToCash.Application.Audit;

/// <summary>Facts of one relation in chunks: 16 bytes each, and growing copies nothing.</summary>
internal sealed class FactList
{
    /// <summary>32 kB a chunk: a dozen relations and two readers start with less than 1 MB.</summary>
    private const int ChunkFacts = 2048;

    private readonly List<Fact[]> _chunks = [];
    private int _lastCount = ChunkFacts;

    public long Count { get; private set; }

    public void Add(ulong key, long tagged)
    {
        if (_lastCount == ChunkFacts)
        {
            _chunks.Add(new Fact[ChunkFacts]);
            _lastCount = 0;
        }

        _chunks[^1][_lastCount] = new Fact(key, tagged);
        _lastCount++;
        Count++;
    }

    /// <summary>Copies the facts whose keys fall into a part of all keys; returns how many are in the target.</summary>
    public int CopyPart(int part, int parts, ulong[] keys, long[] tagged, int count)
    {
        for (var chunk = 0; chunk < _chunks.Count; chunk++)
        {
            var facts = _chunks[chunk].AsSpan(0, chunk == _chunks.Count - 1 ? _lastCount : ChunkFacts);
            foreach (ref readonly var fact in facts)
            {
                if (PartOf(fact.Key, parts) != part)
                    continue;
                (keys[count], tagged[count]) = (fact.Key, fact.Tagged);
                count++;
            }
        }

        return count;
    }

    /// <summary>How many facts fall into each part.</summary>
    public void CountParts(Span<int> counts)
    {
        for (var chunk = 0; chunk < _chunks.Count; chunk++)
        {
            var facts = _chunks[chunk].AsSpan(0, chunk == _chunks.Count - 1 ? _lastCount : ChunkFacts);
            foreach (ref readonly var fact in facts)
                counts[PartOf(fact.Key, counts.Length)]++;
        }
    }

    private static int PartOf(ulong key, int parts) => (int)(key % (uint)parts);

    private readonly record struct Fact(ulong Key, long Tagged);
}
