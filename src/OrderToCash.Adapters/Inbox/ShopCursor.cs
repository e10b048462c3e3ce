namespace OrderToCash.Adapters.Inbox;

/// <summary>How far a shop was asked for its orders.</summary>
/// <param name="ReadUntil">
/// Each change of an order before this time, by the shop's clock, has been read and is in the inbox; null before the
/// first page.
/// </param>
/// <param name="FinishedAt">When the last run ended that read everything; null where none has.</param>
/// <param name="Error">Why the last run failed; null where it did not.</param>
/// <param name="Failures">Runs that failed one after the other, up to now.</param>
/// <param name="OrdersRead">Orders on pages of all runs, what was seen again too.</param>
/// <param name="OrdersKept">Those of them that were new to the inbox, and are deliveries in it.</param>
public sealed record ShopCursor(
    string Platform, string Shop, DateTimeOffset? ReadUntil, DateTimeOffset? FinishedAt, string? Error,
    DateTimeOffset? FailedAt, long Failures, long OrdersRead, long OrdersKept);
