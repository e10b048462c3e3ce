using Microsoft.Extensions.Logging;

namespace OrderToCash.Server;

/// <summary>Every log line of the server.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(300, LogLevel.Information, "Listening on {Address}")]
    public static partial void Listening(ILogger logger, string address);

    [LoggerMessage(301, LogLevel.Information, "Stopping: {Streams} streams are being finished")]
    public static partial void Stopping(ILogger logger, int streams);

    [LoggerMessage(302, LogLevel.Information, "Stream {Source} of {Key}: {Read} read, {Accepted} accepted, "
        + "{Duplicates} duplicates, {Rejected} rejected, complete {IsComplete}")]
    public static partial void StreamEnded(
        ILogger logger, string source, string key, long read, long accepted, long duplicates, long rejected,
        bool isComplete);

    [LoggerMessage(303, LogLevel.Error, "{Method} {Path} failed by a bug")]
    public static partial void RequestFailed(ILogger logger, string method, string path, Exception exception);

    [LoggerMessage(304, LogLevel.Warning, "{Method} {Path} was answered 503: {Reason}")]
    public static partial void StoreAway(ILogger logger, string method, string path, string reason);

    [LoggerMessage(305, LogLevel.Warning, "The key file {Path} can't be read, the keys stay as they were: {Error}")]
    public static partial void KeysUnreadable(ILogger logger, string path, string error);

    [LoggerMessage(306, LogLevel.Information, "A reader of changes was dropped: {Reason}")]
    public static partial void ChangeReaderDropped(ILogger logger, string reason);

    [LoggerMessage(307, LogLevel.Error, "Refused inputs could not be kept: {Error}")]
    public static partial void QuarantineFailed(ILogger logger, string error);

    [LoggerMessage(308, LogLevel.Warning, "The channels {Path} can't be read, they stay as they were: {Error}")]
    public static partial void ChannelsUnreadable(ILogger logger, string path, string error);

    [LoggerMessage(309, LogLevel.Warning, "{Count} deliveries were not proven, the last one to {Platform}/{Shop}, with "
        + "eBay's key {KeyId}; see `o2c channels`")]
    public static partial void DeliveriesNotProven(
        ILogger logger, long count, string platform, string shop, string keyId);

    [LoggerMessage(310, LogLevel.Warning, "Deliveries wait in the inbox: {Reason}")]
    public static partial void InboxWaits(ILogger logger, string reason);

    [LoggerMessage(311, LogLevel.Information, "{Count} deliveries from before {Before:O} were forgotten")]
    public static partial void DeliveriesForgotten(ILogger logger, long count, DateTimeOffset before);
}
