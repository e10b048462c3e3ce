using OrderToCash.Application;
using OrderToCash.Application.Checks;
using OrderToCash.Application.Hosting;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Tests.Orders;
using Xunit;
using static OrderToCash.Tests.Orders.SampleOrders;

namespace OrderToCash.Tests.Checks;

/// <summary>What is seen of other orders when one comes, and what is known after a restart.</summary>
public sealed class OrderScreenTests
{
    private readonly OrderScreen _screen = new();

    [Fact]
    public void The_same_customer_and_content_within_minutes_is_seen()
    {
        Assert.Null(Advise(Numbered("1")));
        Assert.Equal(
            new SeenOrder(new OrderId("shopify:1"), Noon),
            Advise(Numbered("2") with { PlacedAt = Noon.AddMinutes(10) })?.Same);
    }

    public static TheoryData<string, OrderContent> NotTheSame { get; } = new()
    {
        { "another customer", Numbered("2") with { Customer = new Customer("c-18", null, "Ada Muster") } },
        { "later", Numbered("2") with { PlacedAt = Noon.AddMinutes(10).AddTicks(1) } },
        { "more pieces", Numbered("2") with { Lines = [Line("1", "A-1", 3, 19.99m)] } },
        { "another thing", Numbered("2") with { Lines = [Line("1", "A-2", 2, 19.99m)] } },
        { "a guest", Numbered("2") with { Customer = new Customer(null, null, null) } },
        { "the order itself", Numbered("1") },
    };

    [Theory]
    [MemberData(nameof(NotTheSame))]
    public void What_differs_is_not_the_same(string why, OrderContent content)
    {
        Advise(Numbered("1"));
        Assert.True(Advise(content)?.Same is null, why);
    }

    [Fact]
    public void The_same_lines_in_another_order_by_a_guest_of_the_same_address_are_the_same()
    {
        var guest = new Customer(null, " Ada@Example.org", null);
        Advise(Numbered("1") with { Customer = guest, Lines = [Line("1", "A", 1, 1), Line("2", "B", 2, 1)] });
        Assert.NotNull(Advise(Numbered("2") with
        {
            Customer = guest with { Email = "ada@example.org" },
            Lines = [Line("7", "B", 2, 1), Line("8", "A", 1, 1)],
        })?.Same);
    }

    [Fact]
    public void Many_orders_from_one_address_are_counted_whoever_ordered()
    {
        for (var number = 0; number < 20; number++)
            Assert.Null(Advise(Someone(number)));
        var advice = Advise(Someone(20) with
        {
            ShipTo = new Address("Another", "HAUPTSTR 5", "10115", "Berlin-Mitte", "DE"),
        });
        Assert.Equal(20, advice?.OfAddress.Count);
        Assert.Equal("shopify:19", advice?.OfAddress.Latest[0].Value);
        Assert.Null(Advise(Someone(21) with { ShipTo = Content().ShipTo! with { Street = "Hauptstr. 6" } }));
    }

    [Fact]
    public void An_order_that_comes_again_is_one_order()
    {
        for (var time = 0; time < 30; time++)
            Assert.Null(Advise(Someone(1)));
    }

    [Fact]
    public void Old_orders_make_room_and_are_forgotten()
    {
        Advise(Numbered("first"));
        for (var number = 0; number < OrderScreen.MaxRecent; number++)
        {
            Advise(Someone(number) with
            {
                ShipTo = null,
                Customer = new Customer($"c{number}", null, null),
            });
        }

        Assert.Null(Advise(Numbered("last")));
    }

    [Fact]
    public async Task Settings_and_blocks_are_in_force_when_they_are_answered_and_after_a_restart()
    {
        await using var journal = new VolatileJournal(shardCount: 4);
        await using (var host = Host(journal, _screen))
        {
            await host.StartAsync(default);
            Assert.Equal(ChecksReply.Accepted, await AskAsync<ChecksReply>(
                host, Kinds.Checks, StoreChecks.Id,
                new ChecksCommand.Set("max-quantity", "1", "we sell no pallets", Ada)));
            await AskAsync<AccountReply>(host, Kinds.Account, "shopify:c-17", new AccountCommand.Block("owes", Ada));
            var held = Advise(Numbered("1"));
            Assert.Equal((1, "owes"), (held?.Rules.MaxQuantity, held?.BlockedFor));
            await AskAsync<OrderReply>(host, Kinds.Order, "shopify:1", Place(Numbered("1")));
            await host.StopAsync(default);
        }

        var restarted = new OrderScreen();
        await restarted.LoadAsync(journal, default);
        var advice = restarted.Advise(Place(Numbered("2"))).Advice;
        Assert.Equal(
            (1, "owes", "shopify:1"), (advice?.Rules.MaxQuantity, advice?.BlockedFor, advice?.Same?.Order.Value));
    }

