using System.Text;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Adapters.Marketplaces;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Orders;
using OrderToCash.Tests.Marketplaces;
using OrderToCash.Tests.Pipelines;
using Xunit;

namespace OrderToCash.Tests.Inbox;

/// <summary>From the inbox through the engine, and what became of it back.</summary>
public sealed class InboxSourceTests
{
    [Fact]
    public async Task Each_delivery_is_marked_with_what_became_of_it()
    {
        await using var folder = new InboxFolder();
        await using var run = await PipelineRun.StartAsync();
        await folder.AppendAsync(ShopifyBodies.Order(), "d-1", "orders/create");
        await folder.AppendAsync(ShopifyBodies.Order() + "\n", "d-2", "orders/updated");
        await folder.AppendAsync("{\"id\": 1", "d-3", "orders/create");
        await folder.AppendAsync("{\"id\": 1}", "d-4", "products/update");
        await folder.AppendAsync(
            ShopifyBodies.Order().Replace("\"test\":false", "\"test\":true", StringComparison.Ordinal), "d-5",
            "orders/create");
        await ApplyAsync(folder, run);
        Assert.Equal(
            ["accepted", "duplicate", "refused malformed-json", "ignored topic products/update", "ignored test-order"],
            States(folder));
        Assert.Equal("shop:1001", folder.Inbox.Read(1)!.Orders);
        Assert.Equal(1, run.Count<OrderEvent.Placed>());
        var refused = Assert.Single(await run.Store.ListQuarantineAsync(false, 0, 10, default));
        Assert.Equal(("inbox", 3L, "orders/shopify/shop"),
            (refused.Input.Source, refused.Input.Position, refused.Input.Format));
    }

    [Fact]
    public async Task Shopifys_test_notification_is_ignored_whatever_its_body_says()
    {
        await using var folder = new InboxFolder();
        await using var run = await PipelineRun.StartAsync();
        await folder.AppendWithAsync(ShopifyBodies.Order(), "{\"X-Shopify-Test\":\"true\"}");
        await folder.AppendWithAsync(ShopifyBodies.Order() + "\n", "{\"x-shopify-test\":\"false\"}");
        await ApplyAsync(folder, run);
        Assert.Equal(["ignored test-notification", "accepted"], States(folder));
    }

    [Fact]
    public async Task A_delivery_of_many_orders_is_refused_where_one_of_them_is_and_the_others_are_taken()
    {
        await using var folder = new InboxFolder();
        await using var run = await PipelineRun.StartAsync();
        var other = ShopifyBodies.Order().Replace("#1001", "#1002", StringComparison.Ordinal);
        await folder.AppendAsync($"[{ShopifyBodies.Order()},{{\"name\":\"#7\",\"line_items\":[]}},{other}]");
        await ApplyAsync(folder, run);
        Assert.StartsWith("refused", Assert.Single(States(folder)), StringComparison.Ordinal);
        Assert.Equal("shop:1001 shop:1002", folder.Inbox.Read(1)!.Orders);
        Assert.Equal(2, run.Count<OrderEvent.Placed>());
    }

    [Fact]
    public async Task What_was_decided_before_a_crash_but_not_marked_changes_nothing_when_it_comes_again()
    {
        await using var folder = new InboxFolder();
        await using var run = await PipelineRun.StartAsync();
        await folder.AppendAsync(ShopifyBodies.Order());
        using (var source = Source(folder))
            await run.RunAsync(source);
        Assert.Equal(["waiting"], States(folder));
        await ApplyAsync(folder, run);
        Assert.Equal(["duplicate"], States(folder));
        Assert.Equal(1, run.Count<OrderEvent.Placed>());
    }

    [Fact]
    public async Task A_replay_is_translated_anew_while_others_go_on()
    {
        await using var folder = new InboxFolder();
        await using var run = await PipelineRun.StartAsync();
        await folder.AppendAsync(ShopifyBodies.Order());
        await ApplyAsync(folder, run);
        Assert.Equal(1, await folder.Inbox.ReplayAsync(1));
        await folder.AppendAsync(ShopifyBodies.Order().Replace("#1001", "#1002", StringComparison.Ordinal));
        await ApplyAsync(folder, run);
        Assert.Equal(["duplicate", "accepted"], States(folder));
        Assert.Equal(2, folder.Inbox.Read(1)!.Attempts);
    }

