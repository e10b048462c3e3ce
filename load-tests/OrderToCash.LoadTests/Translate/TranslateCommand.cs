using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using OrderToCash.Adapters.Marketplaces;

namespace OrderToCash.LoadTests.Translate;

/// <summary><c>translate</c>: how many orders of a platform a second one core translates, checks included.</summary>
internal static class TranslateCommand
{
    public static Command Create()
    {
        var format = new Option<string>("--format") { DefaultValueFactory = _ => "shopify" };
        format.AcceptOnlyFromAmong("shopify", "woocommerce", "edifact");
        var orders = new Option<int>("--orders") { DefaultValueFactory = _ => 200_000 };
        var command = new Command("translate", "How many orders of a platform a second one core translates.")
        {
            format, orders,
        };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(format), parsed.GetValue(orders)));
        return command;
    }

    private static int Run(string format, int orders)
    {
        var bodies = ForeignBodies.Of(format);
        var known = MarketplaceFormat.Of(format, "shop") ?? throw new ArgumentException(format, nameof(format));
        var translator = new MarketplaceTranslator(known);
        Translate(translator, bodies, orders / 10);
        var allocated = GC.GetTotalAllocatedBytes();
        var clock = Stopwatch.StartNew();
        Translate(translator, bodies, orders);
        var seconds = clock.Elapsed.TotalSeconds;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {Environment.ProcessorCount} cores, one used, .NET {Environment.Version}
            {format}: {orders / seconds:N0} orders/s, {bodies.Average(body => body.Length):N0} bytes an order
            {allocated / orders:N0} bytes allocated an order
            """));
        return 0;
    }

    private static void Translate(MarketplaceTranslator translator, byte[][] bodies, int orders)
    {
        for (var i = 0; i < orders; i++)
        {
            var result = translator.Translate(bodies[i % bodies.Length])[0];
            if (result.Commands.IsEmpty)
                throw new InvalidOperationException($"Not translated: {result.Rejection} {result.NothingToDo}");
        }
    }
}
