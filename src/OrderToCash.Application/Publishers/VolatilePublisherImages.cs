namespace OrderToCash.Application.Publishers;

/// <summary>Images in memory, for the simulation and for tests; disposing it forgets nothing.</summary>
public sealed class VolatilePublisherImages : IPublisherImages
{
    /// <summary>Guards the images; held for a look-up.</summary>
    private readonly Lock _gate = new();
    private readonly Dictionary<string, byte[]> _images = new(StringComparer.Ordinal);

    /// <summary>The image of a publisher as it is kept; null where none is.</summary>
    public byte[]? this[string publisher]
    {
        get
        {
            lock (_gate)
                return _images.GetValueOrDefault(publisher);
        }

        set
        {
            lock (_gate)
            {
                if (value is null)
                    _images.Remove(publisher);
                else
                    _images[publisher] = value;
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> ReadAsync(string publisher, Stream target, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (this[publisher] is not { } image)
            return ValueTask.FromResult(false);
        Copy(image, target);
        return ValueTask.FromResult(true);
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(string publisher, Stream image, bool isGentle, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var copy = BytesOf(image);
        cancellationToken.ThrowIfCancellationRequested();
        this[publisher] = copy;
        return ValueTask.CompletedTask;
    }

    /// <summary>Does nothing: what was kept can still be read.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void Copy(byte[] image, Stream target) => target.Write(image);

    private static byte[] BytesOf(Stream image)
    {
        try
        {
            using var copy = new MemoryStream();
            image.CopyTo(copy);
            return copy.ToArray();
        }
        catch (IOException exception)
        {
            throw new PublisherImageException($"The image can't be read: {exception.Message}", exception);
        }
    }
}
