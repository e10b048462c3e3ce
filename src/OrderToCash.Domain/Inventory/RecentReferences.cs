using System.Collections.Immutable;

namespace OrderToCash.Domain.Inventory;

/// <summary>A movement that was taken in: its reference, and a hash of what it said.</summary>
public readonly record struct KnownReference(string Reference, long Fingerprint);

/// <summary>The last references of a warehouse's movements, so that a repeat changes nothing.</summary>
internal sealed class RecentReferences
{
    /// <summary>So many are remembered; a repeat that comes later than that counts as new.</summary>
    public const int MaxKept = 4_096;

    private readonly Dictionary<string, long> _fingerprints = new(StringComparer.Ordinal);
    private readonly Queue<string> _oldestFirst = new();

    public bool TryFind(string reference, out long fingerprint) =>
        _fingerprints.TryGetValue(reference, out fingerprint);

    public void Add(string reference, long fingerprint)
    {
        if (!_fingerprints.TryAdd(reference, fingerprint))
            return;
        _oldestFirst.Enqueue(reference);
        if (_oldestFirst.Count > MaxKept)
            _fingerprints.Remove(_oldestFirst.Dequeue());
    }

    public ImmutableArray<KnownReference> ToImmutableArray()
    {
        var known = ImmutableArray.CreateBuilder<KnownReference>(_oldestFirst.Count);
        foreach (var reference in _oldestFirst)
            known.Add(new KnownReference(reference, _fingerprints[reference]));
        return known.MoveToImmutable();
    }

    public static RecentReferences From(ImmutableArray<KnownReference> known)
    {
        var references = new RecentReferences();
        foreach (var one in known)
            references.Add(one.Reference, one.Fingerprint);
        return references;
    }

    /// <summary>
    /// FNV-1a over what a movement says, the same on every machine. The name is left out: it describes the SKU. The
    /// time is in: a reference used again for another day's count must be a conflict, not a silent repeat.
    /// </summary>
    public static long FingerprintOf(MovementKind kind, int quantity, int? safetyStock, DateTimeOffset movedAt)
    {
        var hash = 14_695_981_039_346_656_037UL;
        hash = Mix(hash, (long)kind);
        hash = Mix(hash, quantity);
        hash = Mix(hash, safetyStock ?? -1);
        hash = Mix(hash, movedAt.UtcTicks);
        return unchecked((long)hash);
    }

    private static ulong Mix(ulong hash, long value)
    {
        unchecked
        {
            var rest = (ulong)value;
            for (var index = 0; index < sizeof(long); index++)
            {
                hash = (hash ^ (rest & 0xFF)) * 1_099_511_628_211UL;
                rest >>= 8;
            }

            return hash;
        }
    }
}
