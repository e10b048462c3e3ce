namespace OrderToCash.Adapters.Inbox;

/// <summary>What a channel delivered, as it came.</summary>
/// <param name="Platform">The platform's name, <c>shopify</c>.</param>
/// <param name="Shop">The shop, which is the sales channel of its orders.</param>
/// <param name="DeliveryId">The platform's own id of the delivery; null where it gives none.</param>
/// <param name="Topic">What the platform says it is about, <c>orders/create</c>; null where it doesn't say.</param>
/// <param name="HeadersJson">The request's headers as one JSON object, without those that let somebody in.</param>
/// <param name="Body">The bytes that were signed.</param>
public sealed record Delivery(
    string Platform, string Shop, string? DeliveryId, string? Topic, DateTimeOffset ReceivedAt, string HeadersJson,
    ReadOnlyMemory<byte> Body);

/// <summary>That a delivery is durable.</summary>
/// <param name="Number">Its number in the inbox.</param>
/// <param name="RepeatOf">The earlier delivery with the same bytes; null where there is none.</param>
public readonly record struct InboxReceipt(long Number, long? RepeatOf);
