using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <summary>
/// Another source, with goods received before the first order of each SKU: for trials with orders that come without
/// stock.
/// </summary>
/// <remarks>
/// The receipts are the first commands of the order's own input, so they are durable before the order is decided. Their
/// reference holds the quantity and their time is fixed, so a SKU that is met again in a later run changes nothing; and
/// they are older than any count, so stock that was counted stays as counted.
/// </remarks>
public sealed class AutoStockSource : ISource
{
    /// <summary>Where the goods are received.</summary>
    public const string Warehouse = "MAIN";

    private static readonly DateTimeOffset ReceivedAt = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Actor Receiver = Actor.Rule("auto-stock");

    private readonly ISource _source;
    private readonly int _quantity;

    /// <summary>A source that receives so many pieces of each SKU.</summary>
    public AutoStockSource(ISource source, int quantity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quantity, 1);
        _source = source;
        _quantity = quantity;
    }

    /// <inheritdoc/>
    public string Name => _source.Name;

    /// <inheritdoc/>
    public string? Identity => _source.Identity;

    /// <inheritdoc/>
    public long? TotalBytes => _source.TotalBytes;

    /// <inheritdoc/>
    public ValueTask<bool> MatchesAsync(Checkpoint checkpoint, CancellationToken cancellationToken) =>
        _source.MatchesAsync(checkpoint, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<SourceItem> ReadAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var received = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var item in _source.ReadAsync(afterPosition, cancellationToken).ConfigureAwait(false))
        {
            yield return item.Commands is [{ Command: OrderCommand.Place place }]
                ? item with { Commands = WithReceipts(place.Content, item.Commands, received) }
                : item;
        }
    }

    private ImmutableArray<Message> WithReceipts(
        OrderContent content, ImmutableArray<Message> commands, HashSet<string> received)
    {
        ImmutableArray<Message>.Builder? all = null;
        foreach (var line in content.Lines)
        {
            if (received.Add(line.Sku.Value))
            {
                (all ??= ImmutableArray.CreateBuilder<Message>()).Add(new Message(
                    new EntityAddress(Kinds.Sku, line.Sku.Value),
                    new StockCommand.Move(
                        MovementKind.Receipt, Warehouse, _quantity, null, $"auto-stock-{_quantity}", ReceivedAt,
                        line.Name, Receiver)));
            }
        }

        if (all is null)
        {
            return commands;
        }

        all.AddRange(commands);
        return all.DrainToImmutable();
    }
}
