using OrderToCash.Adapters.Banks;
using OrderToCash.Adapters.Files;
using OrderToCash.Adapters.Marketplaces;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Folders;

/// <summary>A folder whose files are taken in as they come.</summary>
/// <param name="Name">What reports, the log and the quarantine call it.</param>
/// <param name="Path">Its full path.</param>
/// <param name="Format">
/// What its files are, as the quarantine names it: <c>orders</c>, <c>orders/shopify/my-shop</c>, <c>stock</c>,
/// <c>shipments</c>, <c>open-items</c>, <c>direct-debits</c>, or <see cref="Bank"/>.
/// </param>
public sealed record WatchedFolder(string Name, string Path, string Format)
{
    /// <summary>Bank statements and providers' settlement reports: what a file is, is told by its content.</summary>
    public const string Bank = "bank";

    /// <summary>How often a folder is looked at unless it says otherwise.</summary>
    /// <value>5 s.</value>
    public static readonly TimeSpan DefaultEvery = TimeSpan.FromSeconds(5);

    /// <summary>How long a file must stay as it is unless the folder says otherwise.</summary>
    /// <value>2 s: the longest that a writer may pause, where it doesn't rename.</value>
    public static readonly TimeSpan DefaultUnchanged = TimeSpan.FromSeconds(2);

    /// <summary>Who sends what lies in it, as decisions record it.</summary>
    public string Who => "folder:" + Name;

    /// <summary>How often it is looked at.</summary>
    public TimeSpan Every { get; init; } = DefaultEvery;

    /// <summary>A file is taken once its size and time have not changed for so long.</summary>
    public TimeSpan Unchanged { get; init; } = DefaultUnchanged;

    /// <summary>The sales channel of its orders; null where it has none of its own.</summary>
    public string? Shop => MarketplaceFormat.Parse(Format)?.Shop;

    /// <summary>True where files of this format can be taken.</summary>
    public static bool IsKnown(string format) =>
        format == Bank || (format != FileSources.RetailCsv && FileSources.Formats.Contains(format))
        || MarketplaceFormat.Parse(format) is not null;

    /// <summary>Opens a file of it, to be read from its beginning.</summary>
    /// <param name="bank">What is known of the own accounts.</param>
    /// <exception cref="SourceUnreadableException">It can't be read.</exception>
    public async Task<ISource> OpenAsync(string file, BankFeed bank, CancellationToken cancellationToken)
    {
        var path = System.IO.Path.Combine(Path, file);
        return Format == Bank
            ? await BankSources.OpenAsync(path, bank, cancellationToken).ConfigureAwait(false)
            : FileSources.OfFile(path, Format);
    }
}
