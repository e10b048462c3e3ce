using System.Runtime.CompilerServices;
using OrderToCash.Adapters.Marketplaces;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Console.Demo.Formats;

/// <summary>A folder of documents as one source: read once, by name.</summary>
/// <remarks>A run of a pipeline for each would flush a checkpoint for each, thousands of times.</remarks>
internal sealed class DocumentFolder(string folder, MarketplaceFormat format) : ISource
{
    private readonly MarketplaceTranslator _translator = new(format);

    /// <inheritdoc/>
    public string Name { get; } = Path.GetFileName(folder);

    /// <inheritdoc/>
    public string? Identity => null;

    /// <inheritdoc/>
    public long? TotalBytes => null;

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceItem> ReadAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (position, bytesRead) = (0L, 0L);
        foreach (var path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            var document = await File.ReadAllBytesAsync(path, cancellationToken);
            bytesRead += document.Length;
            foreach (var order in _translator.Translate(document))
            {
                if (++position > afterPosition)
                {
                    yield return new SourceItem(
                        position, bytesRead, order.Raw, order.Commands, order.Rejection,
                        NothingToDo: order.NothingToDo);
                }
            }
        }
    }
}
