namespace OrderToCash.Engine.Shards;

/// <summary>A reaction on its way from one shard to another.</summary>
/// <param name="Number">Its place in the channel between the two shards, 1 for the first.</param>
/// <param name="To">The entity that is to decide it.</param>
/// <param name="Command">The command.</param>
/// <param name="Cause">The entity whose event caused it.</param>
/// <param name="CauseSequence">The sequence of that event.</param>
/// <param name="Index">Which of the event's reactions it is, 0 for the first.</param>
/// <param name="Correlation">Of the outside input that all this follows from; null where it follows from none.</param>
/// <param name="Target">The shard of <paramref name="To"/>.</param>
public sealed record ReactionMessage(
    long Number, EntityId To, object Command, EntityId Cause, long CauseSequence, int Index, string? Correlation,
    int Target)
{
    /// <summary>The command's id: the causing event and the index, <c>order/shopify:1001#3.0</c>.</summary>
    public string Id => $"{Cause}#{CauseSequence}.{Index}";
}
