using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using OrderToCash.Application.Hosting;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.CashApplication;

/// <summary>
/// A publisher: reads which documents opened and which payments came in, and tells payments whose money they are.
/// </summary>
/// <remarks>
/// <see cref="OnCommitted"/> is called on the shards' loops and only queues; one task, <see cref="RunAsync"/>, owns
/// everything else. It reads the journal once, waiting where that is away, then follows what shards commit; where the
/// two overlap an event is seen twice, which is harmless: the payment takes its first match only. What it could not
/// match it looks at again when a document opens that the payer named.
/// </remarks>
public sealed class PaymentMatcher(TimeProvider time) : IReplyTo, IDisposable
{
    private const int PageEvents = 8192;

    /// <summary>Commands on their way; more wait, so that a slow store slows the matcher.</summary>
    private const int MaxInFlight = 1024;

    /// <summary>Before a journal that is away is read again.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private static readonly Origin Origin = new("matcher", "rule:" + ExactReference.Rule);

    /// <summary>Stands for the answer that a command was not committed.</summary>
    private static readonly object NotCommitted = new();

    // Shards' loops write, the task reads.
    private readonly Channel<(EntityId Entity, object Event)> _events =
        Channel.CreateUnbounded<(EntityId, object)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly SemaphoreSlim _inFlight = new(MaxInFlight);

    // The task's.
    private readonly DocumentIndex _index = new();
    private readonly Dictionary<string, BankTransaction> _unmatched = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _awaited = new(StringComparer.OrdinalIgnoreCase);
    /// <summary>One of them is the reading of the journal at the beginning.</summary>
    private long _pending = 1;
    private long _tags;

    // Shards' loops take out, the task adds.
    private readonly ConcurrentDictionary<long, string> _sent = new();

    /// <summary>Documents known.</summary>
    public int DocumentCount => _index.Count;

    /// <summary>
    /// Events taken from shards and not looked at yet, and commands not answered yet; 0 where the matcher rests. Before
    /// the journal is read it is never 0.
    /// </summary>
    public long PendingCount => Interlocked.Read(ref _pending);

    /// <inheritdoc/>
    void IReplyTo.OnReply(long tag, in CommandReply reply)
    {
        _sent.TryRemove(tag, out var payment);
        if (reply.Status == CommandStatus.Retry && payment is not null)
        {
            // Stays pending: the task looks at the payment again.
            _events.Writer.TryWrite((new EntityId(Kinds.Payment, payment), NotCommitted));
        }
        else
        {
            Interlocked.Decrement(ref _pending);
        }

        _inFlight.Release();
    }

    /// <summary>Takes what a shard committed. Any shard's loop.</summary>
    public void OnCommitted(IReadOnlyList<CommittedEvent> events)
    {
        foreach (var committed in events)
        {
            if (IsOfInterest(committed.Entity.Kind))
            {
                Interlocked.Increment(ref _pending);
                _events.Writer.TryWrite((committed.Entity, committed.Event));
            }
        }
    }

