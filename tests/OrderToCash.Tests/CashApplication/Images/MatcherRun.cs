using OrderToCash.Application;
using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Hosting;
using OrderToCash.Application.Publishers;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation;
using OrderToCash.Tests.Pipelines;

namespace OrderToCash.Tests.CashApplication.Images;

/// <summary>A matcher beside an engine on a journal that is there already, from its start to its end in order.
/// </summary>
internal sealed class MatcherRun : IShardObserver, IAsyncDisposable
{
    private static readonly DateOnly Day = new(2026, 11, 27);
    private static readonly Iban Own = new("DE02120300000000202051");
    private readonly CountingJournal _journal;
    private readonly PaymentMatcher _matcher;
    private readonly EngineHost _host;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private MatcherRun(IJournal journal, IPublisherImages images, int maxEvents, int bytesPerEvent)
    {
        _journal = new CountingJournal(journal);
        _matcher = new PaymentMatcher(
            new HastyTime(), MatchPolicy.Default, new VolatileTransactionShelf(),
            new MatcherImages(images, static () => new MemoryStream(), TimeProvider.System)
            {
                MaxEvents = maxEvents, BytesPerEvent = bytesPerEvent, MinEventsAtEnd = 1,
                OnNote = (note, text) => Notes.Enqueue((note, text)),
            });
        _host = new EngineHost(
            journal, EntityKinds.All, TimeProvider.System,
            new ShardOptions { ReactionsVersion = EntityKinds.ReactionsVersion }, this);
    }

    public System.Collections.Concurrent.ConcurrentQueue<(MatcherImageNote Note, string Text)> Notes { get; } = [];

    /// <summary>Events that the matcher read in pages; what it looks at to know the journal again not among them.
    /// </summary>
    public long ReadCount => _journal.Count;

    /// <summary>Commits that the matcher is not told of.</summary>
    public bool IsDeaf { get; set; }

    public static async Task<MatcherRun> StartAsync(
        IJournal journal, IPublisherImages images, int maxEvents = int.MaxValue, int bytesPerEvent = int.MaxValue)
    {
        var run = new MatcherRun(journal, images, maxEvents, bytesPerEvent);
        await run._host.StartAsync(default);
        run._running = run._matcher.RunAsync(run._journal, EntityKinds.ByName, run._host, run._stop.Token);
        await run.RestAsync();
        return run;
    }

    public async Task InvoiceAsync(int number) => await AskAsync(
        new EntityId(Kinds.Account, "shopify:c-" + (number % 7)),
        new AccountCommand.OpenInvoice(
            $"RE-2026-{number:D7}", new OrderId("shopify:" + number), Currency.Eur, 3_000 + number, [], Day,
            Day.AddDays(14), IsPrepaid: false, SettledByPsp: false, null, []));

    public async Task PayAsync(int number)
    {
        var transaction = new BankTransaction(
            "B" + number, 3_000 + number, Currency.Eur, Day, Day, "Ada Muster", null, $"Rechnung RE-2026-{number:D7}",
            null, null, "B" + number);
        await AskAsync(PaymentOf(transaction), new PaymentCommand.Record(Own, transaction));
    }

    public async Task<PaymentStatus> StatusAsync(int number)
    {
        var found = await Application.Queries.EntityLoad.ReadAsync(
            _journal, new EntityId(Kinds.Payment, $"{Own.Value}/B{number}"), default);
        return ((PaymentState)found.State).Status;
    }

    /// <summary>Waits until everything is decided and carried out.</summary>
    public async Task RestAsync()
    {
        do
        {
            await _host.WaitUntilQuietAsync(default);
            await Task.WhenAny(_running, Task.Delay(TimeSpan.FromMilliseconds(2)));
        }
        while (_matcher.PendingCount > 0 && !_running.IsCompleted);
        if (_running.IsCompleted)
            await _running;
        await _host.WaitUntilQuietAsync(default);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running);
        // In order: what is delivered is written down, and the next start has nothing to look for.
        await _host.StopAsync(default);
        await _host.DisposeAsync();
        await _matcher.EndAsync(_journal, isAtRest: true, default);
        _matcher.Dispose();
        _stop.Dispose();
    }

    void IShardObserver.OnCommitted(int shard, IReadOnlyList<CommittedEvent> events)
    {
        if (!IsDeaf)
            _matcher.OnCommitted(shard, events);
    }

    void IShardObserver.OnDelivered(int shard, long position)
    {
        if (!IsDeaf)
            _matcher.OnDelivered(shard, position);
    }

    void IShardObserver.OnNotice(in ShardNotice notice)
    {
    }

    private static EntityId PaymentOf(BankTransaction transaction) =>
        new(Kinds.Payment, Payment.IdOf(Own, transaction).Value);

    private async Task AskAsync(EntityId entity, object command) =>
        await _host.AskAsync(entity, command, new Origin("test", null), default);

    private sealed class CountingJournal(IJournal inner) : PassingJournal(inner)
    {
        private long _count;

        public long Count => Interlocked.Read(ref _count);

        public override async ValueTask<long> ReadShardAsync(
            int shard, long afterPosition, int maxEvents, IEventSink sink, CancellationToken cancellationToken)
        {
            var last = await Inner.ReadShardAsync(shard, afterPosition, maxEvents, sink, cancellationToken);
            // Seals are looked at by a few events.
            if (maxEvents != 1 && maxEvents != 256)
                Interlocked.Add(ref _count, last - afterPosition);
            return last;
        }
    }
}
