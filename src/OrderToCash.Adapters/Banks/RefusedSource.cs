using System.Runtime.CompilerServices;
using OrderToCash.Application.Pipelines;

namespace OrderToCash.Adapters.Banks;

/// <summary>A file that is refused as it is: one item, with its bytes for the quarantine.</summary>
internal sealed class RefusedSource(BankFile file, Rejection rejection) : BankSource(file)
{
    /// <inheritdoc/>
    public override async IAsyncEnumerable<SourceItem> ReadAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (afterPosition >= 1)
            yield break;

        await using var bytes = File.OpenRead();
        var item = new SourceItem(1, 0, default, [], rejection);
        yield return await File.ItemAsync(bytes, item, 0, bytes.Length, cancellationToken).ConfigureAwait(false);
    }
}
