namespace OrderToCash.Adapters.Shops;

/// <summary>A shop's orders as its API lists them, by the time of their last change.</summary>
public interface IOrderPages
{
    /// <summary>What deliveries that were asked for say they are about: <c>orders/polled</c>.</summary>
    string Topic { get; }

    /// <summary>Reads a page of the orders that were changed at a time or after it, the oldest change first.</summary>
    /// <param name="next"><see cref="OrderPage.Next"/> of the page before; null for the first one.</param>
    /// <exception cref="ShopUnavailableException">
    /// The shop doesn't answer, refuses, or answers what is no page.
    /// </exception>
    Task<OrderPage> ReadAsync(
        DateTimeOffset from, int maxOrders, string? next, CancellationToken cancellationToken);
}

/// <summary>A page of orders.</summary>
/// <param name="Next">How to ask for the page after it; null for the last one.</param>
/// <param name="AskedAt">The shop's time when it was asked, at the latest; null where it doesn't say.</param>
public sealed record OrderPage(IReadOnlyList<PolledOrder> Orders, string? Next, DateTimeOffset? AskedAt);

/// <summary>An order of a page.</summary>
/// <param name="Id">The platform's id, as it is written; null where there is none.</param>
/// <param name="UpdatedAt">When it was changed last, in whole seconds; null where that can't be read.</param>
/// <param name="Raw">The bytes of its object in the page, to the byte: amounts are never written anew.</param>
public sealed record PolledOrder(string? Id, DateTimeOffset? UpdatedAt, ReadOnlyMemory<byte> Raw)
{
    /// <summary>Tells this state of the order from others; null where it has no id or time.</summary>
    public string? Version => Id is null || UpdatedAt is not { } at
        ? null
        : $"{Id}@{at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}";
}
