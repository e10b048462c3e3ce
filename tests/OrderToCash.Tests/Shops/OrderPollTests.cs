using OrderToCash.Adapters.Shops;

namespace OrderToCash.Tests.Shops;

/// <summary>A shop is read to the end and nothing is left out, however its pages move.</summary>
public sealed class OrderPollTests
{
    private const int PageSize = 5;
    private static readonly DateTimeOffset Start = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);

    private readonly LeapingTime _time = new(Start);
    private readonly List<string> _kept = [];
    private DateTimeOffset _cursor;

    [Fact]
    public async Task An_order_that_moves_up_to_a_page_that_was_read_is_not_left_out()
    {
        var shop = Shop(12);
        // The first order goes to the end, so the sixth is on the first page now.
        shop.AfterPage = page => Do(page == 1, () => shop.Change(1));
        await PollAsync(shop, Start);
        Assert.Equal(Version(6), Assert.Single(_kept, version => version.StartsWith("6@", StringComparison.Ordinal)));
        AssertAll(shop);
    }

    [Fact]
    public async Task More_orders_of_one_second_than_a_page_holds_are_all_read_though_they_move()
    {
        var shop = new ListedOrders(_time);
        for (var id = 1; id <= 23; id++)
            shop.Change(id, Start.AddSeconds(10));
        _time.Advance(TimeSpan.FromMinutes(5));
        shop.AfterPage = page => Do(page is 1 or 2 or 4 or 8, () => shop.Change(page));
        await PollAsync(shop, Start);
        AssertAll(shop);
    }

    [Fact]
    public async Task A_list_that_is_not_in_the_order_asked_for_is_not_trusted()
    {
        var shop = Shop(23, isSorted: false);
        shop.Change(7, Start.AddSeconds(60));
        var failure = await Assert.ThrowsAsync<ShopUnavailableException>(() => PollAsync(shop, Start));
        Assert.Contains("lists 8@2026-11-27T09:00:08Z after", failure.Message, StringComparison.Ordinal);
        Assert.True(_cursor < Start.AddSeconds(7));
    }

    [Fact]
    public async Task An_order_that_changes_while_its_page_is_made_does_not_carry_the_run_past_others()
    {
        var shop = Shop(12);
        shop.ChangesInPage = (1, PageSize - 1);
        await PollAsync(shop, Start);
        AssertAll(shop);
    }

    [Fact]
    public async Task A_run_that_begins_within_a_second_takes_all_of_it()
    {
        var shop = Shop(12);
        await PollAsync(shop, Start.AddSeconds(1.9));
        AssertAll(shop);
    }

    [Fact]
    public async Task A_second_that_never_ends_is_given_up()
    {
        var shop = new ListedOrders(_time);
        for (var id = 1; id <= 6; id++)
            shop.Change(id, Start);
        _time.Advance(TimeSpan.FromMinutes(5));
        shop.AfterPage = page =>
        {
            shop.Change(100 + page, Start);
            shop.Remove(99 + page);
        };
        var failure = await Assert.ThrowsAsync<ShopUnavailableException>(() => PollAsync(shop, Start));
        Assert.Contains("still news", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cursor_is_where_the_shop_was_when_it_was_asked_first()
    {
        var shop = Shop(12);
        shop.AfterPage = page => Do(page == 2, () => shop.Change(30));
        var asked = _time.GetUtcNow().AddSeconds(ListedOrders.SecondsAnswering);
        await PollAsync(shop, Start);
        Assert.Equal(asked, _cursor);
        // An hour in which nothing happens is not read again and again.
        _time.Advance(TimeSpan.FromHours(1));
        asked = _time.GetUtcNow().AddSeconds(ListedOrders.SecondsAnswering);
        await PollAsync(shop, _cursor);
        Assert.Equal(asked, _cursor);
    }

    [Fact]
    public async Task An_order_from_the_future_does_not_take_the_cursor_with_it()
    {
        var shop = Shop(12);
        shop.Change(99, Start.AddYears(4));
        await PollAsync(shop, Start);
        Assert.True(_cursor <= _time.GetUtcNow());
        _time.Advance(TimeSpan.FromMinutes(1));
        shop.Change(100);
        await PollAsync(shop, _cursor);
        AssertAll(shop);
    }

    [Fact]
    public async Task A_shop_that_does_not_say_the_time_is_read_up_to_its_last_change()
    {
        var shop = Shop(7, saysTime: false);
        await PollAsync(shop, Start);
        Assert.Equal(Start.AddSeconds(7), _cursor);
        await PollAsync(Shop(0, saysTime: false), _cursor);
        Assert.Equal(Start.AddSeconds(7), _cursor);
    }

    [Fact]
    public async Task Pages_that_are_too_long_are_cut_in_half_until_they_can_be_read()
    {
        var shop = Shop(12, maxOrders: 2);
        await PollAsync(shop, Start);
        AssertAll(shop);
    }

    /// <summary>Whatever changes whenever: it is read, by a run that is cut short and the one after it.</summary>
    [Fact]
    public async Task Random_shops_that_change_while_they_are_read_lose_nothing()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            _kept.Clear();
            var shop = new ListedOrders(_time) { SaysTime = random.Next(3) > 0 };
            var began = _time.GetUtcNow();
            for (var id = 1; id <= random.Next(40); id++)
                shop.Change(id, began.AddSeconds(random.Next(random.Next(1, 20))));
            _time.Advance(TimeSpan.FromSeconds(20));
            var cutAt = random.Next(6);
            shop.AfterPage = page =>
            {
                for (var change = 0; page < 20 && change < random.Next(3); change++)
                    shop.Change(random.Next(1, shop.Count + 3));
                Do(page == cutAt, static () => throw new ShopUnavailableException("cut", true));
            };
            (_cursor, var cursor) = (began, began);
            try
            {
                await PollAsync(shop, cursor);
            }
            catch (ShopUnavailableException)
            {
                Assert.True(_cursor >= cursor);
            }

            shop.AfterPage = static _ => { };
            await PollAsync(shop, _cursor);
            Assert.True(!shop.Versions.Except(_kept).Any(), $"Seed {seed}: an order is missing.");
        }
    }

    private static void Do(bool isIt, Action action)
    {
        if (isIt)
            action();
    }

    private static string Version(int id) => $"{id}@{Start.AddSeconds(id).UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}";

    private ListedOrders Shop(
        int count, bool isSorted = true, bool saysTime = true, int maxOrders = int.MaxValue)
    {
        var shop = new ListedOrders(_time) { IsSorted = isSorted, SaysTime = saysTime, MaxOrders = maxOrders };
        for (var id = 1; id <= count; id++)
            shop.Change(id, Start.AddSeconds(id));
        _time.Advance(TimeSpan.FromMinutes(5));
        return shop;
    }

    private Task PollAsync(ListedOrders shop, DateTimeOffset from) => new OrderPoll(
        shop, batch =>
        {
            _kept.AddRange(batch.Orders.Select(order => order.Version!));
            _cursor = batch.ReadUntil > _cursor ? batch.ReadUntil : _cursor;
            return Task.CompletedTask;
        }, PageSize, _time).RunAsync(from, default);

    private void AssertAll(ListedOrders shop) => Assert.Empty(shop.Versions.Except(_kept));
}
