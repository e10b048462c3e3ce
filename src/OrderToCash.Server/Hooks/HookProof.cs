namespace OrderToCash.Server.Hooks;

/// <summary>How a sender proves a delivery to be its own.</summary>
public enum HookProof
{
    /// <summary>
    /// <c>X-Shopify-Hmac-Sha256</c>, or without <c>X-</c>: base64 HMAC-SHA256 of the raw body.
    /// Source: Shopify, Verify webhook deliveries.
    /// </summary>
    Shopify = 1,

    /// <summary>
    /// <c>X-WC-Webhook-Signature</c>: base64 HMAC-SHA256 of the raw body. Source: WooCommerce, Webhooks.
    /// </summary>
    WooCommerce = 2,

    /// <summary>
    /// <c>shopware-shop-signature</c>: hexadecimal HMAC-SHA256 of the raw body. Source: Shopware, App webhooks.
    /// </summary>
    Shopware = 3,

    /// <summary>
    /// <c>X-EBAY-SIGNATURE</c>: ECDSA of the raw body by a key of eBay's. Source: eBay, Notification API overview.
    /// </summary>
    Ebay = 4,

    /// <summary>
    /// <c>X-Signature</c>: HMAC-SHA256 of the raw body, hexadecimal or base64, <c>sha256=</c> before it or not.
    /// </summary>
    Hmac = 5,

    /// <summary><c>Authorization: Bearer</c> with the secret itself.</summary>
    Bearer = 6,
}

/// <summary>The words for proofs, as users write them.</summary>
public static class HookProofs
{
    private static readonly string[] Words = ["shopify", "woocommerce", "shopware", "ebay", "hmac", "bearer"];

    /// <summary>All words, with commas between.</summary>
    public static string Choices => string.Join(", ", Words);

    /// <summary>A proof's word.</summary>
    public static string WordOf(HookProof proof) => Words[(int)proof - 1];

    /// <summary>The proof of a word; null where it is none.</summary>
    public static HookProof? Parse(string word)
    {
        var index = Array.IndexOf(Words, word);
        return index < 0 ? null : (HookProof)(index + 1);
    }

    /// <summary>The proof that a platform gives; a bearer token where it signs nothing.</summary>
    public static HookProof OfPlatform(string platform) => platform switch
    {
        "shopify" or "woocommerce" or "shopware" or "ebay" => Parse(platform) ?? HookProof.Bearer,
        _ => HookProof.Bearer,
    };
}
