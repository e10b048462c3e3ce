using System.Globalization;
using OrderToCash.Adapters.Inbox;
using OrderToCash.ChannelSimulator;
using OrderToCash.ChannelSimulator.Orders;

namespace OrderToCash.IntegrationTests.Polling;

/// <summary>Shops are read over HTTP while they live and fail: every order arrives, as it is, once.</summary>
public sealed class PollingTests
{
    public static TheoryData<string, ulong> Shops => new()
    {
        { ShopOptions.Shopify, 1 }, { ShopOptions.Shopify, 2 }, { ShopOptions.Shopify, 3 },
        { ShopOptions.WooCommerce, 4 }, { ShopOptions.WooCommerce, 5 }, { ShopOptions.WooCommerce, 6 },
    };

    [Theory]
    [MemberData(nameof(Shops))]
    public async Task Every_order_arrives_once_though_pages_shift_and_requests_drop(string platform, ulong seed)
    {
        await using var polled = await PolledShop.OpenAsync(
            new ShopOptions(platform) { Orders = 900, Seed = seed, Faults = ShopFaults.Many });
        for (var round = 1; round <= 12; round++)
        {
            await polled.TryPollAsync();
            if (round % 4 == 0)
                await polled.ReopenAsync();
            Live(polled.Shop, round);
            polled.Time.Advance(TimeSpan.FromMinutes(1));
        }

        // What lists show late, they show by then; what was changed by being read is read by the next run.
        polled.Time.Advance(ShopFaults.MaxLag);
        await polled.UntilReadAsync();
        polled.Time.Advance(ShopFaults.MaxLag);
        var before = polled.Shop.Orders.All;
        await polled.UntilReadAsync();
        AssertHere(polled, before);
    }

    [Theory]
    [InlineData(ShopOptions.Shopify)]
    [InlineData(ShopOptions.WooCommerce)]
    public async Task Orders_that_were_all_changed_in_one_second_arrive(string platform)
    {
        await using var polled = await PolledShop.OpenAsync(
            new ShopOptions(platform) { Orders = 450, Past = TimeSpan.Zero });
        polled.Time.Advance(TimeSpan.FromMinutes(1));
        await polled.UntilReadAsync();
        polled.AssertAllIsHere();
    }

    [Theory]
    [InlineData(ShopOptions.Shopify)]
    [InlineData(ShopOptions.WooCommerce)]
    public async Task Nobody_asks_while_told_to_stay_away(string platform)
    {
        await using var polled = await PolledShop.OpenAsync(
            new ShopOptions(platform) { Orders = 3000, BucketSize = 4 }, requestsPerSecond: 20);
        await polled.UntilReadAsync();
        polled.AssertAllIsHere();
        var calls = polled.Shop.Gate.Calls.OrderBy(call => call.Number).ToArray();
        var refusals = calls.Where(call => call.Status == 429).ToArray();
        // A bucket that says how full it is does not overflow.
        Assert.Equal(platform == ShopOptions.WooCommerce, refusals.Length > 0);
        foreach (var refusal in refusals)
        {
            Assert.All(
                calls.Where(call => call.Number > refusal.Number),
                call => Assert.True(call.At >= refusal.At + refusal.RetryAfter));
        }
    }

    [Fact]
    public async Task What_is_read_again_costs_no_delivery_and_a_shop_without_news_one_request()
    {
        await using var polled = await PolledShop.OpenAsync(new ShopOptions(ShopOptions.WooCommerce) { Orders = 250 });
        await polled.UntilReadAsync();
        polled.Time.Advance(TimeSpan.FromHours(1));
        await polled.UntilReadAsync();
        polled.Shop.Orders.Change(17);
        polled.Time.Advance(TimeSpan.FromMinutes(1));
        var asked = polled.Shop.Gate.Calls.Count;
        for (var run = 0; run < 3; run++)
            await polled.UntilReadAsync();
        Assert.Equal(3, polled.Shop.Gate.Calls.Count - asked);
        Assert.Equal(251, polled.Inbox.List(new InboxQuestion(MaxEntries: 1000)).Count);
        Assert.Equal((251L, polled.Time.GetUtcNow()), (polled.Cursor.OrdersKept, polled.Cursor.FinishedAt));
        var lag = polled.Time.GetUtcNow() - polled.Cursor.ReadUntil!.Value;
        Assert.InRange(lag, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task The_shops_past_is_not_asked_for()
    {
        await using var polled = await PolledShop.OpenAsync(
            new ShopOptions(ShopOptions.Shopify) { Orders = 100, Past = TimeSpan.FromHours(20) });
        await polled.UntilReadAsync();
        var since = polled.Channel.Api!.Since;
        Assert.Equal(
            polled.Shop.Orders.All.Count(order => order.UpdatedAt >= since), polled.Cursor.OrdersKept);
    }

    /// <summary>Each of these orders was read as it was then, or as it became while it was read.</summary>
    private static void AssertHere(PolledShop polled, IReadOnlyList<ShopOrder> orders)
    {
        var entries = polled.Inbox.List(new InboxQuestion(MaxEntries: int.MaxValue));
        Assert.Equal(entries.Count, entries.Select(entry => entry.Delivery.DeliveryId).Distinct().Count());
        var bodies = entries.Select(entry => Convert.ToHexString(polled.Inbox.Read(entry.Number)!.Delivery.Body.Span))
            .ToHashSet(StringComparer.Ordinal);
        var newest = entries.Select(entry => entry.Delivery.DeliveryId!).GroupBy(id => id.Split('@')[0])
            .ToDictionary(order => order.Key, order => order.Max(StringComparer.Ordinal)!);
        foreach (var order in orders)
        {
            var id = order.IdOn(polled.Shop.Options.Platform).ToString(CultureInfo.InvariantCulture);
            var isHere = polled.Shop.Orders.All[order.Index - 1] == order
                ? bodies.Contains(Convert.ToHexString(polled.Shop.BodyOf(order)))
                : newest.TryGetValue(id, out var version) && string.CompareOrdinal(version, VersionOf(id, order)) >= 0;
            Assert.True(isHere, $"Missing: {order}");
        }
    }

    private static string VersionOf(string id, ShopOrder order) =>
        $"{id}@{order.UpdatedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}";

    private static void Live(SimulatedShop shop, int round)
    {
        for (var change = 0; change < 40; change++)
        {
            var number = (round * 100) + change;
            if (shop.Choices.Happens("new", number, 500))
                shop.Orders.Create();
            else
                shop.Orders.Change(1 + shop.Choices.Of("one", number, shop.Orders.All.Count));
        }
    }
}
