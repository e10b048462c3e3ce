using System.Runtime.CompilerServices;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <summary>A CSV file of invoice lines, read as orders and cancellations by a mapping.</summary>
/// <remarks>
/// The lines of an invoice become one order, at the position of its last line, and also where others stand between
/// them: an invoice is complete when <see cref="MaxGapLines"/> lines have gone by without it. A line of a cancelling
/// invoice becomes a cancellation of pieces of the customer's latest order that has as many of them left. Every line is
/// in exactly one item.
/// </remarks>
public sealed class RetailCsvSource : ISource
{
    /// <summary>Lines that may stand between two lines of one invoice. In the UCI data set two do, once.</summary>
    public const int MaxGapLines = 256;

    private readonly Func<Stream> _open;
    private readonly RetailCsvMapping _mapping;
    private readonly Actor? _actor;

    private RetailCsvSource(
        string name, string? identity, long? totalBytes, Func<Stream> open, RetailCsvMapping mapping, Actor? actor)
    {
        Name = name;
        Identity = identity;
        TotalBytes = totalBytes;
        _open = open;
        _mapping = mapping;
        _actor = actor;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <remarks>As of <see cref="NdjsonSource"/>: the name; the checkpoint's fingerprint tells the content.</remarks>
    public string? Identity { get; }

    /// <inheritdoc/>
    public long? TotalBytes { get; }

    /// <summary>A file, plain or gzip.</summary>
    /// <param name="actor">Who sends it; null means the feed of the mapping's channel.</param>
    public static RetailCsvSource OfFile(string path, RetailCsvMapping mapping, Actor? actor = null)
    {
        var name = Path.GetFileName(path);
        var file = new FileInfo(path);
        return new RetailCsvSource(
            name, $"retail-csv/{mapping.Channel}/{name}", file.Exists ? file.Length : null,
            () => FileSources.OpenFile(path), mapping, actor);
    }

    /// <summary>A stream that can be read once. The source closes it.</summary>
    public static RetailCsvSource OfStream(Stream stream, string name, RetailCsvMapping mapping, Actor? actor = null) =>
        new(name, null, null, () => stream, mapping, actor);

    /// <inheritdoc/>
    /// <remarks>
    /// Behind a checkpoint it reads from the beginning all the same, to know what later returns can take back.
    /// </remarks>
    public async IAsyncEnumerable<SourceItem> ReadAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var content = await FileContent.OpenAsync(Name, _open, cancellationToken).ConfigureAwait(false);
        await using var closing = content.ConfigureAwait(false);
        var rows = new CsvRows(Name, content);
        var reader = new RetailRowReader(_mapping);
        RetailInvoices? invoices = null;
        await foreach (var row in rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (invoices is null)
            {
                reader.FindColumns(rows);
                invoices = new RetailInvoices(new RetailOrders(_mapping, _actor), rows.Header.Raw);
            }

            if (reader.Read(row, out var rejection) is { } read)
            {
                invoices.Add(read);
            }
            else if (rejection is not null)
            {
                invoices.Refuse(row, rejection);
            }

            while (invoices.TryTake(row.Line - MaxGapLines) is { } item)
            {
                if (item.Position > afterPosition)
                {
                    yield return item;
                }
            }
        }

        while (invoices?.TryTake(long.MaxValue) is { } item)
        {
            if (item.Position > afterPosition)
            {
                yield return item;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> MatchesAsync(Checkpoint checkpoint, CancellationToken cancellationToken)
    {
        var content = await FileContent.OpenAsync(Name, _open, cancellationToken).ConfigureAwait(false);
        await using var closing = content.ConfigureAwait(false);
        await foreach (var row in new CsvRows(Name, content).ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (row.Line >= checkpoint.Position)
            {
                return row.Mark == checkpoint;
            }
        }

        return false;
    }
}
