using OrderToCash.Application;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Numbering;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.World;

namespace OrderToCash.Simulation.Audit;

/// <summary>
/// The journal as an auditor reads it: every event once, as it becomes durable, added up without the deciders.
/// </summary>
/// <remarks>
/// It knows the events' meaning from docs and not from the code that decides: a simpler model, wrong only where both
/// are. It reads stored bytes.
/// </remarks>
internal sealed class JournalModel : IEventSink
{
    private const int PageEvents = 4096;

    private readonly IJournal _journal;
    private readonly Verdict _verdict;
    private readonly Trace _trace;
    private readonly long[] _positions;
    private readonly ChainHash.Verifier[] _chains;
    private readonly Dictionary<EntityId, long> _sequences = [];
    private readonly List<Reaction> _reactions = [];
    private readonly HashSet<SkuModel> _touched = [];

    public JournalModel(IJournal journal, Verdict verdict, Trace trace)
    {
        _trace = trace;
        _journal = journal;
        _verdict = verdict;
        var shards = journal.Info.ShardCount;
        _positions = new long[shards];
        _chains = [.. Enumerable.Range(0, shards).Select(static _ => new ChainHash.Verifier())];
        Channels = new ChannelModel(shards, verdict);
        Ledger = new LedgerModel(verdict);
    }

    public ChannelModel Channels { get; }

    public LedgerModel Ledger { get; }

    public SortedDictionary<string, OrderModel> Orders { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, SkuModel> Skus { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, AccountModel> Accounts { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, PaymentModel> Payments { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, BankModel> Banks { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, SeriesModel> Series { get; } = new(StringComparer.Ordinal);

    /// <summary>Every event so far: for publishers of the simulation, which read at their own pace.</summary>
    public List<(EntityId Entity, object Event)> Events { get; } = [];

    public IEnumerable<EntityId> Entities => _sequences.Keys;

    public long PositionOf(int shard) => _positions[shard];

    public long SequenceOf(in EntityId entity) => _sequences.GetValueOrDefault(entity);

    /// <summary>Reads what a shard has more than before.</summary>
    public void ReadNew(int shard)
    {
        _touched.Clear();
        long before;
        do
        {
            before = _positions[shard];
            SimulatedStore.Now(_journal.ReadShardAsync(shard, before, PageEvents, this, default));
        }
        while (_positions[shard] - before == PageEvents);

        if (!_chains[shard].AtTurnEnd)
            _verdict.Fail($"Shard {shard} ends at {_positions[shard]} within a turn: half of it was written.");

        foreach (var sku in _touched)
            sku.CheckShortfall();
    }

    /// <summary>The chain of a shard's row is the one computed from its events.</summary>
    public void CheckChain(int shard, ShardState state) => _verdict.Require(
        _chains[shard].Chain.SequenceEqual(state.Chain), $"The chain of shard {shard} isn't that of its events.");

    void IEventSink.OnEvent(in EventRow row)
    {
        _verdict.Same(++_positions[row.Shard], row.Position, $"Position");
        if (!_chains[row.Shard].Add(row))
            _verdict.Fail($"The chain of shard {row.Shard} breaks at {row.Position}.");

        var entity = EntityId.Parse(row.Entity);
        _verdict.Same(
            _sequences[entity] = _sequences.GetValueOrDefault(entity) + 1, row.Sequence, $"Sequence of {entity}");
        _verdict.Require(
            ShardMap.ShardOf(entity, _positions.Length) == row.Shard, $"{entity} is written in shard {row.Shard}.");
        var kind = EntityKinds.ByName[entity.Kind];
        var happened = kind.Decode(row.Name, row.Version, row.Payload);
        var cause = EventMetadata.Read(row.Metadata).Cause;
        if (_trace.IsOn)
            _trace.Write($"  {row.Shard}@{row.Position} {entity}#{row.Sequence} {happened} by {cause ?? "outside"}");

        if (cause is not null)
            Channels.CheckCause(row.Shard, row.Position, entity, cause);

        _reactions.Clear();
        kind.React(entity.Id, happened, _reactions);
        Channels.Add(row.Shard, row.Position, entity, row.Sequence, _reactions);
        Ledger.Apply(entity.Id, happened);
        Apply(entity, happened, row.Position);
        Events.Add((entity, happened));
    }

    private void Apply(EntityId entity, object happened, long position)
    {
        switch (happened)
        {
            case OrderEvent order:
                Of(Orders, entity.Id, id => new OrderModel(id, _verdict)).Apply(order);
                break;
            case StockEvent stock:
                var sku = Of(Skus, entity.Id, id => new SkuModel(id, _verdict));
                sku.Apply(stock);
                sku.Note(position);
                _touched.Add(sku);
                break;
            case AccountEvent account:
                Of(Accounts, entity.Id, id => new AccountModel(id, _verdict)).Apply(account);
                break;
            case PaymentEvent payment:
                Of(Payments, entity.Id, id => new PaymentModel(id, _verdict)).Apply(payment);
                break;
            case BankEvent bank:
                Of(Banks, entity.Id, id => new BankModel(id, _verdict)).Apply(bank);
                break;
            case SeriesEvent.NumberAssigned given:
                Of(Series, entity.Id, id => new SeriesModel(id, _verdict)).Apply(given);
                break;
            case ChecksEvent:
                // What they know is compared with the accounts at the end.
                break;
            default:
                _verdict.Fail($"{entity}: {happened.GetType().Name} means nothing to the auditor.");
                break;
        }
    }

    private static T Of<T>(SortedDictionary<string, T> models, string id, Func<string, T> make)
    {
        if (!models.TryGetValue(id, out var model))
            models.Add(id, model = make(id));

        return model;
    }
}