    [Fact]
    public async Task After_a_restart_it_looks_as_far_back_as_the_rules_do_whatever_came_in_between()
    {
        // One shard, so that everything lies between the two.
        await using var journal = new VolatileJournal(shardCount: 1);
        var time = new ShiftedTime();
        await using (var host = Host(journal, _screen, time))
        {
            await host.StartAsync(default);
            await AskAsync<OrderReply>(host, Kinds.Order, "shopify:old", Place(Old("old")));
            time.Shift += TimeSpan.FromMinutes(100);
            await AskAsync<OrderReply>(host, Kinds.Order, "shopify:1", Place(Numbered("1")));
            for (var number = 0; number < 5000; number++)
            {
                await AskAsync<StockReply>(host, Kinds.Sku, "B", new StockCommand.Move(
                    MovementKind.Receipt, "MAIN", 1, null, $"r{number}", Noon, null, Ada));
            }

            time.Shift += TimeSpan.FromMinutes(80);
            await AskAsync<StockReply>(host, Kinds.Sku, "B", new StockCommand.Move(
                MovementKind.Receipt, "MAIN", 1, null, "last", Noon, null, Ada));
            await host.StopAsync(default);
        }

        var restarted = new OrderScreen();
        await restarted.LoadAsync(journal, default);
        Assert.Equal("shopify:1", restarted.Advise(Place(Numbered("2"))).Advice?.Same?.Order.Value);
        Assert.Null(restarted.Advise(Place(Old("older"))).Advice?.Same);

        static OrderContent Old(string number) => Numbered(number) with { Customer = new Customer("c-1", null, null) };
    }

    [Fact]
    public async Task The_host_gives_advice_to_every_order_that_is_posted()
    {
        await using var journal = new VolatileJournal(shardCount: 4);
        await using var host = Host(journal, _screen);
        await host.StartAsync(default);
        await AskAsync<OrderReply>(host, Kinds.Order, "shopify:1", Place(Numbered("1")));
        await AskAsync<OrderReply>(host, Kinds.Order, "shopify:2", Place(Numbered("2")));
        await host.WaitUntilQuietAsync(default);

        var orders = await Application.Queries.OrderScan.HeldAsync(journal, 1, default);
        Assert.Equal(
            ["unknown-sku", "duplicate-order+unknown-sku"],
            orders.OrderBy(static order => order.Id.Value, StringComparer.Ordinal)
                .Select(static order => Assert.Single(order.Holds).Rule));
        await host.StopAsync(default);
    }

    private static OrderContent Numbered(string number) => Content() with { OrderNumber = number };

    private static OrderContent Someone(int number) => Numbered($"{number}") with
    {
        Customer = new Customer(null, $"a{number}@example.org", null),
    };

    private static EngineHost Host(IJournal journal, OrderScreen screen, TimeProvider? time = null) =>
        new(journal, EntityKinds.All, time ?? TimeProvider.System, null, new Watcher(screen)) { Screen = screen };

    private OrderAdvice? Advise(OrderContent content) => _screen.Advise(Place(content)).Advice;

    private static async Task<T> AskAsync<T>(EngineHost host, string kind, string id, object command) =>
        Assert.IsType<T>(
            (await host.AskAsync(new EntityId(kind, id), command, new Origin("test", "ada"), default)).Reply);

    /// <summary>The machine's clock, but later.</summary>
    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }

    private sealed class Watcher(OrderScreen screen) : IShardObserver
    {
        public void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events) => screen.OnCommitted(events);

        public void OnDelivered(int shard, long position)
        {
        }

        public void OnNotice(in ShardNotice notice)
        {
        }
    }
}