    [Fact]
    public async Task A_source_that_waits_takes_what_comes_and_what_is_replayed()
    {
        await using var folder = new InboxFolder();
        await using var run = await PipelineRun.StartAsync();
        using var stop = new CancellationTokenSource();
        using var source = new InboxSource(folder.Inbox, Format, new HastyTime(), endsWhenEmpty: false);
        var marks = System.Threading.Channels.Channel.CreateUnbounded<long>();
        var running = new Pipeline(run.Engine, run.Store, new HastyTime(), (position, outcome) =>
        {
            source.OnDecided(position, outcome);
            marks.Writer.TryWrite(position);
        }).RunAsync(source, "orders", null, stop.Token);
        for (var number = 1; number <= 20; number++)
        {
            await folder.AppendAsync(ShopifyBodies.Order().Replace("#1001", $"#{number}", StringComparison.Ordinal));
            Assert.Equal(number, await marks.Reader.ReadAsync());
        }

        await folder.Inbox.FlushAsync();
        await folder.Inbox.ReplayAsync(5);
        Assert.Equal(5, await marks.Reader.ReadAsync());
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task While_the_store_is_away_deliveries_wait_and_are_decided_once_it_is_back()
    {
        await using var folder = new InboxFolder();
        var failures = 3;
        await using var run = await PipelineRun.StartAsync(
            _ => ValueTask.FromResult(failures-- > 0 ? CommitFault.Failed : CommitFault.None));
        for (var number = 1; number <= 50; number++)
            await folder.AppendAsync(ShopifyBodies.Order().Replace("#1001", $"#{number}", StringComparison.Ordinal));
        await ApplyAsync(folder, run);
        Assert.All(States(folder), state => Assert.Equal("accepted", state));
        Assert.Equal(50, run.Count<OrderEvent.Placed>());
    }

    [Theory]
    [InlineData("shopify", "orders/updated", null)]
    [InlineData("shopify", "orders/edited", "topic orders/edited")]
    [InlineData("shopify", "refunds/create", "topic refunds/create")]
    [InlineData("shopify", null, null)]
    [InlineData("woocommerce", "order.updated", null)]
    [InlineData("woocommerce", "order.deleted", "topic order.deleted")]
    [InlineData("woocommerce", "product.updated", "topic product.updated")]
    [InlineData("ebay", "MARKETPLACE_ACCOUNT_DELETION", "topic MARKETPLACE_ACCOUNT_DELETION")]
    [InlineData("shopware", "checkout.order.placed", null)]
    [InlineData("shopware", "product.written", "topic product.written")]
    [InlineData("edifact", "anything", null)]
    public void Topics_that_are_no_orders_are_ignored_by_name(string platform, string? topic, string? why) =>
        Assert.Equal(why, DeliveryTopics.WhyIgnored(platform, topic));

    private static InboxSource Source(InboxFolder folder) =>
        new(folder.Inbox, Format, TimeProvider.System, endsWhenEmpty: true);

    private static MarketplaceFormat Format(string platform, string shop) =>
        MarketplaceFormat.Of(platform, shop) ?? throw new ArgumentException(platform, nameof(platform));

    private static async Task ApplyAsync(InboxFolder folder, PipelineRun run)
    {
        using var source = Source(folder);
        run.Outcomes.Clear();
        run.OnTold = position => source.OnDecided(position, run.Outcomes[^1].Outcome);
        await run.RunAsync(source);
        run.OnTold = null;
        await folder.Inbox.FlushAsync();
    }

    private static string[] States(InboxFolder folder) =>
    [
        .. folder.Inbox.List(new InboxQuestion()).Reverse()
            .Select(entry => $"{InboxStates.WordOf(entry.State)} {entry.Reason}".Trim()),
    ];
}
