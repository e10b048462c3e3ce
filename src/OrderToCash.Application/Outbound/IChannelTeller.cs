namespace OrderToCash.Application.Outbound;

/// <summary>Tells one sales channel what it should know. One caller at a time.</summary>
/// <remarks>
/// Telling the same twice is harmless. It doesn't throw for what a channel or the network does: that is an answer.
/// </remarks>
public interface IChannelTeller
{
    /// <summary>Offers that are sent together at most.</summary>
    int MaxOffers { get; }

    /// <summary>Tells how much of some SKUs may be sold.</summary>
    /// <param name="offers">1 to <see cref="MaxOffers"/>, of different SKUs.</param>
    /// <returns>An answer for each, in their order.</returns>
    Task<IReadOnlyList<TellAnswer>> TellStockAsync(
        IReadOnlyList<StockOffer> offers, CancellationToken cancellationToken);

    /// <summary>Tells what became of an order: all of it, also what was told before.</summary>
    Task<TellAnswer> TellOrderAsync(OrderNews news, CancellationToken cancellationToken);
}

/// <summary>How much of a SKU a channel may sell.</summary>
/// <param name="Quantity">Pieces, 0 or more.</param>
/// <param name="Shard">The SKU's shard.</param>
/// <param name="Position">The shard position at which so many were available.</param>
public readonly record struct StockOffer(string Sku, long Quantity, int Shard, long Position);
