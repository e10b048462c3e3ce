using System.Diagnostics;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Projections;

/// <summary>Makes rows of events: a batch at a time, one row however many of its events touched it.</summary>
/// <remarks>
/// One caller at a time. While the store writes a batch, the next one is folded. Orders and payments are evolved by the
/// domain's functions; those that are not in memory any more are recalled from the journal, as of the tables'
/// positions, so the tables never hold a second form of a state.
/// </remarks>
internal sealed class Projector : IAsyncDisposable
{
    /// <summary>Twice as many at most; an order in the middle of its life has about 2 kB.</summary>
    private const int MaxOrdersKept = 16_384;

    private const int MaxPaymentsKept = 8_192;

    /// <summary>Entities recalled in one reading, so that no look at the journal stays open for long.</summary>
    private const int RecallSize = 512;

    private readonly IJournal _journal;
    private readonly IReadModelTables _tables;
    private readonly TimeProvider _time;
    private readonly ReadModelChanges _changes;
    private readonly BodyWriter _bodies;
    private readonly OrderProjection _orderRows;
    private readonly PaymentProjection _paymentRows;
    private readonly AccountProjection _accountRows;
    private readonly StockProjection _stockRows;
    private readonly LedgerProjection _ledgerRows;
    private readonly TwoAgeCache<string, OrderEntry> _orders = new(MaxOrdersKept, StringComparer.Ordinal);
    private readonly TwoAgeCache<string, PaymentEntry> _payments = new(MaxPaymentsKept, StringComparer.Ordinal);
    private readonly List<EntityId> _recalled = [];
    private Task<bool> _writing = Task.FromResult(true);

    public Projector(IJournal journal, IReadModelTables tables, TimeProvider time)
    {
        (_journal, _tables, _time) = (journal, tables, time);
        _changes = new ReadModelChanges(journal.Info.ShardCount);
        _bodies = new BodyWriter(_changes.Bodies);
        _orderRows = new OrderProjection(_changes, _bodies);
        _paymentRows = new PaymentProjection(_changes, _bodies);
        _accountRows = new AccountProjection(_changes);
        _stockRows = new StockProjection(_changes);
        _ledgerRows = new LedgerProjection(_changes, _bodies);
        Positions = new long[journal.Info.ShardCount];
    }

    /// <summary>By shard: the last position whose events are in the tables, or are being written.</summary>
    public long[] Positions { get; private set; }

