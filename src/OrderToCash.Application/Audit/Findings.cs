namespace OrderToCash.Application.Audit;

/// <summary>
/// What one reader of shards has found: breaks, counts, and facts to compare with other shards' facts.
/// </summary>
/// <remarks>Owned by one task while shards are read; merged when all are done.</remarks>
internal sealed class Findings
{
    private readonly BreakLog[] _breaks = new BreakLog[InvariantNames.Count];
    private readonly long[] _counts = new long[CheckedTexts.Count];
    private readonly FactList[] _facts = new FactList[RelationRule.All.Length];

    public Findings(int maxBreaks)
    {
        for (var i = 0; i < _breaks.Length; i++)
            _breaks[i] = new BreakLog(maxBreaks);
        for (var i = 0; i < _facts.Length; i++)
            _facts[i] = new FactList();
    }

    /// <summary>The event being looked at.</summary>
    public EventPlace Place { get; set; }

    /// <summary>The order being looked at, where it was over before.</summary>
    public ulong OverOrder { get; set; }

    /// <summary>True where reactions to the event being looked at may be on their way.</summary>
    public bool IsPast { get; set; }

    /// <summary>Differences that messages in flight explain.</summary>
    public long InFlight { get; set; }

    /// <summary>What stock holds for orders.</summary>
    public List<HeldPieces> Held { get; } = [];

    /// <summary>What orders want of stock.</summary>
    public List<WantedPieces> Wanted { get; } = [];

    public BreakLog BreaksOf(Invariant invariant) => _breaks[(int)invariant - 1];

    public FactList FactsOf(Relation relation) => _facts[(int)relation];

    public long CountOf(Checked what) => _counts[(int)what];

    public void Count(Checked what) => _counts[(int)what]++;

    public void Count(Checked what, long more) => _counts[(int)what] += more;

    /// <summary>The event being looked at breaks an invariant.</summary>
    public void Break(Invariant invariant, string found, string expected) => Break(invariant, Place, found, expected);

    public void Break(Invariant invariant, EventPlace place, string found, string expected) =>
        BreaksOf(invariant).Add(place, found, expected);

    /// <summary>The event being looked at is a cause of this relation.</summary>
    public void Cause(Relation relation, ulong key) => Cause(relation, key, Place);

    public void Cause(Relation relation, ulong key, EventPlace place) => _facts[(int)relation].Add(key, place.Packed);

    /// <summary>The event being looked at is an effect of this relation.</summary>
    public void Effect(Relation relation, ulong key) => Effect(relation, key, Place);

    public void Effect(Relation relation, ulong key, EventPlace place) =>
        _facts[(int)relation].Add(key, place.Packed | long.MinValue);

    /// <summary>Takes over breaks and counts of another reader; facts stay where they are.</summary>
    public void Take(Findings other)
    {
        for (var i = 0; i < _breaks.Length; i++)
            _breaks[i].Add(other._breaks[i]);
        for (var i = 0; i < _counts.Length; i++)
            _counts[i] += other._counts[i];
        InFlight += other.InFlight;
    }
}

/// <summary>Pieces of a SKU that stock holds for an order.</summary>
/// <param name="Key">Order and SKU.</param>
/// <param name="Place">The SKU's last event about this order.</param>
/// <param name="Shelves">Which warehouses they are tied to, as a hash (<see cref="Audit.Key.OfPart"/>).</param>
internal readonly record struct HeldPieces(ulong Key, EventPlace Place, long Pieces, ulong Shelves);

/// <summary>Pieces of a SKU that an order wants, shipped ones not counted.</summary>
/// <param name="Key">Order and SKU.</param>
/// <param name="Place">The order's last event.</param>
/// <param name="Unanswered">Of these: what it waits for stock's answer about.</param>
/// <param name="Shelves">From which warehouses it ships them, as a hash.</param>
internal readonly record struct WantedPieces(
    ulong Key, EventPlace Place, long Pieces, long Unanswered, ulong Shelves);
