using System.Collections.Immutable;

namespace OrderToCash.Application.Outbound;

/// <summary>Keeps what channels are to be told in memory. For tests and the simulation.</summary>
/// <remarks>Any thread. A change that throws leaves no trace.</remarks>
public sealed class VolatileOutboundStore : IOutboundStore
{
    /// <summary>Guards the tables; held while one change is made.</summary>
    private readonly Lock _gate = new();
    private Tables _tables = new();

    /// <inheritdoc/>
    public T Change<T>(Func<IOutboundTables, T> work)
    {
        lock (_gate)
        {
            // Persistent collections: a copy costs nothing, and only one that went well to its end replaces the other.
            var changed = _tables.Copy();
            var result = work(changed);
            _tables = changed;
            return result;
        }
    }

    private sealed class Tables : IOutboundTables
    {
        private ImmutableSortedDictionary<string, StockLevel> _levels =
            ImmutableSortedDictionary.Create<string, StockLevel>(StringComparer.Ordinal);

        private ImmutableDictionary<(string Channel, OutboundKind Kind, string Id), OutboundEntry> _entries =
            ImmutableDictionary<(string, OutboundKind, string), OutboundEntry>.Empty;

        private ImmutableDictionary<int, long> _positions = ImmutableDictionary<int, long>.Empty;
        private ImmutableDictionary<string, OfferProgress> _progress =
            ImmutableDictionary<string, OfferProgress>.Empty;

        public Guid? Journal { get; private set; }

        public Tables Copy() => (Tables)MemberwiseClone();

        public void BeginAnew(Guid journal)
        {
            Journal = journal;
            _levels = _levels.Clear();
            _positions = _positions.Clear();
            _progress = _progress.Clear();
            _entries = _entries.RemoveRange(_entries.Keys.Where(static key => key.Kind == OutboundKind.Stock));
        }

        public long PositionOf(int shard) => _positions.GetValueOrDefault(shard);

        public void SetPosition(int shard, long position) => _positions = _positions.SetItem(shard, position);

        public StockLevel? FindLevel(string sku) => _levels.GetValueOrDefault(sku);

        public void PutLevel(string sku, StockLevel level) => _levels = _levels.SetItem(sku, level);

        public IReadOnlyList<(string Sku, StockLevel Level)> LevelsAfter(string sku, int max) =>
        [
            .. _levels.SkipWhile(pair => string.CompareOrdinal(pair.Key, sku) <= 0).Take(max)
                .Select(static pair => (pair.Key, pair.Value)),
        ];

        public OutboundEntry? Find(string channel, OutboundKind kind, string id) =>
            _entries.GetValueOrDefault((channel, kind, id));

        public void Put(OutboundEntry entry) =>
            _entries = _entries.SetItem((entry.Channel, entry.Kind, entry.Id), entry);

        public IReadOnlyList<OutboundEntry> Due(string channel, DateTimeOffset now, int max) =>
        [
            .. Waiting(channel).Where(entry => entry.DueAt <= now).OrderByDescending(static entry => entry.IsUrgent)
                .ThenBy(static entry => entry.DueAt).ThenBy(static entry => entry.Kind)
                .ThenBy(static entry => entry.Id, StringComparer.Ordinal).Take(max),
        ];

        public IReadOnlyList<OutboundEntry> Sending(string channel) =>
        [
            .. _entries.Values.Where(
                entry => entry.State == OutboundState.Sending && entry.Channel == channel),
        ];

        public DateTimeOffset? NextDue(string channel) =>
            Waiting(channel).Min(static entry => (DateTimeOffset?)entry.DueAt);

        public OfferProgress? ProgressOf(string channel) => _progress.GetValueOrDefault(channel);

        public void SetProgress(string channel, OfferProgress progress) =>
            _progress = _progress.SetItem(channel, progress);

        public int ForgetOrders(DateTimeOffset before, int max)
        {
            var old = _entries.Values
                .Where(entry => entry is { Kind: OutboundKind.Order, State: OutboundState.Done }
                    && entry.SentAt < before)
                .Take(max).Select(static entry => (entry.Channel, entry.Kind, entry.Id)).ToArray();
            _entries = _entries.RemoveRange(old);
            return old.Length;
        }

        private IEnumerable<OutboundEntry> Waiting(string channel) => _entries.Values.Where(
            entry => entry.State == OutboundState.Waiting && entry.Channel == channel);
    }
}