    /// <summary>Reads the journal, then follows the shards until cancelled.</summary>
    public async Task RunAsync(
        IJournal journal, IReadOnlyDictionary<string, EntityKind> kinds, EngineHost host,
        CancellationToken cancellationToken)
    {
        await ReadJournalAsync(journal, kinds, cancellationToken).ConfigureAwait(false);
        foreach (var payment in _unmatched.Keys.ToArray())
        {
            await DecideAsync(host, payment, cancellationToken).ConfigureAwait(false);
        }

        Interlocked.Decrement(ref _pending);
        await foreach (var (entity, domainEvent) in _events.Reader.ReadAllAsync(cancellationToken)
            .ConfigureAwait(false))
        {
            Apply(entity, domainEvent);
            if (domainEvent is PaymentEvent.Received || ReferenceEquals(domainEvent, NotCommitted))
            {
                await DecideAsync(host, entity.Id, cancellationToken).ConfigureAwait(false);
            }
            else if (entity.Kind == Kinds.Account && _awaited.Count > 0)
            {
                await DecideAwaitedAsync(host, domainEvent, cancellationToken).ConfigureAwait(false);
            }

            Interlocked.Decrement(ref _pending);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _inFlight.Dispose();

    private static bool IsOfInterest(string kind) => kind is Kinds.Account or Kinds.Payment;

    private async Task ReadJournalAsync(
        IJournal journal, IReadOnlyDictionary<string, EntityKind> kinds, CancellationToken cancellationToken)
    {
        var sink = new Reader(this, kinds);
        for (var shard = 0; shard < journal.Info.ShardCount; shard++)
        {
            var position = -1L;
            for (var last = 0L; last != position;)
            {
                position = last;
                last = await ReadPageAsync(journal, shard, position, sink, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<long> ReadPageAsync(
        IJournal journal, int shard, long position, Reader sink, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await journal.ReadShardAsync(shard, position, PageEvents, sink, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (JournalUnavailableException)
            {
                // What was seen of the page is seen again, which is harmless; the engine says that the store is away.
                await Task.Delay(RetryAfter, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Apply(in EntityId entity, object domainEvent)
    {
        switch (domainEvent)
        {
            case PaymentEvent.Received { Transaction: { SignedMinor: > 0 } transaction }:
                _unmatched[entity.Id] = transaction;
                break;
            case PaymentEvent.Matched or PaymentEvent.Applied:
                _unmatched.Remove(entity.Id);
                break;
            default:
                if (entity.Kind == Kinds.Account)
                {
                    _index.Apply(new AccountId(entity.Id), domainEvent);
                }

                break;
        }
    }

    private async ValueTask DecideAsync(EngineHost host, string payment, CancellationToken cancellationToken)
    {
        if (!_unmatched.TryGetValue(payment, out var transaction))
        {
            return;
        }

        var command = ExactReference.Decide(transaction, _index.Find);
        if (command is not PaymentCommand.Match)
        {
            Await(payment, transaction);
        }

        await _inFlight.WaitAsync(cancellationToken).ConfigureAwait(false);
        Interlocked.Increment(ref _pending);
        var tag = ++_tags;
        _sent[tag] = payment;
        await host.PostAsync(new EntityId(Kinds.Payment, payment), command, Origin, this, tag, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Remembers what the payer named, so that a document which opens later finds the payment.</summary>
    private void Await(string payment, BankTransaction transaction)
    {
        foreach (var text in (ReadOnlySpan<string?>)
            [transaction.Text, transaction.StructuredReference, transaction.EndToEndId])
        {
            foreach (var reference in References.Find(text))
            {
                if (!_awaited.TryGetValue(reference.Text, out var payments))
                {
                    _awaited.Add(reference.Text, payments = []);
                }

                if (!payments.Contains(payment))
                {
                    payments.Add(payment);
                }
            }
        }
    }

    private async ValueTask DecideAwaitedAsync(EngineHost host, object domainEvent, CancellationToken cancellationToken)
    {
        foreach (var text in TextsOf(domainEvent))
        {
            if (_awaited.Remove(text, out var payments))
            {
                foreach (var payment in payments)
                {
                    await DecideAsync(host, payment, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>The texts that a payer may name a newly opened document by.</summary>
    private static ImmutableArray<string> TextsOf(object domainEvent) => domainEvent switch
    {
        Domain.Receivables.AccountEvent.ItemOpened opened =>
            [opened.Number, opened.Order.Value, NumberOf(opened.Order)],
        Domain.Receivables.AccountEvent.PrepaymentOpened opened =>
            [opened.Reference, opened.Order.Value, NumberOf(opened.Order)],
        _ => [],
    };

    private static string NumberOf(OrderId order) =>
        order.Value[(order.Value.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>Decodes the few kinds of events that matter, and skips the rest by their names' first bytes.</summary>
    private sealed class Reader(PaymentMatcher matcher, IReadOnlyDictionary<string, EntityKind> kinds) : IEventSink
    {
        public void OnEvent(in EventRow row)
        {
            if (row.Entity.StartsWith("account/"u8) || row.Entity.StartsWith("payment/"u8))
            {
                var entity = EntityId.Parse(row.Entity);
                matcher.Apply(entity, kinds[entity.Kind].Decode(row.Name, row.Version, row.Payload));
            }
        }
    }
}
