namespace OrderToCash.Adapters.Shops;

/// <summary>Where the API of a shop is, and what lets us in.</summary>
/// <param name="Url">
/// The shop's own address, <c>https://my-shop.myshopify.com</c>; what lies below it, the clients know.
/// </param>
/// <param name="Key">WooCommerce's consumer key; null for Shopify.</param>
/// <param name="Secret">Shopify's access token, or WooCommerce's consumer secret.</param>
public sealed record ShopAccess(Uri Url, string? Key, string Secret)
{
    /// <inheritdoc/>
    /// <remarks>Without what lets in: what is printed ends up in logs.</remarks>
    public override string ToString() => Url.ToString();
}
