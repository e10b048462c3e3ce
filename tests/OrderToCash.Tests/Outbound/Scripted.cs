using OrderToCash.Application.Outbound;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Tests.Outbound;

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class StandingTime : TimeProvider
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = Noon;

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>A channel that answers what a test says, and remembers what it was told.</summary>
internal sealed class ScriptedChannel : IChannelTeller
{
    public List<StockOffer> Offers { get; } = [];

    public List<OrderNews> News { get; } = [];

    public Func<string, TellAnswer> Answer { get; set; } = static _ => TellAnswer.Told;

    /// <summary>What happens between the request and its answer.</summary>
    public Action? Meanwhile { get; set; }

    public int MaxOffers { get; set; } = 10;

    public Task<IReadOnlyList<TellAnswer>> TellStockAsync(
        IReadOnlyList<StockOffer> offers, CancellationToken cancellationToken)
    {
        Offers.AddRange(offers);
        Meanwhile?.Invoke();
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<TellAnswer>>([.. offers.Select(offer => Answer(offer.Sku))]);
    }

    public Task<TellAnswer> TellOrderAsync(OrderNews news, CancellationToken cancellationToken)
    {
        News.Add(news);
        return Task.FromResult(Answer(news.Order.Value));
    }
}

/// <summary>Events as shards hand them on.</summary>
internal static class ShardStories
{
    public static ChannelPublishing Shop { get; } = new("shop", StandingTime.Noon);

    public static ShardEvents Of(params (long Position, string Kind, string Id, object Event)[] events) => new(
        0,
        [
            .. events.Select(one => new CommittedEvent(
                new EntityId(one.Kind, one.Id), one.Position, one.Position, one.Event, StandingTime.Noon)),
        ],
        events[^1].Position);

    public static (long Position, string Kind, string Id, object Event) Stock(
        long position, string sku, StockEvent e) => (position, "sku", sku, e);

    public static StockEvent Received(int pieces, string warehouse = "MAIN") =>
        new StockEvent.Moved(
            MovementKind.Receipt, warehouse, pieces, pieces, null, "R", StandingTime.Noon,
            StandingTime.Noon, null, false, new Actor("feed:test"));

    public static StockEvent Reserved(int pieces, int waiting = 0) =>
        new StockEvent.Reserved(
            new OrderId("shop:1"), 1, pieces, waiting, StandingTime.Noon, FromBackorder: false);

    public static OrderEvent Shipped(string shipment) => new OrderEvent.Shipped(
        shipment, "MAIN", StandingTime.Noon, "DHL", "JJD1", [new LineQuantity("1", new Sku("A"), 1)],
        new Actor("feed:warehouse"));

    public static OrderEvent Cancelled(string actor) => new OrderEvent.Cancelled(
        [], [], Whole: true, "customer", StandingTime.Noon, null, null, 0, new Actor(actor));
}
