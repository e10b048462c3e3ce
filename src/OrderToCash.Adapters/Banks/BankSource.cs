using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Banks;

/// <summary>
/// A file of a bank or a payment provider, whose format <see cref="BankSources"/> told by its content.
/// </summary>
public abstract class BankSource : ISource, IDisposable
{
    /// <summary>Of a statement's bytes, what an item keeps for the quarantine.</summary>
    public const int MaxRawBytes = 16 * 1024 * 1024;

    private protected BankSource(BankFile file) => File = file;

    /// <inheritdoc/>
    public string Name => File.Name;

    /// <summary>The SHA-256 of the content, hexadecimal.</summary>
    public string? Identity => File.Identity;

    /// <inheritdoc/>
    public long? TotalBytes => File.Bytes;

    /// <summary>The content; a spooled one is deleted when the source is disposed of.</summary>
    private protected BankFile File { get; }

    /// <inheritdoc/>
    public abstract IAsyncEnumerable<SourceItem> ReadAsync(long afterPosition, CancellationToken cancellationToken);

    /// <summary>Deletes what was spooled.</summary>
    public void Dispose()
    {
        File.Dispose();
        GC.SuppressFinalize(this);
    }
}
