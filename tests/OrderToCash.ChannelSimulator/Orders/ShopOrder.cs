namespace OrderToCash.ChannelSimulator.Orders;

/// <summary>An order as the shop has it now.</summary>
/// <param name="Index">From 1; what is in the order follows from it.</param>
/// <param name="Revision">From 1, counted up by each change.</param>
/// <param name="UpdatedAt">Whole seconds, as platforms have it.</param>
/// <param name="ListedAt">From when on lists show this state; before, they don't show the order at all.</param>
public sealed record ShopOrder(
    int Index, int Revision, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset ListedAt, int Quantity,
    bool IsPaid, bool IsCancelled)
{
    /// <summary>Shopify's ids have up to 18 digits: more than a double can tell apart.</summary>
    private const long FirstShopifyId = 820_982_911_946_150_000;

    /// <summary>Pieces that the merchant took out, and the customer will not get.</summary>
    public int Removed { get; init; }

    /// <summary>The platform's id.</summary>
    public long IdOn(string platform) => platform == ShopOptions.Shopify ? FirstShopifyId + Index : 700 + Index;

    /// <summary>The number that people know it by: <c>1001</c>.</summary>
    public int Number => 1000 + Index;

    /// <summary>The SKU of its only line.</summary>
    public string Sku => $"A-{Index % 7}";
}
