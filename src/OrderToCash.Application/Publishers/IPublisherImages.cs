namespace OrderToCash.Application.Publishers;

/// <summary>Keeps images: what publishers know, written down, so that a start need not read all of a journal.
/// </summary>
/// <remarks>
/// A cache: whoever reads an image checks it and does without where it doesn't fit. A crash at any moment leaves the
/// image kept before, or the new one. Any thread; one call for a publisher at a time. Failures of the store are
/// <see cref="PublisherImageException"/>.
/// </remarks>
public interface IPublisherImages : IAsyncDisposable
{
    /// <summary>Copies the image that was kept last to the end of a stream; false where none is.</summary>
    /// <param name="publisher">The publisher's name: lower case letters.</param>
    /// <exception cref="PublisherImageException">What was copied is of no use.</exception>
    ValueTask<bool> ReadAsync(string publisher, Stream target, CancellationToken cancellationToken);

    /// <summary>Keeps what a stream holds from its position on, in place of the image before; durable then.</summary>
    /// <remarks>The caller's thread is not held while it is written.</remarks>
    /// <param name="isGentle">
    /// Others write too: it takes twice as long, and rests for half of it.
    /// </param>
    /// <exception cref="PublisherImageException">The image before is kept.</exception>
    ValueTask WriteAsync(string publisher, Stream image, bool isGentle, CancellationToken cancellationToken);
}

/// <summary>An image can't be kept or read; the message says why.</summary>
public sealed class PublisherImageException(string message, Exception? inner = null) : Exception(message, inner);
