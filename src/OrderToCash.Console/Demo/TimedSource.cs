using System.Runtime.CompilerServices;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Console.Demo;

/// <summary>Another source, whose orders are timed from when they are read, and not read faster than taken.</summary>
internal sealed class TimedSource(ISource source, DemoMirror mirror) : ISource
{
    private readonly Dictionary<long, string> _orders = [];

    /// <inheritdoc/>
    public string Name => source.Name;

    /// <inheritdoc/>
    public string? Identity => source.Identity;

    /// <inheritdoc/>
    public long? TotalBytes => source.TotalBytes;

    /// <summary>An input was decided.</summary>
    public void OnDecided(long position)
    {
        if (_orders.Remove(position, out var order))
            mirror.OnDecided(order);
    }

    /// <inheritdoc/>
    public ValueTask<bool> MatchesAsync(Checkpoint checkpoint, CancellationToken cancellationToken) =>
        source.MatchesAsync(checkpoint, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceItem> ReadAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in source.ReadAsync(afterPosition, cancellationToken))
        {
            if (item.Commands is [{ Command: OrderCommand.Place place }])
            {
                var order = place.Content.Id.Value;
                await mirror.OnReadAsync(order, cancellationToken);
                _orders[item.Position] = order;
            }

            yield return item;
        }
    }
}
