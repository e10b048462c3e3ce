using System.CommandLine;
using OrderToCash.ChannelSimulator;

namespace OrderToCash.LoadTests.Outbound;

/// <summary><c>outbound</c>: many SKUs change, and a simulated shop is told within its limit of requests.</summary>
internal static class OutboundCommand
{
    public static Command Create()
    {
        var platform = new Option<string>("--platform") { DefaultValueFactory = _ => ShopOptions.WooCommerce };
        platform.AcceptOnlyFromAmong(ShopOptions.Shopify, ShopOptions.WooCommerce);
        var skus = new Option<int>("--skus")
        {
            Description = "SKUs that the shop sells", DefaultValueFactory = _ => 1000,
        };
        var changes = new Option<int>("--changes")
        {
            Description = "movements of stock a second, over all SKUs", DefaultValueFactory = _ => 2000,
        };
        var requests = new Option<int>("--requests")
        {
            Description = "requests a second that the shop takes, 1 to 100", DefaultValueFactory = _ => 20,
        };
        var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 30 };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1 };
        var command = new Command("outbound", "Many SKUs change, and a shop is told: how far behind it is.")
        {
            platform, skus, changes, requests, seconds, seed,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var run = await OutboundLoad.StartAsync(
                parsed.GetRequiredValue(platform), parsed.GetValue(skus), parsed.GetValue(requests));
            var filled = await run.FillAsync(cancellationToken);
            Console.WriteLine($"told of {parsed.GetValue(skus)} SKUs at first in {filled.TotalSeconds:0.0} s");
            var result = await run.ChangeAsync(
                parsed.GetValue(changes), parsed.GetValue(seconds), parsed.GetValue(seed), cancellationToken);
            Console.WriteLine(result.ToString());
            return result.IsKnown ? 0 : 1;
        });
        return command;
    }
}
