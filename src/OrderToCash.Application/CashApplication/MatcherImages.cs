using OrderToCash.Application.Publishers;
using OrderToCash.Domain.CashApplication.Images;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Application.CashApplication;

/// <summary>
/// Keeps what the matcher knows, with the positions that it stands for, and gives it back at a start: then only what
/// came since is read. What doesn't fit is not used, and the journal is read from its beginning.
/// </summary>
/// <remarks>The matcher's task calls; what is written to the store is written beside it.</remarks>
/// <param name="store">Where images are kept.</param>
/// <param name="openScratch">
/// Opens an empty stream that can be written, read and sought: an image is written there first, at the speed of memory,
/// and to the store from there.
/// </param>
public sealed class MatcherImages(IPublisherImages store, Func<Stream> openScratch, TimeProvider time)
{
    private const string Publisher = "matcher";

    /// <summary>Before a journal that is away is read again.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private Task _writing = Task.CompletedTask;

    /// <summary>What the image takes that was read or written last.</summary>
    private long _bytes;

    /// <summary>
    /// An image is kept after so many events that mean something to the matcher, or more where it is large
    /// (<see cref="BytesPerEvent"/>): some two million of a journal, which are read in some seconds.
    /// </summary>
    /// <value>500,000.</value>
    public int MaxEvents { get; init; } = 500_000;

    /// <summary>
    /// A large image is kept after an event for each so many of its bytes: to write it would cost more and more for an
    /// event, while to read the events never takes more than some times as long as to read the image.
    /// </summary>
    /// <value>400: of two million orders 665 MB, after 1.7 million events.</value>
    public int BytesPerEvent { get; init; } = 400;

    /// <summary>When the matcher ends in order, an image is kept after so many: less are read in no time.</summary>
    public int MinEventsAtEnd { get; init; } = 5_000;

    /// <summary>Is told of each image that was used, kept, or of no use; null where nobody logs.</summary>
    public Action<MatcherImageNote, string>? OnNote { get; init; }

    /// <summary>After so many events the next image is kept.</summary>
    internal long EventsBetween => Math.Max(MaxEvents, _bytes / BytesPerEvent);

    /// <summary>True while an image is on its way to the store.</summary>
    internal bool IsWriting => !_writing.IsCompleted;

    /// <summary>Completes when nothing is on its way to the store any more.</summary>
    internal Task WrittenAsync() => _writing;

    /// <summary>
    /// Reads the image into a feed; returns its positions by shard, null where there is none that fits. Then the feed
    /// may be of no use.
    /// </summary>
    public async ValueTask<long[]?> ReadAsync(
        IJournal journal, MatchFeed feed, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        try
        {
            var scratch = openScratch();
            await using (scratch.ConfigureAwait(false))
            {
                if (!await store.ReadAsync(Publisher, scratch, cancellationToken).ConfigureAwait(false))
                    return null;
                if (ImageStreamReader.Open(scratch) is not { } image)
                    return Refuse("its checksum is wrong");
                if (MatcherImageHeader.Read(image, journal.Info, out var problem) is not { } header)
                    return Refuse(problem);
                if (await FindOtherPastAsync(journal, header.Seals, cancellationToken).ConfigureAwait(false)
                    is >= 0 and var shard)
                    return Refuse($"shard {shard} of the journal has another past at {header.Seals[shard].Position}");
                feed.ReadFrom(image);
                _bytes = scratch.Length;
                OnNote?.Invoke(
                    MatcherImageNote.Used,
                    $"{scratch.Length:N0} bytes in {time.GetElapsedTime(began).TotalSeconds:N1} s");
                return header.Positions;
            }
        }
        catch (Exception exception) when (exception
            is ImageException or PublisherImageException or IOException or UnauthorizedAccessException)
        {
            return Refuse(exception.Message);
        }
    }

    /// <summary>
    /// Writes the feed down, and from there to the store beside the caller, who may go on when it returns. Nothing
    /// where that fails: the image before is kept.
    /// </summary>
    /// <param name="positions">What is in the feed, by shard.</param>
    public async ValueTask KeepAsync(
        IJournal journal, MatchFeed feed, long[] positions, bool isGentle, CancellationToken cancellationToken)
    {
        await _writing.ConfigureAwait(false);
        Stream? scratch = null;
        try
        {
            var seals = new ShardSeal[positions.Length];
            for (var shard = 0; shard < seals.Length; shard++)
            {
                if (await ShardSeal.ReadAsync(journal, shard, positions[shard], cancellationToken)
                    .ConfigureAwait(false) is not { } seal)
                {
                    OnNote?.Invoke(MatcherImageNote.NotKept, $"shard {shard} has no event {positions[shard]}");
                    return;
                }

                seals[shard] = seal;
            }

            var began = time.GetTimestamp();
            scratch = openScratch();
            using (var image = new ImageStreamWriter(scratch))
            {
                new MatcherImageHeader(journal.Info.Id, positions, seals).WriteTo(image);
                feed.WriteTo(image);
                image.End();
            }

            _bytes = scratch.Length;
            _writing = WriteAsync(scratch, time.GetElapsedTime(began), isGentle, cancellationToken);
            scratch = null;
        }
        catch (Exception exception) when (exception
            is JournalUnavailableException or IOException or UnauthorizedAccessException)
        {
            OnNote?.Invoke(MatcherImageNote.NotKept, exception.Message);
        }
        finally
        {
            if (scratch is not null)
                await scratch.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(
        Stream scratch, TimeSpan written, bool isGentle, CancellationToken cancellationToken)
    {
        await using (scratch.ConfigureAwait(false))
        {
            try
            {
                var began = time.GetTimestamp();
                scratch.Position = 0;
                await store.WriteAsync(Publisher, scratch, isGentle, cancellationToken).ConfigureAwait(false);
                OnNote?.Invoke(
                    MatcherImageNote.Kept,
                    $"{scratch.Length:N0} bytes; the matcher stood still for {written.TotalMilliseconds:N0} ms, and "
                    + $"{time.GetElapsedTime(began).TotalSeconds:N1} s later they were in the store");
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                // The image before is kept.
            }
            catch (Exception exception) when (exception
                is PublisherImageException or IOException or UnauthorizedAccessException)
            {
                OnNote?.Invoke(MatcherImageNote.NotKept, exception.Message);
            }
        }
    }

    private async ValueTask<int> FindOtherPastAsync(
        IJournal journal, ShardSeal[] seals, CancellationToken cancellationToken)
    {
        for (var shard = 0; shard < seals.Length;)
        {
            try
            {
                if (!await seals[shard].HoldsAsync(journal, shard, cancellationToken).ConfigureAwait(false))
                    return shard;
                shard++;
            }
            catch (JournalUnavailableException)
            {
                // The engine says that the store is away.
                await Task.Delay(RetryAfter, time, cancellationToken).ConfigureAwait(false);
            }
        }

        return -1;
    }

    private long[]? Refuse(string problem)
    {
        OnNote?.Invoke(MatcherImageNote.Refused, problem);
        return null;
    }
}

/// <summary>What became of an image of the matcher.</summary>
public enum MatcherImageNote
{
    /// <summary>It was read at the start.</summary>
    Used,

    /// <summary>It didn't fit or could not be read: the journal is read from its beginning.</summary>
    Refused,

    /// <summary>It is in the store.</summary>
    Kept,

    /// <summary>It could not be kept; the one before stays.</summary>
    NotKept,
}
