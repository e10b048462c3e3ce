using OrderToCash.Adapters.Outbound;
using OrderToCash.Adapters.Shops;
using OrderToCash.Application.Outbound;
using OrderToCash.ChannelSimulator;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.IntegrationTests.Outbound;

/// <summary>Telling shops over their APIs, on good days and bad ones.</summary>
public sealed class ShopTellerTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private readonly HttpClient _http = ShopCalls.NewClient();
    private readonly RushingTime _time = new();

    public static TheoryData<string, bool> Days => new()
    {
        { ShopOptions.Shopify, false }, { ShopOptions.Shopify, true }, { ShopOptions.WooCommerce, false },
        { ShopOptions.WooCommerce, true },
    };

    public void Dispose() => _http.Dispose();

    [Theory]
    [MemberData(nameof(Days))]
    public async Task What_a_shop_sells_is_told_and_what_it_does_not_sell_is_refused(string platform, bool isBad)
    {
        await using var shop = await StartAsync(platform, isBad);
        var teller = TellerOf(shop);
        string[] sold = ["A-1", "B \"2\"", "C\\3", "Ä-4", "A-1-XL"];
        foreach (var sku in sold)
            shop.Goods.Add(sku);
        StockOffer[] offers =
            [.. sold.Select((sku, i) => new StockOffer(sku, i, 0, 1)), new StockOffer("elsewhere", 7, 0, 1)];
        var open = offers;
        for (var attempt = 0; open.Length > 0 && attempt < 200; attempt++)
        {
            var answers = await teller.TellStockAsync(open, default);
            foreach (var (offer, answer) in open.Zip(answers).Where(pair => pair.Second.Result == TellResult.Told))
                Assert.Equal(offer.Quantity, shop.Goods.ShownOf(offer.Sku));
            Assert.All(
                open.Zip(answers).Where(pair => pair.Second.Result == TellResult.Refused),
                pair => Assert.Equal("elsewhere", pair.First.Sku));
            open =
            [
                .. open.Zip(answers).Where(pair => pair.Second.Result is TellResult.Later or TellResult.Unknown)
                    .Select(pair => pair.First),
            ];
        }

        Assert.Empty(open);
        Assert.Null(shop.Goods.ShownOf("elsewhere"));
        Assert.True(isBad || shop.Goods.Told.Count == sold.Length);
    }

    [Theory]
    [MemberData(nameof(Days))]
    public async Task Shipments_are_told_once_however_often_they_are(string platform, bool isBad)
    {
        await using var shop = await StartAsync(platform, isBad);
        var teller = TellerOf(shop);
        var order = shop.Orders.All.First(one => one.Quantity >= 3);
        var id = order.IdOn(platform);
        var line = platform == ShopOptions.Shopify ? $"{order.Index}001" : $"{order.Index}";
        var first = Shipment("S-1", "T-1", line, 2);
        var second = Shipment("S-2", "T-2", line, order.Quantity - 2);
        await UntilToldAsync(teller, News([first], isShipped: false));
        await UntilToldAsync(teller, News([first], isShipped: false));
        await UntilToldAsync(teller, News([first, second], isShipped: true));
        await UntilToldAsync(teller, News([first, second], isShipped: true));
        if (platform == ShopOptions.Shopify)
        {
            Assert.Equal(
                [(2, "T-1", "DHL"), (order.Quantity - 2, "T-2", "DHL")],
                shop.Parcels.All.Select(parcel => (parcel.Quantity, parcel.Tracking, parcel.Carrier)));
        }
        else
        {
            Assert.Equal(
                [
                    "Shipped on 2026-11-27 by DHL, tracking T-1 (S-1)",
                    "Shipped on 2026-11-27 by DHL, tracking T-2 (S-2)",
                ],
                shop.Parcels.NotesOf(id));
            Assert.Equal("completed", shop.Parcels.StatusOf(id));
        }

        OrderNews News(ShipmentNews[] shipments, bool isShipped) => new(
            new OrderId("shop:1"), "1", $"{id}", [.. shipments], isShipped, IsCancelled: false, null);
    }

    [Theory]
    [MemberData(nameof(Days))]
    public async Task A_cancellation_is_told_once(string platform, bool isBad)
    {
        await using var shop = await StartAsync(platform, isBad);
        var teller = TellerOf(shop);
        var order = shop.Orders.All[0];
        var news = new OrderNews(
            new OrderId("shop:1"), "1", $"{order.IdOn(platform)}", [], IsShipped: false, IsCancelled: true, "sold out");
        await UntilToldAsync(teller, news);
        Assert.True(shop.Orders.All[0].IsCancelled);
        var revision = shop.Orders.All[0].Revision;
        await UntilToldAsync(teller, news);
        Assert.Equal(revision, shop.Orders.All[0].Revision);
    }

    [Theory]
    [InlineData(ShopOptions.Shopify)]
    [InlineData(ShopOptions.WooCommerce)]
    public async Task A_shop_that_is_away_or_lets_nobody_in_is_told_later_and_an_unknown_order_never(string platform)
    {
        await using var shop = await StartAsync(platform, isBad: false);
        var stock = new StockOffer("A-1", 5, 0, 1);
        shop.Goods.Add("A-1");
        var locked = TellerOf(shop, secret: "wrong");
        Assert.Equal((TellResult.Later, true), await AnswerAsync(locked, "401"));
        var away = TellerOf(shop, address: new Uri("http://127.0.0.1:9"));
        Assert.Equal((TellResult.Later, true), await AnswerAsync(away, "127.0.0.1"));
        Assert.Empty(shop.Goods.Told);
        var unknown = new OrderNews(
            new OrderId("shop:1"), "1", "17", [Shipment("S-1", null, "1", 1)], IsShipped: true, IsCancelled: false,
            null);
        var answer = await TellerOf(shop).TellOrderAsync(unknown, default);
        Assert.Equal(TellResult.Refused, answer.Result);
        Assert.Contains("404", answer.Reason, StringComparison.Ordinal);

        async Task<(TellResult Result, bool SaysWhy)> AnswerAsync(IChannelTeller teller, string why)
        {
            var said = Assert.Single(await teller.TellStockAsync([stock], default));
            return (said.Result, said.Reason?.Contains(why, StringComparison.Ordinal) == true);
        }
    }

    [Theory]
    [MemberData(nameof(Days))]
    public async Task Cancelled_pieces_of_an_order_that_goes_on_are_told_once_with_what_was_shipped_of_it(
        string platform, bool isBad)
    {
        await using var shop = await StartAsync(platform, isBad);
        var teller = TellerOf(shop);
        var order = shop.Orders.All.First(one => one.Quantity >= 3);
        var id = order.IdOn(platform);
        var line = platform == ShopOptions.Shopify ? $"{order.Index}001" : $"{order.Index}";
        await UntilToldAsync(teller, News(1, []));
        await UntilToldAsync(teller, News(1, []));
        var parcel = Shipment("S-1", "T-1", line, 1);
        await UntilToldAsync(teller, News(order.Quantity - 1, [parcel]));
        await UntilToldAsync(teller, News(order.Quantity - 1, [parcel]));
        if (platform == ShopOptions.Shopify)
        {
            var after = shop.Orders.All[order.Index - 1];
            Assert.Equal((order.Quantity - 1, order.Revision + 2), (after.Removed, after.Revision));
            Assert.Equal(1, Assert.Single(shop.Parcels.All).Quantity);
        }
        else
        {
            Assert.Equal(
                [
                    $"Cancelled: 1 of {order.Quantity} A-1",
                    $"Cancelled: {order.Quantity - 1} of {order.Quantity} A-1",
                    "Shipped on 2026-11-27 by DHL, tracking T-1 (S-1)",
                ],
                shop.Parcels.NotesOf(id));
            Assert.Equal("completed", shop.Parcels.StatusOf(id));
        }

        Assert.False(shop.Orders.All[order.Index - 1].IsCancelled);

        OrderNews News(int cancelled, ShipmentNews[] shipments) => new(
            new OrderId("shop:1"), "1", $"{id}", [.. shipments], shipments.Length > 0, IsCancelled: false, null)
        {
            CancelledLines = [new CancelledLine(line, new Sku("A-1"), order.Quantity, cancelled)],
        };
    }

    [Theory]
    [InlineData(false, 0, "write_order_edits")]
    [InlineData(true, 1, "has not come yet")]
    public async Task Shopify_hears_of_parcels_where_it_can_not_be_told_of_cancelled_pieces(
        bool mayEdit, int added, string why)
    {
        await using var shop = await SimulatedShop.StartAsync(
            new ShopOptions(ShopOptions.Shopify) { Orders = 20, LeakPerSecond = 100, MayEditOrders = mayEdit }, _time);
        var order = shop.Orders.All.First(one => one.Quantity >= 3);
        for (var i = 0; i < added; i++)
            shop.Orders.Change(order.Index);
        var line = $"{order.Index}001";
        var news = new OrderNews(
            new OrderId("shop:1"), "1", $"{order.IdOn(ShopOptions.Shopify)}", [Shipment("S-1", "T-1", line, 1)],
            IsShipped: false, IsCancelled: false, null)
        {
            CancelledLines = [new CancelledLine(line, new Sku("A-1"), order.Quantity, 1)],
        };
        var answer = await TellerOf(shop).TellOrderAsync(news, default);
        Assert.Equal(TellResult.Refused, answer.Result);
        Assert.Contains(why, answer.Reason, StringComparison.Ordinal);
        Assert.Equal(0, shop.Orders.All[order.Index - 1].Removed);
        Assert.Equal("T-1", Assert.Single(shop.Parcels.All).Tracking);
    }

    private static ShipmentNews Shipment(string id, string? tracking, string line, int quantity) =>
        new(id, At, "DHL", tracking, [new LineQuantity(line, new Sku("A-1"), quantity)]);

    private static async Task UntilToldAsync(IChannelTeller teller, OrderNews news)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var answer = await teller.TellOrderAsync(news, default);
            Assert.NotEqual(TellResult.Refused, answer.Result);
            if (answer.Result == TellResult.Told)
                return;
        }

        Assert.Fail("It was never told.");
    }

    private Task<SimulatedShop> StartAsync(string platform, bool isBad) => SimulatedShop.StartAsync(
        new ShopOptions(platform)
        {
            Orders = 20, LeakPerSecond = isBad ? 2 : 100, BucketSize = isBad ? 3 : 1000,
            Faults = isBad ? ShopFaults.Many : ShopFaults.None,
        },
        _time);

    private IChannelTeller TellerOf(SimulatedShop shop, string? secret = null, Uri? address = null)
    {
        var isShopify = shop.Options.Platform == ShopOptions.Shopify;
        var calls = new ShopCalls(
            new ShopAccess(
                address ?? shop.Address, isShopify ? null : shop.Options.Key, secret ?? shop.Options.Secret),
            20, _http, _time);
        return isShopify ? new ShopifyTeller(calls, null) : new WooTeller(calls);
    }
}
