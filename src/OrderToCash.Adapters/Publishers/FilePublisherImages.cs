using OrderToCash.Application.Publishers;

namespace OrderToCash.Adapters.Publishers;

/// <summary>Keeps images in the folder of a SQLite store, one file a publisher: <c>matcher.image</c>.</summary>
/// <remarks>
/// A new one is written beside the one before, flushed, and takes its place by being renamed. What a crash leaves of a
/// new one is written over the next time.
/// </remarks>
public sealed class FilePublisherImages(string folder, TimeProvider time) : IPublisherImages
{
    private const int ChunkBytes = 1024 * 1024;

    /// <summary>Flushed at once: a commit that comes meanwhile waits for so much at most.</summary>
    private const int FlushBytes = 4 * ChunkBytes;

    private static readonly TimeSpan MaxRest = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public async ValueTask<bool> ReadAsync(string publisher, Stream target, CancellationToken cancellationToken)
    {
        try
        {
            var path = PathOf(publisher);
            if (!File.Exists(path))
                return false;
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1);
            await using (file.ConfigureAwait(false))
                await file.CopyToAsync(target, ChunkBytes, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failure(publisher, "read", exception);
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(
        string publisher, Stream image, bool isGentle, CancellationToken cancellationToken)
    {
        // Files are written on the thread that says so.
        await Task.Yield();
        try
        {
            var next = PathOf(publisher) + ".new";
            var file = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None, 1);
            await using (file.ConfigureAwait(false))
            {
                var bytes = new byte[ChunkBytes];
                var (unflushed, began) = (0, time.GetTimestamp());
                while (Copy(image, file, bytes) is > 0 and var read)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    unflushed += read;
                    if (!isGentle || unflushed < FlushBytes)
                        continue;
                    Flush(file);
                    var took = time.GetElapsedTime(began);
                    await Task.Delay(took < MaxRest ? took : MaxRest, time, cancellationToken).ConfigureAwait(false);
                    (unflushed, began) = (0, time.GetTimestamp());
                }

                Flush(file);
            }

            File.Move(next, PathOf(publisher), overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failure(publisher, "written", exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static int Copy(Stream image, FileStream file, byte[] bytes)
    {
        var count = image.Read(bytes);
        file.Write(bytes, 0, count);
        return count;
    }

    private static void Flush(FileStream file) => file.Flush(flushToDisk: true);

    private string PathOf(string publisher) => Path.Combine(folder, publisher + ".image");

    private PublisherImageException Failure(string publisher, string what, Exception exception) => new(
        $"{PathOf(publisher)} can't be {what}: {exception.Message} Check the disk and your rights; without it the "
        + "next start reads the whole journal.", exception);
}
