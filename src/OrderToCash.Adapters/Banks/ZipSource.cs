using System.Collections.Immutable;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Banks;

/// <summary>The files of a ZIP archive one after the other, in the order of their names.</summary>
/// <remarks>
/// A position counts the items of all files before it. One file is unpacked at a time; each is verified whole before
/// anything of it is booked, and a refused one stops no other.
/// </remarks>
/// <param name="archives">How many archives this one lies in.</param>
/// <param name="outer">What the archive around it may unpack to; null where there is none.</param>
internal sealed class ZipSource(BankFile file, BankFeed feed, int archives, UnpackLimit? outer) : BankSource(file)
{
    private const int MaxFiles = 1000;

    /// <inheritdoc/>
    public override async IAsyncEnumerable<SourceItem> ReadAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead();
        var (archive, refusal) = Open(stream);
        using var closing = archive;
        if (archive is null)
        {
            if (afterPosition < 1)
                yield return await RefusedAsync(1, refusal, cancellationToken).ConfigureAwait(false);
            yield break;
        }

        var limit = outer ?? new UnpackLimit(File.Bytes);
        var position = 0L;
        var isOver = false;
        foreach (var entry in EntriesOf(archive))
        {
            var (source, rejection) = isOver
                ? (null, null)
                : await OpenAsync(entry, limit, cancellationToken).ConfigureAwait(false);
            if (source is null)
            {
                // What doesn't unpack has no bytes of its own: those of the archive are kept. After a limit is reached
                // nothing more is unpacked.
                isOver |= rejection?.Reason == "unpacks-too-large";
                if (rejection is not null && ++position > afterPosition)
                {
                    yield return await RefusedAsync(position, rejection, cancellationToken).ConfigureAwait(false);
                }

                continue;
            }

            using (source)
            {
                var before = position;
                await foreach (var item in source.ReadAsync(0, cancellationToken).ConfigureAwait(false))
                {
                    position = before + item.Position;
                    if (position > afterPosition)
                        yield return Placed(item, entry.FullName, position);
                }
            }
        }
    }

    private static ImmutableArray<ZipArchiveEntry> EntriesOf(ZipArchive archive) =>
    [
        .. archive.Entries
            .Where(static x => x.Length > 0 && !x.FullName.EndsWith('/'))
            .OrderBy(static x => x.FullName, StringComparer.Ordinal),
    ];

    private static (ZipArchive? Archive, Rejection? Refusal) Open(FileStream stream)
    {
        try
        {
            var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var count = EntriesOf(archive).Length;
            if (count is > 0 and <= MaxFiles)
                return (archive, null);
            archive.Dispose();
            return (null, BankSources.Refusal(
                count == 0 ? "empty" : "too-many-files", $"a ZIP archive of {count} files"));
        }
        catch (InvalidDataException exception)
        {
            return (null, BankSources.Broken(exception));
        }
    }

    private async Task<(BankSource? Source, Rejection? Rejection)> OpenAsync(
        ZipArchiveEntry entry, UnpackLimit limit, CancellationToken cancellationToken)
    {
        if (entry.IsEncrypted)
            return (null, Placed(BankSources.Refusal("encrypted", "an encrypted file", "Unpack it first."), entry));

        try
        {
            await using var unpacked = entry.Open();
            var content = await BankFile
                .SpoolAsync($"{Name}/{entry.FullName}", unpacked, limit, cancellationToken).ConfigureAwait(false);
            var source = await BankSources
                .OpenAsync(content, feed, archives + 1, limit, cancellationToken).ConfigureAwait(false);
            return (source, null);
        }
        catch (BankRefusedException exception)
        {
            return (null, exception.Rejection);
        }
        catch (InvalidDataException exception)
        {
            return (null, Placed(BankSources.Broken(exception), entry));
        }
    }

    private static Rejection Placed(Rejection rejection, ZipArchiveEntry entry) =>
        rejection with { Place = $"{entry.FullName}, {rejection.Place}" };

    private SourceItem Placed(SourceItem item, string name, long position) => item with
    {
        Position = position,
        BytesRead = 0,
        Rejection = item.Rejection is { } rejection
            ? rejection with { Place = $"{name}, {rejection.Place}" }
            : null,
    };

    private async Task<SourceItem> RefusedAsync(
        long position, Rejection? rejection, CancellationToken cancellationToken)
    {
        var item = new SourceItem(position, 0, default, [], rejection);
        await using var bytes = File.OpenRead();
        return await File.ItemAsync(bytes, item, 0, bytes.Length, cancellationToken).ConfigureAwait(false);
    }
}
