namespace OrderToCash.Adapters.Inbox;

/// <summary>A delivery as the inbox has it.</summary>
/// <param name="Number">In the order of arrival, from 1.</param>
/// <param name="Delivery">Its body is empty in lists; that of a repeat is the first one's.</param>
/// <param name="BodyBytes">How long the body is.</param>
/// <param name="Reason">Why, a short stable code; null where the state says it all.</param>
/// <param name="Detail">What was wrong with a refused one.</param>
/// <param name="Orders">The orders it was about, with spaces between; null where none was recognised.</param>
/// <param name="Attempts">How often it was translated.</param>
public sealed record InboxEntry(
    long Number, Delivery Delivery, long BodyBytes, InboxState State, string? Reason, string? Detail, string? Orders,
    long? RepeatOf, DateTimeOffset? DecidedAt, long Attempts);

/// <summary>What became of a delivery, to be kept with it.</summary>
public sealed record InboxMark(
    long Number, InboxState State, string? Reason, string? Detail, string? Orders, DateTimeOffset At);

/// <summary>Which deliveries to list.</summary>
/// <param name="AfterNumber">The last one that was listed before, newest first; null for the newest ones.</param>
public sealed record InboxQuestion(
    InboxState? State = null, string? Platform = null, string? Shop = null, long? AfterNumber = null,
    int MaxEntries = 50);

/// <summary>How much is in the inbox.</summary>
/// <param name="Channels">Deliveries by platform, shop and state.</param>
/// <param name="FileBytes">The file's size, without its log.</param>
/// <param name="OldestWaiting">When the oldest delivery came that is not decided; null where none waits.</param>
public sealed record InboxStats(
    IReadOnlyList<InboxCount> Channels, long FileBytes, DateTimeOffset? OldestWaiting, DateTimeOffset? Oldest);

/// <summary>Deliveries of a shop in a state.</summary>
/// <param name="Bytes">Of their bodies, as they came.</param>
public sealed record InboxCount(string Platform, string Shop, InboxState State, long Count, long Bytes);

/// <summary>The inbox's file can't be written or read; the message says why and what to do.</summary>
public sealed class InboxUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
