using OrderToCash.Application.Outbound;
using Xunit;
using static OrderToCash.Tests.Outbound.ShardStories;

namespace OrderToCash.Tests.Outbound;

/// <summary>What channels are to be told of events.</summary>
public sealed class OutboundDeskTests
{
    private static readonly DateTimeOffset At = StandingTime.Noon;

    private readonly VolatileOutboundStore _store = new();
    private readonly OutboundDesk _desk;

    public OutboundDeskTests() => _desk = new OutboundDesk(_store);

    [Fact]
    public void The_many_changes_of_a_batch_are_one_offer_at_the_last_position()
    {
        Take(
            Of(Stock(1, "A", Received(10)), Stock(3, "B", Received(1)), Stock(4, "A", Reserved(3)),
                Stock(9, "A", Reserved(2))),
            Shop);
        var entry = Entry("A");
        Assert.Equal((5L, 9L), (entry.Quantity, entry.Position));
        Assert.Equal((1L, 3L), (Entry("B").Quantity, Entry("B").Position));
        Assert.Equal(9, _desk.Positions(1)[0]);
    }

    [Fact]
    public void The_same_events_again_change_nothing()
    {
        Take(Of(Stock(1, "A", Received(10)), Stock(2, "A", Reserved(3))), Shop);
        Take(Of(Stock(2, "A", Reserved(3)), Stock(3, "A", Reserved(1))), Shop);
        Assert.Equal(6, Entry("A").Quantity);
    }

    [Theory]
    [InlineData(0, "", "", 12)]
    [InlineData(5, "", "", 7)]
    [InlineData(50, "", "", 0)]
    [InlineData(0, "A", "", 12)]
    [InlineData(0, "A*,X", "", 12)]
    [InlineData(0, "B*", "", -1)]
    [InlineData(0, "", "EAST", 4)]
    [InlineData(0, "", "MAIN", 9)]
    [InlineData(0, "", "NORTH", 0)]
    public void Offers_are_what_the_terms_say(int buffer, string skus, string warehouses, long expected)
    {
        // 9 in MAIN and 4 in EAST, of which one is promised to somebody, from wherever.
        var terms = Shop with
        {
            Buffer = buffer,
            Skus = [.. skus.Split(',', StringSplitOptions.RemoveEmptyEntries)],
            Warehouses = [.. warehouses.Split(',', StringSplitOptions.RemoveEmptyEntries)],
        };
        Take(
            Of(Stock(1, "A", Received(9)), Stock(2, "A", Received(4, "EAST")), Stock(3, "A", Reserved(1))), terms);
        Assert.Equal(expected, Find("A")?.Quantity ?? -1);
    }

    [Fact]
    public void Pieces_that_orders_wait_for_are_not_offered_when_goods_come()
    {
        Take(Of(Stock(1, "A", Reserved(0, waiting: 6)), Stock(2, "A", Received(10))), Shop);
        Assert.Equal(4, Entry("A").Quantity);
    }

    [Fact]
    public void Other_terms_offer_every_SKU_anew_however_small_the_change()
    {
        Take(Of(Stock(1, "A", Received(10)), Stock(2, "B", Received(10))), Shop);
        Assert.False(_desk.OfferAnew([Shop], At));
        Tell("A");
        Tell("B");
        var terms = Shop with { Buffer = 1, MinChange = 100, Skus = ["A"] };
        _desk.OfferAnew([terms], At);
        Assert.Equal((OutboundState.Waiting, 9L), (Entry("A").State, Entry("A").Quantity));
        Assert.Equal((OutboundState.Waiting, 0L), (Entry("B").State, Entry("B").Quantity));
        Tell("A");
        Assert.False(_desk.OfferAnew([terms], At));
        Assert.Equal(OutboundState.Done, Entry("A").State);
    }

    [Fact]
    public void What_waits_is_not_sent_where_stock_is_not_told_any_more_and_is_offered_when_it_is_again()
    {
        Take(Of(Stock(1, "A", Received(10)), Stock(2, "B", Received(10))), Shop);
        _desk.OfferAnew([Shop], At);
        Tell("A");
        Take(Of(Stock(3, "A", Reserved(4))), Shop);
        _desk.OfferAnew([Shop with { TellsStock = false }], At);
        Assert.Empty(_store.Change(tables => tables.Due("shop", At, 9)));
        _desk.OfferAnew([Shop], At);
        Assert.Equal(
            [("A", 6L), ("B", 10L)],
            _store.Change(tables => tables.Due("shop", At, 9)).Select(entry => (entry.Id, entry.Quantity)).Order());
    }

    [Fact]
    public void A_channel_that_is_added_later_is_offered_everything_also_thousands()
    {
        Take(
            Of([.. Enumerable.Range(1, 2500).Select(n => Stock(n, $"S{n:D4}", Received(n)))]), Shop);
        var other = Shop with { Channel = "other" };
        var rounds = 1;
        while (_desk.OfferAnew([other], At))
            rounds++;
        Assert.Equal(3, rounds);
        Assert.Equal(
            2500, _store.Change(tables => tables.Due("other", At, 9999)).Select(entry => entry.Id).Distinct().Count());
    }

    [Fact]
    public void Channels_are_told_of_their_own_orders_and_not_what_they_said_themselves()
    {
        Take(
            Of((1, "order", "shop:1", Shipped("S-1")), (2, "order", "shopify:2", Shipped("S-2")),
                (3, "order", "shop:3", Cancelled("feed:shop")), (4, "order", "shop:4", Cancelled("user:ada"))),
            Shop);
        Assert.Equal(
            ["shop:1", "shop:4"],
            _store.Change(tables => tables.Due("shop", At, 9)).Select(entry => entry.Id).Order());
    }

    [Fact]
    public void What_happened_before_a_channel_was_to_be_told_is_not()
    {
        Take(Of((1, "order", "shop:1", Shipped("S-1"))), Shop with { Since = At.AddSeconds(1) });
        Take(Of((2, "order", "shop:1", Shipped("S-2"))), Shop with { TellsOrders = false });
        Assert.Null(Find("shop:1", OutboundKind.Order));
        Take(Of((3, "order", "shop:1", Shipped("S-3"))), Shop);
        Assert.Equal(3, Find("shop:1", OutboundKind.Order)?.Position);
    }

    [Fact]
    public void Another_journal_or_an_older_state_of_it_begins_anew_and_told_orders_stay_told()
    {
        var journal = Guid.NewGuid();
        _desk.Begin(journal, [0]);
        Take(Of(Stock(1, "A", Received(10)), (2, "order", "shop:1", Shipped("S-1"))), Shop);
        _desk.Begin(journal, [2]);
        Assert.NotNull(Find("A"));
        _desk.Begin(journal, [1]);
        Assert.Null(Find("A"));
        Assert.Equal(0, _desk.Positions(1)[0]);
        Assert.NotNull(Find("shop:1", OutboundKind.Order));
    }

    private void Take(ShardEvents events, ChannelPublishing terms) => _desk.Take([events], [terms], At);

    private void Tell(string sku) => _store.Change(tables =>
    {
        tables.Put(Entry(sku).Sent(At).Answered(TellAnswer.Told, At));
        return 0;
    });

    private OutboundEntry Entry(string sku) => Find(sku) ?? throw new InvalidOperationException($"No entry of {sku}.");

    private OutboundEntry? Find(string id, OutboundKind kind = OutboundKind.Stock) =>
        _store.Change(tables => tables.Find("shop", kind, id));
}