    /// <summary>Begins anew from what the tables say; to be called first, and after every failure.</summary>
    public async ValueTask ResetAsync(CancellationToken cancellationToken)
    {
        await ((Task)_writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _writing = Task.FromResult(true);
        _orders.Clear();
        _payments.Clear();
        _accountRows.Clear();
        _orderRows.Clear();
        _paymentRows.Clear();
        Positions = await _tables.ReadPositionsAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Folds a batch that follows <see cref="Positions"/>, waits for the one before to be written, and begins to write
    /// this one; false where the tables had moved on.
    /// </summary>
    /// <param name="onWritten">Called when the tables hold the batch, perhaps while the next one is folded.</param>
    /// <remarks>After false, and after an exception, only <see cref="ResetAsync"/> may follow.</remarks>
    public async ValueTask<bool> ApplyAsync(
        ProjectionBatch batch, Action? onWritten, CancellationToken cancellationToken)
    {
        _changes.Clear();
        Prepare(batch);
        if (!await RecallAsync(cancellationToken).ConfigureAwait(false)) return false;
        Fold(batch);
        if (!await CompleteAsync().ConfigureAwait(false)) return false;

        _writing = WriteAsync(onWritten, cancellationToken);
        _accountRows.Finish();
        _orders.Age();
        _payments.Age();
        _changes.To.CopyTo(Positions, 0);
        return true;
    }

    /// <summary>Completes when everything is in the tables; false where they had moved on.</summary>
    public Task<bool> CompleteAsync() => _writing;

    /// <summary>Lets the write that is under way end.</summary>
    public async ValueTask DisposeAsync()
    {
        await ((Task)_writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _bodies.Dispose();
    }

    private async Task<bool> WriteAsync(Action? onWritten, CancellationToken cancellationToken)
    {
        if (!await _tables.ApplyAsync(_changes, cancellationToken).ConfigureAwait(false)) return false;
        onWritten?.Invoke();
        return true;
    }

    /// <summary>Finds what has to be read before the events can be applied.</summary>
    private void Prepare(ProjectionBatch batch)
    {
        for (var shard = 0; shard < Positions.Length; shard++)
        {
            if (batch[shard] is not { } events) continue;
            Debug.Assert(events[0].Position == Positions[shard] + 1, "A batch follows the tables without a gap.");
            foreach (ref readonly var committed in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(events))
            {
                var id = committed.Entity.Id;
                switch (committed.Event)
                {
                    case OrderEvent when !_orders.TryGet(id, out _):
                        _orders.Add(id, new OrderEntry(id) { Shard = shard });
                        if (committed.Sequence > 1) _recalled.Add(committed.Entity);
                        break;
                    case PaymentEvent when !_payments.TryGet(id, out _):
                        _payments.Add(id, new PaymentEntry(id) { Shard = shard });
                        if (committed.Sequence > 1) _recalled.Add(committed.Entity);
                        break;
                    case Domain.Receivables.AccountEvent:
                        _accountRows.Prepare(committed);
                        break;
                }
            }
        }
    }

    /// <summary>Reads what is missing; false where the batch before met tables that had moved on.</summary>
    private async ValueTask<bool> RecallAsync(CancellationToken cancellationToken)
    {
        for (var start = 0; start < _recalled.Count; start += RecallSize)
        {
            var part = _recalled.GetRange(start, Math.Min(RecallSize, _recalled.Count - start));
            await _journal.LoadAsync(part, new Recall(this, part), cancellationToken).ConfigureAwait(false);
        }

        foreach (var entity in _recalled)
        {
            if (entity.Kind == Kinds.Order && _orders.TryGet(entity.Id, out var order)) _orderRows.EndRecall(order);
        }

        _recalled.Clear();
        if (_accountRows.MissingOrders.Count + _accountRows.MissingItems.Count == 0) return true;

        // What is asked for may be among the rows that are being written.
        if (!await CompleteAsync().ConfigureAwait(false)) return false;
        await _tables.ReadAccountEntriesAsync(
            _accountRows.MissingOrders, _accountRows.MissingItems, cancellationToken).ConfigureAwait(false);
        _accountRows.MissingOrders.Clear();
        _accountRows.MissingItems.Clear();
        return true;
    }

    private void Fold(ProjectionBatch batch)
    {
        var latest = 0L;
        for (var shard = 0; shard < Positions.Length; shard++)
        {
            _changes.From[shard] = _changes.To[shard] = Positions[shard];
            if (batch[shard] is not { } events) continue;
            _changes.To[shard] = events[^1].Position;
            foreach (ref readonly var committed in System.Runtime.InteropServices.CollectionsMarshal.AsSpan(events))
            {
                latest = Math.Max(latest, committed.At.UtcTicks);
                Fold(shard, committed);
            }
        }

        _orderRows.Finish(entry => _orders.Remove(entry.State.Id.Value));
        _paymentRows.Finish(entry => _payments.Remove(entry.State.Id.Value));
        _changes.LatestTicks = latest;
        _changes.WrittenTicks = _time.GetUtcNow().UtcTicks;
    }

    private void Fold(int shard, in CommittedEvent committed)
    {
        switch (committed.Event)
        {
            case OrderEvent when _orders.TryGet(committed.Entity.Id, out var order):
                _orderRows.Apply(order, shard, committed);
                break;
            case Domain.Inventory.StockEvent:
                _stockRows.Apply(committed.Entity.Id, shard, committed);
                break;
            case Domain.Receivables.AccountEvent:
                _accountRows.Apply(shard, committed);
                _ledgerRows.Apply(shard, committed);
                break;
            case SettlementEvent:
                _ledgerRows.Apply(shard, committed);
                break;
            case PaymentEvent when _payments.TryGet(committed.Entity.Id, out var payment):
                _paymentRows.Apply(payment, shard, committed);
                _ledgerRows.Apply(shard, committed);
                break;
        }
    }

    /// <summary>Evolves recalled entities up to the tables' positions.</summary>
    private sealed class Recall(Projector projector, List<EntityId> entities) : IHistorySink
    {
        public void OnSnapshot(int index, long sequence, int version, ReadOnlySpan<byte> payload) =>
            throw new UnreachableException($"{entities[index]} is recalled from its events, but has a snapshot.");

        public void OnEvent(int index, in EventRow row)
        {
            if (row.Position > projector.Positions[row.Shard]) return;
            var entity = entities[index];
            if (entity.Kind == Kinds.Order)
            {
                if (!projector._orders.TryGet(entity.Id, out var order)) return;
                OrderProjection.Recall(
                    order, (OrderEvent)EntityKinds.Order.Decode(row.Name, row.Version, row.Payload));
            }
            else if (projector._payments.TryGet(entity.Id, out var payment))
            {
                PaymentProjection.Recall(
                    payment, (PaymentEvent)EntityKinds.Payment.Decode(row.Name, row.Version, row.Payload));
            }
        }
    }
}
