using System.CommandLine;
using OrderToCash.ChannelSimulator;

var listen = new Option<string>("--listen")
{
    Description = "Where the shop's API listens.", DefaultValueFactory = _ => "http://127.0.0.1:9090",
};
var hook = new Option<string?>("--hook")
{
    Description = "Where webhooks are delivered: http://127.0.0.1:8080/hooks/PLATFORM/SHOP.",
};
var hookSecret = new Option<string?>("--secret-file")
{
    Description = "The file with the secret that webhooks are signed with, on its first line.",
};
var credentials = new Option<string?>("--credentials-file")
{
    Description = "The file with what lets into the API, as `o2c channels api` takes it; it is written where it is "
        + "missing.",
};
var orders = new Option<int>("--orders")
{
    Description = "Orders of the last hour that are there at the start.", DefaultValueFactory = _ => 200,
};
var perMinute = new Option<int>("--per-minute")
{
    Description = "New orders a minute; a third of them are changed, paid or cancelled later.",
    DefaultValueFactory = _ => 60,
};
var seed = new Option<ulong>("--seed") { Description = "Decides what goes wrong.", DefaultValueFactory = _ => 1 };
var calm = new Option<bool>("--calm") { Description = "Let nothing go wrong." };

var root = new RootCommand("Simulated shops, against which receivers of orders are tried out.");
foreach (var platform in (string[])[ShopOptions.Shopify, ShopOptions.WooCommerce])
{
    var command = new Command(platform, $"A shop that speaks as {platform} does.")
    {
        listen, hook, hookSecret, credentials, orders, perMinute, seed, calm,
    };
    command.SetAction((parsed, cancellationToken) =>
    {
        var options = new ShopOptions(platform);
        var (key, secret) = ShopFiles.Credentials(platform, parsed.GetValue(credentials));
        options = options with
        {
            Listen = ShopFiles.Address(parsed.GetRequiredValue(listen)),
            Hook = parsed.GetValue(hook) is { } url ? ShopFiles.Address(url) : null,
            Key = key,
            Secret = secret,
            HookSecret = parsed.GetValue(hookSecret) is { } file ? ShopFiles.FirstLine(file) : options.HookSecret,
            Orders = parsed.GetValue(orders),
            Seed = parsed.GetValue(seed),
            Faults = parsed.GetValue(calm) ? ShopFaults.None : ShopFaults.Many,
        };
        return ShopLife.RunAsync(options, parsed.GetValue(perMinute), cancellationToken);
    });
    root.Add(command);
}

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"The shop can't be opened: {exception.Message}");
    return 2;
}
