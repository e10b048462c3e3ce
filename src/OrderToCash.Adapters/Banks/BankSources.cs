using System.IO.Compression;
using System.Text;
using OrderToCash.Adapters.Settlements;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>Opens what banks send. What a file is, is told by its content, never by its name.</summary>
public static class BankSources
{
    /// <summary>An archive may lie in an archive, and no deeper.</summary>
    private const int MaxArchives = 2;

    /// <summary>Opens a file. It must not change until the source is disposed of.</summary>
    /// <exception cref="SourceUnreadableException">There is no such file, or it may not be read.</exception>
    public static Task<BankSource> OpenAsync(string path, Actor actor, CancellationToken cancellationToken) =>
        OpenAsync(path, new BankFeed(actor), cancellationToken);

    /// <summary>Opens a file. It must not change until the source is disposed of.</summary>
    /// <exception cref="SourceUnreadableException">There is no such file, or it may not be read.</exception>
    public static async Task<BankSource> OpenAsync(string path, BankFeed feed, CancellationToken cancellationToken)
    {
        var file = await BankFile.OfPathAsync(path, cancellationToken).ConfigureAwait(false);
        return await OpenAsync(file, feed, 0, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Spools a stream to a temporary file, which disposing deletes. The stream stays the caller's.</summary>
    /// <exception cref="SourceUnreadableException">The stream breaks off, or there is no room for the file.</exception>
    public static Task<BankSource> OpenAsync(
        string name, Stream stream, Actor actor, CancellationToken cancellationToken) =>
        OpenAsync(name, stream, new BankFeed(actor), cancellationToken);

    /// <summary>Spools a stream to a temporary file, which disposing deletes. The stream stays the caller's.</summary>
    /// <exception cref="SourceUnreadableException">The stream breaks off, or there is no room for the file.</exception>
    public static async Task<BankSource> OpenAsync(
        string name, Stream stream, BankFeed feed, CancellationToken cancellationToken)
    {
        var file = await BankFile.SpoolAsync(name, stream, null, cancellationToken).ConfigureAwait(false);
        return await OpenAsync(file, feed, 0, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Spools a bank's CSV export, which is read by a mapping. The stream stays the caller's.</summary>
    /// <exception cref="SourceUnreadableException">The stream breaks off, or there is no room for the file.</exception>
    public static async Task<BankSource> OpenCsvAsync(
        string name, Stream stream, BankFeed feed, BankCsvMapping mapping, CancellationToken cancellationToken)
    {
        var file = await BankFile.SpoolAsync(name, stream, null, cancellationToken).ConfigureAwait(false);
        return new BankCsvSource(file, feed.Actor, mapping);
    }

    /// <summary>Opens a bank's CSV export, which is read by a mapping. It must not change until then.</summary>
    /// <exception cref="SourceUnreadableException">There is no such file, or it may not be read.</exception>
    public static async Task<BankSource> OpenCsvAsync(
        string path, BankFeed feed, BankCsvMapping mapping, CancellationToken cancellationToken) =>
        new BankCsvSource(
            await BankFile.OfPathAsync(path, cancellationToken).ConfigureAwait(false), feed.Actor, mapping);

    /// <summary>Opens the bytes that a quarantine kept of a refused input: a file, or one statement of it.</summary>
    public static Task<BankSource> OpenStoredAsync(
        string name, ReadOnlyMemory<byte> raw, Actor actor, CancellationToken cancellationToken) =>
        OpenAsync(name, new MemoryStream(CamtFragment.Complete(raw)), actor, cancellationToken);

    /// <summary>Opens a file, which is the source's from now on.</summary>
    /// <param name="archives">How many archives it lies in.</param>
    /// <param name="limit">What the outermost of them may unpack to; null where there is none.</param>
    internal static async Task<BankSource> OpenAsync(
        BankFile file, BankFeed feed, int archives, UnpackLimit? limit, CancellationToken cancellationToken)
    {
        BankSource? source = null;
        try
        {
            source = Detect(file.ReadHead()) switch
            {
                BankFormat.Empty => new RefusedSource(file, Refusal("empty", "an empty file")),
                BankFormat.Gzip or BankFormat.Zip when archives == MaxArchives => new RefusedSource(
                    file, Refusal("too-deep", $"an archive in {MaxArchives} archives", "Unpack it first.")),
                BankFormat.Gzip => await UnpackAsync(
                    file, feed, archives, limit ?? new UnpackLimit(file.Bytes), cancellationToken)
                    .ConfigureAwait(false),
                BankFormat.Zip => new ZipSource(file, feed, archives, limit),
                BankFormat.Xml => new CamtSource(file, feed.Actor),
                BankFormat.Mt940 => new Mt940Source(file, feed),
                BankFormat.Settlement => new SettlementSource(
                    file, report => SettlementSources.CommandsOf(report, feed.Actor), null),
                _ => new RefusedSource(file, Refusal("unknown-format", FirstLine(file.ReadHead()))),
            };
            return source;
        }
        finally
        {
            if (source is null)
                file.Dispose();
        }
    }

    /// <summary>What a file is.</summary>
    internal static BankFormat Detect(ReadOnlySpan<byte> head)
    {
        var start = head switch
        {
            [0xEF, 0xBB, 0xBF, ..] => head[3..],
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => head[2..],
            _ => head,
        };
        start = start.TrimStart(" \t\r\n\0"u8);
        return head switch
        {
            [] => BankFormat.Empty,
            [0x1F, 0x8B, ..] => BankFormat.Gzip,
            [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => BankFormat.Zip,
            _ when start is [(byte)'<', ..] => BankFormat.Xml,
            _ when Mt940Field.IsIn(start) => BankFormat.Mt940,
            _ when SettlementReader.IsIn(head) => BankFormat.Settlement,
            _ => BankFormat.Unknown,
        };
    }

    /// <summary>A refusal of a file that is in no format we read.</summary>
    internal static Rejection Refusal(string reason, string found, string? advice = null) =>
        new(
            reason, "file", found,
            "bank statements (camt.053 or MT940) or a settlement report of PayPal, Stripe, Klarna or Amazon, also "
            + "packed as gzip or ZIP", advice);

    private static async Task<BankSource> UnpackAsync(
        BankFile file, BankFeed feed, int archives, UnpackLimit limit, CancellationToken cancellationToken)
    {
        BankFile content;
        try
        {
            await using var packed = file.OpenRead();
            await using var unpacked = new GZipStream(packed, CompressionMode.Decompress);
            content = await BankFile
                .SpoolAsync(file.Name, unpacked, limit, cancellationToken).ConfigureAwait(false);
        }
        catch (BankRefusedException exception)
        {
            return new RefusedSource(file, exception.Rejection);
        }
        catch (InvalidDataException exception)
        {
            return new RefusedSource(file, Broken(exception));
        }

        var source = await OpenAsync(content, feed, archives + 1, limit, cancellationToken).ConfigureAwait(false);
        file.Dispose();
        return source;
    }

    /// <summary>The archive is damaged.</summary>
    internal static Rejection Broken(Exception exception) => new(
        "broken-archive", "file", exception.Message, "a whole gzip or ZIP file", "Fetch it again from the bank.");

    private static string FirstLine(ReadOnlySpan<byte> head)
    {
        var text = head.TrimStart(" \t\r\n"u8);
        return $"\"{Encoding.Latin1.GetString(text[..Math.Min(text.Length, 40)]).ReplaceLineEndings(" ")}\"";
    }
}
