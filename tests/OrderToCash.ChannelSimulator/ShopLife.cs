using OrderToCash.ChannelSimulator.Orders;

namespace OrderToCash.ChannelSimulator;

/// <summary>A shop that is open: customers order, pay, change their minds, until it is closed.</summary>
internal static class ShopLife
{
    /// <summary>Runs until it is cancelled, then delivers what is left and says what was.</summary>
    public static async Task<int> RunAsync(ShopOptions options, int perMinute, CancellationToken closed)
    {
        await using var shop = await SimulatedShop.StartAsync(options, TimeProvider.System);
        Console.WriteLine($"{options.Platform} is open on {shop.Address} with {options.Orders} orders.");
        for (var turn = 1L; !closed.IsCancellationRequested; turn++)
        {
            await Task.Delay(TimeSpan.FromMinutes(1) / Math.Max(perMinute, 1), shop.Time, closed)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (closed.IsCancellationRequested)
                break;
            if (perMinute > 0)
                Live(shop, turn);
            await shop.Hooks.SendAsync(isLast: false, CancellationToken.None);
        }

        await shop.Hooks.SendAsync(isLast: true, CancellationToken.None);
        Console.WriteLine(
            $"{shop.Orders.All.Count} orders; webhooks: {shop.Hooks.Acknowledged} taken, {shop.Hooks.Lost} never sent, "
            + $"{shop.Hooks.GivenUp} given up; {shop.Gate.Calls.Count} requests to the API.");
        return 0;
    }

    private static void Live(SimulatedShop shop, long turn)
    {
        var order = shop.Orders.Create();
        if (!shop.Choices.Happens("lives", turn, 333))
            return;
        var other = 1 + shop.Choices.Of("which", turn, order.Index);
        Func<ShopOrder, ShopOrder>? change = shop.Choices.Of("how", turn, 4) switch
        {
            0 => static order => order with { IsCancelled = true },
            1 => static order => order with { IsPaid = true },
            _ => null,
        };
        shop.Orders.Change(other, change);
    }
}
