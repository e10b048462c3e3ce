using OrderToCash.Adapters.Marketplaces;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <summary>Sources by the names of their formats, as the command line and the quarantine give them.</summary>
public static class FileSources
{
    /// <summary>Orders and cancellations as JSON.</summary>
    public const string Orders = "orders";

    /// <summary>Stock movements as JSON or CSV.</summary>
    public const string Stock = "stock";

    /// <summary>Shipments as JSON.</summary>
    public const string Shipments = "shipments";

    /// <summary>Open items and customers of another system, as JSON or CSV.</summary>
    public const string OpenItems = "open-items";

    /// <summary>Direct debits that were handed to the bank, as JSON or CSV.</summary>
    public const string Debits = "direct-debits";

    /// <summary>Invoice lines as CSV, read as orders by a mapping.</summary>
    public const string RetailCsv = "orders/retail-csv";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Formats { get; } = [Orders, Stock, Shipments, OpenItems, Debits, RetailCsv];

    /// <summary>A source of a file.</summary>
    /// <param name="format">One of <see cref="Formats"/>, or the name of a <see cref="MarketplaceFormat"/>.</param>
    /// <exception cref="ArgumentException">The format is not known.</exception>
    public static ISource OfFile(string path, string format, Actor? actor = null, RetailCsvMapping? mapping = null) =>
        MarketplaceFormat.Parse(format) is { } marketplace ? MarketplaceSource.OfFile(path, marketplace, actor)
            : format == RetailCsv
            ? RetailCsvSource.OfFile(path, mapping ?? new RetailCsvMapping(), actor)
            : NdjsonSource.OfFile(path, KindOf(format), actor);

    /// <summary>
    /// A source of a stream that can be read once; or of bytes from the quarantine, to try them again.
    /// </summary>
    /// <param name="format">One of <see cref="Formats"/>, or the name of a <see cref="MarketplaceFormat"/>.</param>
    /// <exception cref="ArgumentException">The format is not known.</exception>
    public static ISource OfStream(
        Stream stream, string name, string format, Actor? actor = null, RetailCsvMapping? mapping = null) =>
        MarketplaceFormat.Parse(format) is { } marketplace
            ? MarketplaceSource.OfStream(stream, name, marketplace, actor)
            : format == RetailCsv
            ? RetailCsvSource.OfStream(stream, name, mapping ?? new RetailCsvMapping(), actor)
            : NdjsonSource.OfStream(stream, name, KindOf(format), actor);

    internal static FileStream OpenFile(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
        Options = FileOptions.SequentialScan,
    });

    internal static RecordKind KindOf(string format) => format switch
    {
        Orders => RecordKind.Orders,
        Stock => RecordKind.Stock,
        Shipments => RecordKind.Shipments,
        OpenItems => RecordKind.OpenItems,
        Debits => RecordKind.Debits,
        _ => throw new ArgumentException(
            $"'{format}' is not a format; known are {string.Join(", ", Formats)}.", nameof(format)),
    };
}
