using System.Text;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Adapters.Shops;
using OrderToCash.ChannelSimulator;
using OrderToCash.Server.Hooks;
using OrderToCash.Server.Polling;
using OrderToCash.Tests.Shops;

namespace OrderToCash.IntegrationTests.Polling;

/// <summary>A simulated shop, and an inbox into which it is read over HTTP, on a clock that leaps.</summary>
internal sealed class PolledShop : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("o2c-polled-").FullName;
    private readonly ShopConnections _connections;

    private PolledShop(SimulatedShop shop, LeapingTime time, int requestsPerSecond)
    {
        (Shop, Time, _connections) = (shop, time, new ShopConnections(time));
        Inbox = SqliteInbox.OpenToAppend(Path.Combine(_folder, "inbox.db"), TimeProvider.System);
        Channel = new HookChannel(shop.Options.Platform, "my-shop", null, HookProof.Bearer, [], [], null, null)
        {
            Api = new ChannelApi(AccessTo(shop))
            {
                Since = time.GetUtcNow().AddHours(-2), RequestsPerSecond = requestsPerSecond,
            },
        };
    }

    public SimulatedShop Shop { get; }

    public LeapingTime Time { get; }

    public SqliteInbox Inbox { get; private set; }

    public HookChannel Channel { get; }

    public ShopCursor Cursor => Inbox.Cursors().Single();

    public static async Task<PolledShop> OpenAsync(ShopOptions options, int requestsPerSecond = 4)
    {
        var time = new LeapingTime(new DateTimeOffset(2026, 11, 27, 9, 0, 0, TimeSpan.Zero));
        return new PolledShop(await SimulatedShop.StartAsync(options, time), time, requestsPerSecond);
    }

    /// <summary>What lets into a shop.</summary>
    public static ShopAccess AccessTo(SimulatedShop shop) => new(
        shop.Address, shop.Options.Platform == ShopOptions.WooCommerce ? shop.Options.Key : null, shop.Options.Secret);

    /// <summary>A shop that is away, and of this test alone: others may ask one at that port, too.</summary>
    public static Uri Nowhere() => new($"http://127.0.0.1:1/{Guid.NewGuid():N}");

    /// <summary>One run; false where it failed.</summary>
    public async Task<bool> TryPollAsync()
    {
        try
        {
            await new ShopPoll(Inbox, _connections, Time).RunAsync(Channel, Channel.Api!, null, default);
            return true;
        }
        catch (ShopUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Runs until one has read everything.</summary>
    public async Task UntilReadAsync()
    {
        for (var run = 1; !await TryPollAsync(); run++)
            Assert.True(run < 100, Cursor.Error);
    }

    /// <summary>As a crash does it: what was not durable is gone.</summary>
    public async Task ReopenAsync()
    {
        await Inbox.DisposeAsync();
        Inbox = SqliteInbox.OpenToAppend(Path.Combine(_folder, "inbox.db"), TimeProvider.System);
    }

    /// <summary>Each order of the shop is in the inbox as it is now, to the byte; no state of one is twice.</summary>
    public void AssertAllIsHere() => AssertAllIsHere(Inbox, Shop);

    /// <summary>The same of another inbox.</summary>
    public static void AssertAllIsHere(SqliteInbox inbox, SimulatedShop shop)
    {
        var entries = inbox.List(new InboxQuestion(Shop: "my-shop", MaxEntries: int.MaxValue));
        Assert.Equal(entries.Count, entries.Select(entry => entry.Delivery.DeliveryId).Distinct().Count());
        var bodies = entries.Select(entry => Encoding.UTF8.GetString(inbox.Read(entry.Number)!.Delivery.Body.Span))
            .ToHashSet(StringComparer.Ordinal);
        Assert.All(shop.Orders.All, order => Assert.Contains(Encoding.UTF8.GetString(shop.BodyOf(order)), bodies));
    }

    public async ValueTask DisposeAsync()
    {
        _connections.Dispose();
        await Shop.DisposeAsync();
        await Inbox.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
