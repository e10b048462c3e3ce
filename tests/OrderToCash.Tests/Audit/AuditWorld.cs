using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using OrderToCash.Application;
using OrderToCash.Application.Audit;
using OrderToCash.Application.Hosting;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Tests.Journal;
using OrderToCash.Tests.Orders;

namespace OrderToCash.Tests.Audit;

/// <summary>A journal that the real engine wrote, and that a test then writes into past the engine.</summary>
internal sealed class AuditWorld : IAsyncDisposable
{
    public static readonly Iban Iban = new("DE02120300000000202051");
    private static readonly Origin Test = new("test", "user:test");
    private readonly FixedTime _time = new();
    private EngineHost? _host;
    private long _balance;
    private int _numbers;

    public VolatileJournal Journal { get; } = new(4);

    public DateTimeOffset Now => _time.GetUtcNow();

    public EngineHost Host => _host ?? throw new InvalidOperationException("The engine is stopped.");

    public static async Task<AuditWorld> StartAsync(IShardObserver? observer = null)
    {
        var world = new AuditWorld();
        world._host = new EngineHost(world.Journal, EntityKinds.All, world._time, null, observer);
        await world._host.StartAsync(default);
        await world.TellAsync(Kinds.Bank, Iban.Value, new BankCommand.Register(Currency.Eur, "Test", SampleOrders.Ada));
        return world;
    }

    public void Pass(TimeSpan time) => _time.Now += time;

    public async Task<object?> TellAsync(string kind, string id, object command)
    {
        var reply = await Host.AskAsync(new EntityId(kind, id), command, Test, default);
        Assert.Equal(CommandStatus.Decided, reply.Status);
        return reply.Reply;
    }

    public Task QuietAsync() => Host.WaitUntilQuietAsync(default);

    public async Task PlaceAsync(OrderContent content)
    {
        await TellAsync(Kinds.Order, content.Id.Value, SampleOrders.Place(content));
        await QuietAsync();
    }

    public async Task MoveAsync(
        string sku, MovementKind kind, int quantity, string warehouse = "BER1", int? safetyStock = null)
    {
        await TellAsync(Kinds.Sku, sku, new StockCommand.Move(
            kind, warehouse, quantity, safetyStock, "M-" + ++_numbers, Now, null, SampleOrders.Ada));
        await QuietAsync();
    }

    /// <summary>Ships pieces of a line from BER1.</summary>
    public async Task ShipAsync(string order, string line, int quantity)
    {
        var ship = new OrderCommand.Ship(
            "S-" + ++_numbers, "BER1", Now, "DHL", null, [new ShipLine(line, quantity)], SampleOrders.Ada);
        var reply = Assert.IsType<OrderReply>(await TellAsync(Kinds.Order, order, ship));
        Assert.Equal(OrderReplyCode.Accepted, reply.Code);
        await QuietAsync();
    }

    /// <summary>The bank books an entry; its payment is matched with the account and documents.</summary>
    public async Task PayAsync(string account, long amountMinor, params string[] documents)
    {
        var identity = "E-" + ++_numbers;
        await BookAsync(identity, amountMinor);
        await TellAsync(Kinds.Payment, Iban.Value + "/" + identity, new PaymentCommand.Assign(
            [new PaymentShare(new AccountId(account), amountMinor, null, [.. documents])], "test", SampleOrders.Ada));
        await QuietAsync();
    }

    public async Task BookAsync(string identity, long amountMinor)
    {
        var header = new StatementHeader(
            "camt/" + ++_numbers, null, null, null, Currency.Eur, _balance, _balance + amountMinor, 1);
        _balance += amountMinor;
        var reply = await TellAsync(
            Kinds.Bank, Iban.Value,
            new BankCommand.BookEntries(header, 0, true, [Transaction(identity, amountMinor)], SampleOrders.Ada));
        Assert.True(Assert.IsType<BankReply>(reply).IsDone);
        await QuietAsync();
    }

    public BankTransaction Transaction(string identity, long amountMinor)
    {
        var day = DateOnly.FromDateTime(Now.Date);
        return new BankTransaction(
            identity, amountMinor, Currency.Eur, day, day, "Ada Muster", null, "Rechnung", null, null, null);
    }

    public async Task StopAsync()
    {
        if (_host is { } host)
        {
            await host.StopAsync(default);
            await host.DisposeAsync();
        }

        _host = null;
    }

    public Task<AuditReport> AuditAsync(AuditOptions? options = null) =>
        JournalAudit.RunAsync(Journal, options ?? new AuditOptions(), null, default);

    /// <summary>Writes events past the engine, as the next of their entities, and says where they are.</summary>
    public Task<ImmutableArray<AuditBreak>> TamperAsync(params (string Kind, string Id, object Event)[] events) =>
        TamperAsync(isDelivered: true, events);

    /// <param name="isDelivered">The watermark covers them: no reaction is on its way.</param>
    public async Task<ImmutableArray<AuditBreak>> TamperAsync(
        bool isDelivered, params (string Kind, string Id, object Event)[] events)
    {
        await StopAsync();
        var written = ImmutableArray.CreateBuilder<AuditBreak>();
        foreach (var (kind, id, domainEvent) in events)
        {
            var entity = new EntityId(kind, id);
            var last = new LastSequence();
            await Journal.ReadEntityAsync(entity, 0, last, default);
            var stored = Encode(entity, last.Sequence + 1, domainEvent);
            var shard = ShardMap.ShardOf(entity, Journal.Info.ShardCount);
            var row = await Journal.ClaimAsync(shard, default);
            var turn = Turns.After(row, stored);
            if (isDelivered)
                turn.State = turn.State with { Watermark = turn.State.Position };
            Assert.Equal(CommitOutcome.Committed, await Journal.CommitAsync([turn], default));
            written.Add(new AuditBreak(
                entity.ToString(), stored.Sequence, stored.Name, shard, turn.State.Position, Now, "", ""));
        }

        return written.ToImmutable();
    }

    /// <summary>Writes rows as they are handed over.</summary>
    public async Task WriteAsync(int shard, params TestEvent[] rows)
    {
        await StopAsync();
        var turn = Turns.After(await Journal.ClaimAsync(shard, default), rows);
        turn.State = turn.State with { Watermark = turn.State.Position };
        Assert.Equal(CommitOutcome.Committed, await Journal.CommitAsync([turn], default));
    }

    public TestEvent Encode(EntityId entity, long sequence, object domainEvent)
    {
        using var stream = new MemoryStream();
        using var writer = new Utf8JsonWriter(stream);
        var name = EntityKinds.ByName[entity.Kind].Encode(domainEvent, writer);
        writer.Flush();
        return new TestEvent(
            entity, sequence, Encoding.UTF8.GetString(stream.ToArray()), name.Text, name.Version, Now.UtcTicks);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Journal.DisposeAsync();
    }

    private sealed class LastSequence : IEventSink
    {
        public long Sequence { get; private set; }

        public void OnEvent(in EventRow row) => Sequence = row.Sequence;
    }

    private sealed class FixedTime : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = SampleOrders.Noon;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
