using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrderToCash.Application;
using OrderToCash.Application.Hosting;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Tests.Pipelines;

/// <summary>An engine of the real kinds on a journal in memory, and the inputs to send through it.</summary>
internal sealed class PipelineRun : IShardObserver, IAsyncDisposable
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromMinutes(2);

    private static readonly DateTimeOffset At = new(2026, 11, 27, 0, 0, 0, TimeSpan.Zero);
    private static readonly Actor Feed = new("feed:test");

    private PipelineRun(IJournal journal) =>
        Engine = new EngineHost(journal, EntityKinds.All, new HastyTime(), observer: this);

    public EngineHost Engine { get; }

    public VolatileIntakeStore Store { get; } = new();

    /// <summary>What became of each input, in the order that the pipeline told it.</summary>
    public List<(long Position, IntakeOutcome Outcome)> Outcomes { get; } = [];

    /// <summary>Called when the pipeline has told what became of an input.</summary>
    public Action<long>? OnTold { get; set; }

    /// <summary>Every event that became durable.</summary>
    public ConcurrentQueue<(EntityId Entity, object Event)> Events { get; } = [];

    public static async Task<PipelineRun> StartAsync(
        Func<IReadOnlyList<TurnWrite>, ValueTask<CommitFault>>? fault = null, int shards = 4)
    {
        IJournal journal = new VolatileJournal(shards);
        var run = new PipelineRun(fault is null ? journal : new FaultyJournal(journal, fault));
        await run.Engine.StartAsync(default);
        return run;
    }

    /// <summary>Runs the source to its end and waits until its events, too, have been told.</summary>
    public async Task<IntakeReport> RunAsync(
        ISource source, IIntakeStore? store = null, CancellationToken cancellationToken = default)
    {
        var pipeline = new Pipeline(
            Engine, store ?? Store, new HastyTime(), (position, outcome) =>
            {
                Outcomes.Add((position, outcome));
                OnTold?.Invoke(position);
            });
        try
        {
            return await pipeline.RunAsync(source, "orders", "feed:test", cancellationToken)
                .WaitAsync(MaxDuration, CancellationToken.None);
        }
        finally
        {
            // A reply leaves its shard before the observer hears of the events.
            await Engine.WaitUntilQuietAsync(CancellationToken.None).WaitAsync(MaxDuration, CancellationToken.None);
        }
    }

    public int Count<T>() => Events.Count(happened => happened.Event is T);

    public void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events)
    {
        foreach (var committed in events)
        {
            Events.Enqueue((committed.Entity, committed.Event));
        }
    }

    public void OnDelivered(int shard, long position)
    {
    }

    public void OnNotice(in ShardNotice notice)
    {
    }

    public ValueTask DisposeAsync() => Engine.DisposeAsync();

    public static SourceItem Item(long position, params ImmutableArray<Message> commands) =>
        new(position, position, new byte[] { 1 }, commands, null, position * 31);

    public static SourceItem Part(long position, Message command) => Item(position, command) with { HasMore = true };

    public static SourceItem Refused(long position) =>
        new(position, position, new byte[] { 1 }, [], new Rejection("wrong-type", "x", "y", "z"), position * 31);

    public static Message Place(int order, int quantity = 1) => new(
        new EntityAddress(Kinds.Order, $"test:{order}"),
        new OrderCommand.Place(
            new OrderContent
            {
                Channel = "test",
                OrderNumber = $"{order}",
                PlacedAt = At,
                Currency = Currency.Eur,
                PricesIncludeTax = true,
                Customer = new Customer($"c{order % 50}", null, null),
                Lines = [new OrderLine("1", new Sku($"S{order % 20}"), null, quantity, 10m, 19m)],
                Payment = new PaymentTerms(PaymentMethod.Prepayment, 0, []),
            },
            Feed));

    public static Message Cancel(int order) => new(
        new EntityAddress(Kinds.Order, $"test:{order}"), new OrderCommand.Cancel("changed my mind", At, [], Feed));

    public static Message Receive(int sku, string reference) => new(
        new EntityAddress(Kinds.Sku, $"S{sku}"),
        new StockCommand.Move(MovementKind.Receipt, "MAIN", 1000, null, reference, At, null, Feed));
}
