using OrderToCash.Application.Outbound;
using OrderToCash.Domain.Orders;
using OrderToCash.Engine.Journal;
using OrderToCash.Tests.Orders;
using Xunit;
using static OrderToCash.Tests.Outbound.ShardStories;

namespace OrderToCash.Tests.Outbound;

/// <summary>What is sent to a channel, in which order, and what its answers do.</summary>
public sealed class ChannelSenderTests
{
    private readonly StandingTime _time = new();
    private readonly VolatileOutboundStore _store = new();
    private readonly ScriptedChannel _channel = new();
    private readonly OutboundDesk _desk;
    private Func<string, OrderState> _orders = static id => Order.Initial(id);
    private long _position;

    public ChannelSenderTests() => _desk = new OutboundDesk(_store);

    [Fact]
    public async Task Sends_what_waits_and_then_nothing_more()
    {
        Receive("A", 5);
        Receive("B", 6);
        var sender = Sender();
        Assert.Null(await sender.SendDueAsync(default));
        Assert.Null(await sender.SendDueAsync(default));
        Assert.Equal([("A", 5L, 1L), ("B", 6L, 2L)], Told());
    }

    [Fact]
    public async Task A_value_that_waits_for_a_retry_is_replaced_and_never_sent_after_a_newer_one()
    {
        _channel.Answer = static _ => new TellAnswer(TellResult.Later, "down");
        Receive("A", 5);
        var sender = Sender();
        var next = await sender.SendDueAsync(default);
        Assert.Equal(StandingTime.Noon.AddSeconds(1), next);
        Reserve("A", 4);
        _time.Now = StandingTime.Noon.AddSeconds(1);
        _channel.Answer = static _ => TellAnswer.Told;
        Assert.Null(await sender.SendDueAsync(default));
        Assert.Equal([("A", 5L, 1L), ("A", 1L, 2L)], Told());
    }

    [Fact]
    public async Task A_value_that_comes_meanwhile_is_sent_next()
    {
        Receive("A", 5);
        var isFirst = true;
        _channel.Meanwhile = () =>
        {
            if (isFirst)
                Reserve("A", 4);
            isFirst = false;
        };
        var sender = Sender();
        while (await sender.SendDueAsync(default) <= _time.Now)
        {
        }

        Assert.Equal([("A", 5L, 1L), ("A", 1L, 2L)], Told());
    }

    [Fact]
    public async Task A_channel_that_is_down_is_asked_rarely_and_rests_as_a_whole()
    {
        _channel.Answer = static _ => new TellAnswer(TellResult.Later, "refused");
        for (var sku = 0; sku < 5; sku++)
            Receive("S" + sku, 5);
        var (sender, end) = (Sender(maxOffers: 1), StandingTime.Noon.AddHours(1));
        while (_time.Now < end)
            _time.Now = await sender.SendDueAsync(default) ?? end;

        // Twelve a pause of five minutes, and the nine before it is that long.
        Assert.InRange(_channel.Offers.Count, 15, 25);
        Assert.Equal("refused", sender.Problem);
    }

    [Fact]
    public async Task The_pause_that_a_channel_asks_for_is_kept()
    {
        _channel.Answer = static _ => new TellAnswer(TellResult.Later, "429", TimeSpan.FromSeconds(42));
        Receive("A", 5);
        var sender = Sender();
        await sender.SendDueAsync(default);
        Receive("B", 5);
        _time.Now = StandingTime.Noon.AddSeconds(41);
        Assert.Equal(StandingTime.Noon.AddSeconds(42), await sender.SendDueAsync(default));
        Assert.Single(_channel.Offers);
    }

    [Fact]
    public async Task What_one_refuses_holds_up_no_other()
    {
        _channel.Answer = static sku => sku == "A" ? new TellAnswer(TellResult.Refused, "unknown") : TellAnswer.Told;
        Receive("A", 5);
        Receive("B", 6);
        Assert.Null(await Sender().SendDueAsync(default));
        Assert.Equal((OutboundState.Dead, "unknown"), (Entry("A").State, Entry("A").Error));
        Assert.Equal(OutboundState.Done, Entry("B").State);
    }

