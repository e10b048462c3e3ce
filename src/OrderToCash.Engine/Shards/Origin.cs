namespace OrderToCash.Engine.Shards;

/// <summary>
/// Where a command from outside came from. It is stored with the events that it, and all that follows from it, cause.
/// </summary>
/// <param name="Correlation">One text for everything that follows from one input: <c>orders.ndjson:17</c>.</param>
/// <param name="Who">The user, feed or rule: <c>feed:shopify</c>; null where nobody is known.</param>
public sealed record Origin(string Correlation, string? Who = null);
