using System.Collections.Immutable;
using System.Threading.Channels;
using OrderToCash.Application.Hosting;
using OrderToCash.Application.Publishers;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.CashApplication;

/// <summary>
/// A publisher: finds the orders that rows of providers' reports name, and tells settlements whose money their rows
/// are.
/// </summary>
/// <remarks>
/// <see cref="OnCommitted"/> is called on the shards' loops and only queues; one task, <see cref="RunAsync"/>, owns
/// everything else. It keeps no index: reports come once a day, so the journal is read for each batch of them, and only
/// rows that found nothing are remembered. An order that comes after its row is told when it comes.
/// </remarks>
public sealed class RowAllocator(TimeProvider time)
{
    /// <summary>Before a journal that is away is read again, or a command that was not taken is sent again.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private static readonly Actor Actor = Actor.Rule("row-allocator");
    private static readonly Origin Origin = new("row-allocator", Actor.Value);

    // Shards' loops write, the task reads.
    private readonly Channel<(EntityId Entity, object Event)> _inputs =
        Channel.CreateUnbounded<(EntityId, object)>(new UnboundedChannelOptions { SingleReader = true });

    // The task's: rows whose order is not known, by the numbers that they name.
    private readonly Dictionary<string, HashSet<(string Settlement, int Row)>> _wanted =
        new(StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _numbers = new(StringComparer.OrdinalIgnoreCase);

    private volatile bool _isWaiting;

    /// <summary>One of them is the look at the journal at the beginning.</summary>
    private long _pending = 1;

    /// <summary>Events that were not looked at yet; 0 where it rests.</summary>
    public long PendingCount => Interlocked.Read(ref _pending);

    /// <summary>Takes what a shard committed. Any shard's loop.</summary>
    public void OnCommitted(IReadOnlyList<CommittedEvent> events)
    {
        foreach (var committed in events)
        {
            var isMeant = committed.Event is SettlementEvent.Recorded || (_isWaiting && committed.Event
                is OrderEvent.Placed or AccountEvent.ItemOpened or AccountEvent.ItemImported);
            if (!isMeant)
                continue;
            Interlocked.Increment(ref _pending);
            _inputs.Writer.TryWrite((committed.Entity, committed.Event));
        }
    }

    /// <summary>Looks at the reports of the journal that have open rows, then follows the shards until
    /// cancelled.</summary>
    public async Task RunAsync(IJournal journal, EngineHost host, CancellationToken cancellationToken)
    {
        var known = await ListAsync(journal, cancellationToken).ConfigureAwait(false);
        await AllocateAsync(journal, host, known, cancellationToken).ConfigureAwait(false);
        Interlocked.Decrement(ref _pending);
        while (await _inputs.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var taken = 0;
            var fresh = new HashSet<string>(StringComparer.Ordinal);
            var candidates = new RowCandidates(_numbers);
            for (; _inputs.Reader.TryRead(out var input); taken++)
            {
                if (input.Entity.Kind == Kinds.Settlement)
                    fresh.Add(input.Entity.Id);
                else
                    candidates.Add(input.Entity, input.Event);
            }

            await TellAsync(journal, host, candidates, cancellationToken).ConfigureAwait(false);
            await AllocateAsync(journal, host, fresh, cancellationToken).ConfigureAwait(false);
            Interlocked.Add(ref _pending, -taken);
        }
    }

    private async Task AllocateAsync(
        IJournal journal, EngineHost host, HashSet<string> settlements, CancellationToken cancellationToken)
    {
        var isAny = false;
        foreach (var id in settlements)
        {
            if (await LoadAsync(journal, Kinds.Settlement, id, cancellationToken).ConfigureAwait(false)
                is not SettlementState { Report: { } report } state)
                continue;
            for (var row = 0; row < report.Rows.Length; row++)
            {
                if (state.Rows[row].Status != RowStatus.Open)
                    continue;
                foreach (var number in RowChoice.NumbersOf(report.Rows[row]))
                {
                    if (!_wanted.TryGetValue(number, out var rows))
                        _wanted.Add(number, rows = []);
                    _numbers.Add(number);
                    isAny |= rows.Add((id, row));
                }
            }
        }

        if (!isAny)
            return;
        // From now on orders that come are heard of: what the reading below misses comes that way.
        _isWaiting = true;
        var candidates = new RowCandidates(_numbers);
        await new SelectedReading(journal, RowCandidates.Selection, candidates, time).ReadAllAsync(cancellationToken)
            .ConfigureAwait(false);
        await TellAsync(journal, host, candidates, cancellationToken).ConfigureAwait(false);
    }

    private async Task TellAsync(
        IJournal journal, EngineHost host, RowCandidates candidates, CancellationToken cancellationToken)
    {
        var targets = new SortedDictionary<string, Dictionary<int, HashSet<RowTarget>>>(StringComparer.Ordinal);
        var reports = new Dictionary<string, SettlementReport?>(StringComparer.Ordinal);
        foreach (var (number, rows) in _wanted)
        {
            foreach (var candidate in candidates.Of(number))
            {
                foreach (var (settlement, row) in rows)
                {
                    if (!reports.TryGetValue(settlement, out var report))
                    {
                        report = (await LoadAsync(journal, Kinds.Settlement, settlement, cancellationToken)
                            .ConfigureAwait(false) as SettlementState)?.Report;
                        reports.Add(settlement, report);
                    }

                    var target = await TargetAsync(journal, report, row, candidate, cancellationToken)
                        .ConfigureAwait(false);
                    if (target is not { } found)
                        continue;
                    if (!targets.TryGetValue(settlement, out var ofRows))
                        targets.Add(settlement, ofRows = []);
                    if (!ofRows.TryGetValue(row, out var ofRow))
                        ofRows.Add(row, ofRow = []);
                    ofRow.Add(found);
                }
            }
        }

        foreach (var (settlement, rows) in targets)
        {
            // Where two orders or items fit, a person says which.
            var found = rows.Values.Where(static one => one.Count == 1).SelectMany(static one => one)
                .OrderBy(static target => target.Row).ToArray();
            foreach (var batch in found.Chunk(Settlement.MaxBatch))
                await SendAsync(host, settlement, [.. batch], cancellationToken).ConfigureAwait(false);
            Forget(settlement, found);
        }
    }

    private void Forget(string settlement, RowTarget[] found)
    {
        var told = found.Select(target => (settlement, target.Row)).ToHashSet();
        foreach (var (number, rows) in _wanted.ToArray())
        {
            rows.ExceptWith(told);
            if (rows.Count > 0)
                continue;
            _wanted.Remove(number);
            _numbers.Remove(number);
        }

        _isWaiting = _wanted.Count > 0;
    }

    private async ValueTask<RowTarget?> TargetAsync(
        IJournal journal, SettlementReport? report, int row, RowCandidate candidate,
        CancellationToken cancellationToken)
    {
        if (candidate.Order.Value.Length == 0)
            return RowChoice.Of(row, candidate.Account, candidate.Document);
        var order = await LoadAsync(journal, Kinds.Order, candidate.Order.Value, cancellationToken)
            .ConfigureAwait(false);
        return report is not null && order is OrderState known
            ? RowChoice.Of(row, report, known, candidate.IsExact)
            : null;
    }

    private async Task SendAsync(
        EngineHost host, string settlement, ImmutableArray<RowTarget> rows, CancellationToken cancellationToken)
    {
        // Refused as a whole where one row got an owner meanwhile; the others are then told one by one.
        var to = new EntityId(Kinds.Settlement, settlement);
        while (true)
        {
            var reply = await host.AskAsync(
                to, new SettlementCommand.Allocate(rows, Actor), Origin, cancellationToken).ConfigureAwait(false);
            if (reply.Status == CommandStatus.Retry)
            {
                await Task.Delay(RetryAfter, time, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (rows.Length > 1 && reply.Reply is SettlementReply { IsDone: false })
            {
                foreach (var row in rows)
                    await SendAsync(host, settlement, [row], cancellationToken).ConfigureAwait(false);
            }

            return;
        }
    }

    private async ValueTask<HashSet<string>> ListAsync(IJournal journal, CancellationToken cancellationToken)
    {
        var settlements = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            try
            {
                await foreach (var settlement in EntityList
                    .IdsAsync(journal, Kinds.Settlement, null, cancellationToken).ConfigureAwait(false))
                    settlements.Add(settlement.Id);
                return settlements;
            }
            catch (JournalUnavailableException)
            {
                await Task.Delay(RetryAfter, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<object> LoadAsync(
        IJournal journal, string kind, string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var found = await EntityLoad.ReadAsync(journal, new EntityId(kind, id), cancellationToken)
                    .ConfigureAwait(false);
                return found.State;
            }
            catch (JournalUnavailableException)
            {
                await Task.Delay(RetryAfter, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