    [Fact]
    public async Task After_a_crash_between_sending_and_the_answer_it_is_sent_again_and_once_more()
    {
        using var crash = new CancellationTokenSource();
        _channel.Meanwhile = crash.Cancel;
        Receive("A", 5);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Sender().SendDueAsync(crash.Token));
        Assert.Equal(OutboundState.Sending, Entry("A").State);
        _channel.Meanwhile = null;
        var sender = Sender();
        Assert.Equal(StandingTime.Noon + OutboundEntrySteps.RepeatAfter, await sender.SendDueAsync(default));
        _time.Now += OutboundEntrySteps.RepeatAfter;
        Assert.Null(await sender.SendDueAsync(default));
        Assert.Equal(3, _channel.Offers.Count);
    }

    [Fact]
    public async Task What_shows_too_much_is_sent_first_and_orders_alone()
    {
        _orders = static _ => OrderWithShipment();
        Receive("A", 5);
        Receive("B", 5);
        var sender = Sender();
        await sender.SendDueAsync(default);
        Receive("A", 5);
        _time.Now += TimeSpan.FromSeconds(1);
        Reserve("B", 2);
        _desk.Take([Of((++_position, "order", "shop:1", Shipped("S-1")))], [Shop], _time.Now);
        _channel.Offers.Clear();
        while (await sender.SendDueAsync(default) <= _time.Now)
        {
        }

        Assert.Equal(["B", "A"], _channel.Offers.Select(offer => offer.Sku));
        var news = Assert.Single(_channel.News);
        Assert.Equal((true, "T-1"), (news.IsShipped, Assert.Single(news.Shipments).Tracking));
    }

    [Fact]
    public async Task An_order_that_cannot_be_read_now_waits_and_one_that_is_not_there_is_dead()
    {
        _orders = static _ => throw new JournalUnavailableException("the store is away");
        _desk.Take([Of((++_position, "order", "shop:1", Shipped("S-1")))], [Shop], _time.Now);
        var sender = Sender();
        _time.Now = await sender.SendDueAsync(default) ?? default;
        Assert.Equal("the store is away", sender.Problem);
        _orders = static id => Order.Initial(id);
        Assert.Null(await sender.SendDueAsync(default));
        Assert.Empty(_channel.News);
        Assert.Equal(
            OutboundState.Dead, _store.Change(tables => tables.Find("shop", OutboundKind.Order, "shop:1"))?.State);
    }

    private static OrderState OrderWithShipment()
    {
        var state = Order.Initial("shopify:1001");
        Tell(SampleOrders.Place(SampleOrders.Content()));
        Tell(SampleOrders.Promised("A-1", 2));
        Tell(new OrderCommand.NoteCredit(1, Granted: true, 0, 0));
        Tell(SampleOrders.Allocated("A-1", 2));
        Tell(new OrderCommand.Ship(
            "S-1", "BER1", SampleOrders.Noon, "DHL", "T-1", [new ShipLine("1", 2)], SampleOrders.Ada));
        return state;

        void Tell(OrderCommand command)
        {
            foreach (var happened in Order.Decide(state, command, SampleOrders.Noon).Events)
                Order.Evolve(state, happened);
        }
    }

    private ChannelSender Sender(int maxOffers = 10)
    {
        _channel.MaxOffers = maxOffers;
        return new ChannelSender(
            _store, "shop", _channel, (id, _) => ValueTask.FromResult(_orders(id)), _time);
    }

    private void Receive(string sku, int pieces) =>
        _desk.Take([Of(Stock(++_position, sku, Received(pieces)))], [Shop], _time.Now);

    private void Reserve(string sku, int pieces) =>
        _desk.Take([Of(Stock(++_position, sku, Reserved(pieces)))], [Shop], _time.Now);

    private OutboundEntry Entry(string sku) =>
        _store.Change(tables => tables.Find("shop", OutboundKind.Stock, sku))
        ?? throw new InvalidOperationException($"No entry of {sku}.");

    private (string Sku, long Quantity, long Position)[] Told() =>
        [.. _channel.Offers.Select(offer => (offer.Sku, offer.Quantity, offer.Position))];
}
