using OrderToCash.Engine.Journal;

namespace OrderToCash.Application.Publishers;

/// <summary>
/// A place of a shard and the chain up to it, which no other history has: by it a journal is known again that was
/// restored to an earlier day, and lived on since.
/// </summary>
/// <param name="Position">The last event of a turn; 0 for the beginning of a shard.</param>
/// <param name="Chain">The chained SHA-256 there.</param>
internal readonly record struct ShardSeal(long Position, ReadOnlyMemory<byte> Chain)
{
    private const int PageEvents = 256;

    /// <summary>
    /// The seal of the turn that a position is of; null where the shard has no such position.
    /// </summary>
    /// <exception cref="JournalUnavailableException">The journal can't be read.</exception>
    public static async ValueTask<ShardSeal?> ReadAsync(
        IJournal journal, int shard, long position, CancellationToken cancellationToken)
    {
        if (position == 0)
            return new ShardSeal(0, ReadOnlyMemory<byte>.Empty);
        var sink = new FirstChain();
        for (var last = position - 1; sink.Found is null;)
        {
            var next = await journal.ReadShardAsync(shard, last, PageEvents, sink, cancellationToken)
                .ConfigureAwait(false);
            if (next == last)
                return null;
            last = next;
        }

        return sink.Found;
    }

    /// <summary>True where the journal has the same history up to there.</summary>
    /// <exception cref="JournalUnavailableException">The journal can't be read.</exception>
    public async ValueTask<bool> HoldsAsync(IJournal journal, int shard, CancellationToken cancellationToken)
    {
        if (Position == 0)
            return true;
        var sink = new FirstChain();
        await journal.ReadShardAsync(shard, Position - 1, 1, sink, cancellationToken).ConfigureAwait(false);
        return sink.Found is { } found && found.Position == Position && found.Chain.Span.SequenceEqual(Chain.Span);
    }

    private sealed class FirstChain : IEventSink
    {
        public ShardSeal? Found { get; private set; }

        public void OnEvent(in EventRow row)
        {
            if (Found is null && !row.Chain.IsEmpty)
                Found = new ShardSeal(row.Position, row.Chain.ToArray());
        }
    }
}
