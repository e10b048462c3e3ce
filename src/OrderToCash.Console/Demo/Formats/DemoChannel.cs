using System.Globalization;
using OrderToCash.Adapters.Files;
using OrderToCash.Adapters.Marketplaces;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Console.Demo.Formats;

/// <summary>A sales channel: its name, its share of a hundred orders, and how it writes them.</summary>
internal sealed record DemoChannel(string Name, int Share, IDemoFormat Format)
{
    /// <summary>What its orders are taken in as: <c>orders/shopify/shop-de</c>, or <c>orders</c>.</summary>
    public string FormatName => Marketplace?.Name ?? FileSources.Orders;

    private MarketplaceFormat? Marketplace =>
        Format.Platform is { } platform ? new MarketplaceFormat(platform, Name) : null;

    /// <summary>Writes what a wave brings, documents of JSON one a line and others one a file, as a source.</summary>
    /// <param name="path">Where, without an ending.</param>
    public async Task<ISource> WriteAsync(
        string path, IReadOnlyList<string> documents, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (Marketplace is not { } format || !Format.IsNet)
        {
            path += ".ndjson";
            await File.WriteAllTextAsync(path, string.Join('\n', documents) + "\n", cancellationToken);
            return Marketplace is { } shop ? MarketplaceSource.OfFile(path, shop)
                : FileSources.OfFile(path, FileSources.Orders);
        }

        Directory.CreateDirectory(path);
        var number = 0;
        foreach (var text in Format.Deliveries(documents, at))
        {
            var name = (++number).ToString("D5", CultureInfo.InvariantCulture);
            await File.WriteAllTextAsync(Path.Combine(path, name), text, cancellationToken);
        }

        return new DocumentFolder(path, format);
    }
}
