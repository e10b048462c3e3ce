using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrderToCash.ChannelSimulator.Api;
using OrderToCash.ChannelSimulator.Goods;
using OrderToCash.ChannelSimulator.Orders;

namespace OrderToCash.ChannelSimulator;

/// <summary>
/// A shop that behaves as real ones do, with an API of its own over HTTP and webhooks: it pages, limits, shifts, drops,
/// fails, repeats and signs. What is left to chance, its seed decides.
/// </summary>
/// <remarks>
/// It knows the platforms' documents and nothing of this project. What happens is decided by the number of the
/// request, order or webhook; with one client at a time a run can be repeated.
/// </remarks>
public sealed class SimulatedShop : IAsyncDisposable
{
    private readonly WebApplication _app;
    private long _pages;
    private long _pagesWritten;

    private SimulatedShop(ShopOptions options, TimeProvider time)
    {
        (Options, Time, Choices) = (options, time, new SeededChoices(options.Seed));
        Orders = new ShopOrders(Choices, options.Faults, time);
        Hooks = new HookSender(this);
        Gate = new ApiGate(this);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", options.Listen.OriginalString);
        _app = builder.Build();
        _app.Use((context, next) => Gate.RunAsync(context, next));
        if (options.Platform == ShopOptions.Shopify)
        {
            ShopifyOrders.Map(_app, this);
            ShopifyGoods.Map(_app, this);
            ShopifyParcels.Map(_app, this);
        }
        else
        {
            WooOrders.Map(_app, this);
            WooGoods.Map(_app, this);
            WooParcels.Map(_app, this);
        }
    }

    /// <summary>What it is.</summary>
    public ShopOptions Options { get; }

    /// <summary>Its clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Its chance.</summary>
    public SeededChoices Choices { get; }

    /// <summary>Its orders.</summary>
    public ShopOrders Orders { get; }

    /// <summary>What it sells.</summary>
    public ShopGoods Goods { get; } = new();

    /// <summary>What it was told of its orders.</summary>
    public ShopParcels Parcels { get; } = new();

    /// <summary>Its webhooks.</summary>
    public HookSender Hooks { get; }

    /// <summary>What its API was asked.</summary>
    public ApiGate Gate { get; }

    /// <summary>Where its API is, with a slash at the end.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Opens a shop.</summary>
    public static async Task<SimulatedShop> StartAsync(ShopOptions options, TimeProvider time)
    {
        var shop = new SimulatedShop(options, time);
        shop.Orders.Begin(options.Orders, options.Past);
        await shop._app.StartAsync();
        var addresses = shop._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        shop.Address = new Uri(addresses?.Addresses.First() ?? options.Listen.OriginalString);
        return shop;
    }

    /// <summary>What the shop says about an order, in its API and in webhooks.</summary>
    public byte[] BodyOf(ShopOrder order) =>
        Options.Platform == ShopOptions.Shopify ? ShopifyBody.Of(order) : WooBody.Of(order);

    /// <summary>
    /// The orders of a page as they are when it is written: the last one may have changed since the page was made, and
    /// stands at its old place with its new time.
    /// </summary>
    internal IReadOnlyList<ShopOrder> WhilePaging(IReadOnlyList<ShopOrder> page)
    {
        var number = Interlocked.Increment(ref _pagesWritten);
        return page.Count > 0 && Choices.Happens("shift inside", number, Options.Faults.Shifts)
            ? [.. page.Take(page.Count - 1), Orders.Change(page[^1].Index)]
            : page;
    }

    /// <summary>
    /// Told of a page of orders that was answered: an order on it is changed before the next one is asked for.
    /// </summary>
    internal void AfterPage(IReadOnlyList<ShopOrder> page)
    {
        var number = Interlocked.Increment(ref _pages);
        if (page.Count == 0 || !Choices.Happens("shift", number, Options.Faults.Shifts))
            return;
        Orders.Change(page[Choices.Of("shifted", number, page.Count)].Index);
        Orders.Create();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Hooks.Dispose();
    }
}
