using System.Collections.Immutable;
using System.Globalization;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Outbound;

/// <summary>What a sales channel is told.</summary>
/// <param name="Channel">The sales channel's name, as its orders begin with.</param>
/// <param name="Since">Orders are told about what happened to them from then on; nothing older.</param>
public sealed record ChannelPublishing(string Channel, DateTimeOffset Since)
{
    /// <summary>More is a typing error.</summary>
    public const int MaxPieces = 1_000_000;

    /// <summary>What a SKU's name ends with where all that begin so are meant.</summary>
    private const char AnyEnd = '*';

    /// <summary>
    /// Pieces of each SKU that are not offered: what is sold elsewhere before the channel hears of it.
    /// </summary>
    /// <value>0.</value>
    public int Buffer { get; init; }

    /// <summary>
    /// A change by fewer pieces is not told, unless it is from or to 0, or more was told than is there.
    /// </summary>
    /// <value>1: every change is told.</value>
    public int MinChange { get; init; } = 1;

    /// <summary>The SKUs that are offered, <c>A-17</c>, or the beginnings of them, <c>A-*</c>; empty for all.</summary>
    public ImmutableArray<string> Skus { get; init; } = [];

    /// <summary>The warehouses that are offered from; empty for all.</summary>
    public ImmutableArray<string> Warehouses { get; init; } = [];

    /// <summary>Whether the channel is told what is available.</summary>
    /// <value>True.</value>
    public bool TellsStock { get; init; } = true;

    /// <summary>Whether the channel is told of shipments and cancellations.</summary>
    /// <value>True.</value>
    public bool TellsOrders { get; init; } = true;

    /// <summary>
    /// What offers depend on, as text: where it is another one than before, every SKU is offered anew. So it is after a
    /// time in which the channel was not told.
    /// </summary>
    public string OfferTerms => string.Create(
        CultureInfo.InvariantCulture,
        $"since={Since.UtcTicks} stock={TellsStock} buffer={Buffer} "
        + $"skus={string.Join(',', Skus)} warehouses={string.Join(',', Warehouses)}");

    /// <summary>Whether the channel is told of this SKU.</summary>
    public bool Offers(string sku)
    {
        if (!TellsStock)
            return false;
        if (Skus.IsEmpty)
            return true;
        foreach (var pattern in Skus)
        {
            var isMeant = pattern.EndsWith(AnyEnd)
                ? sku.AsSpan().StartsWith(pattern.AsSpan(..^1), StringComparison.Ordinal)
                : sku == pattern;
            if (isMeant)
                return true;
        }

        return false;
    }

    /// <summary>The pieces to offer of so many that are available.</summary>
    public long QuantityOf(long available) => Math.Max(0, available - Buffer);

    /// <summary>Whether the order was placed in this channel.</summary>
    public bool IsOf(OrderId order) =>
        order.Value.Length > Channel.Length && order.Value[Channel.Length] == ':'
        && order.Value.StartsWith(Channel, StringComparison.Ordinal);
}
