using OrderToCash.Engine.Shards;

namespace OrderToCash.Engine.Journal;

/// <summary>What every store checks and says of a commit, so that all of them say it in the same words.</summary>
public static class CommitRules
{
    /// <summary>Throws where the turns are not such that one commit can hold them: a bug of the caller.</summary>
    /// <exception cref="ArgumentException">
    /// A shard is unknown or twice among the turns, a state doesn't fit its turn, or the last event has no chain.
    /// </exception>
    public static void Check(IReadOnlyList<TurnWrite> turns, int shardCount)
    {
        Span<bool> seen = stackalloc bool[ShardMap.MaxShardCount];
        for (var i = 0; i < turns.Count; i++)
        {
            var turn = turns[i];
            if (turn.Shard < 0 || turn.Shard >= shardCount)
                throw new ArgumentException($"Shard {turn.Shard} is not one of the journal's {shardCount} shards.");

            if (seen[turn.Shard])
                throw new ArgumentException($"Shard {turn.Shard} has two turns in one commit.");

            seen[turn.Shard] = true;
            if (turn.State.Position != turn.PositionBefore + turn.Events.Count
                || turn.State.Taken.Length != shardCount || turn.State.Delivered.Length != shardCount)
            {
                throw new ArgumentException(
                    $"The state of shard {turn.Shard} at position {turn.State.Position} doesn't fit a turn of "
                    + $"{turn.Events.Count} events after {turn.PositionBefore} in a journal of {shardCount} shards.");
            }

            if (turn.Events.Count > 0 && turn.Events[^1].Chain.Length != ShardState.ChainBytes)
                throw new ArgumentException($"The last event of the turn of shard {turn.Shard} carries no chain.");
        }
    }

    /// <summary>
    /// The refusal of a turn whose shard has another owner or is elsewhere; null where the row is as expected.
    /// </summary>
    public static CommitOutcome? RefusalOf(TurnWrite turn, long epoch, long position)
    {
        if (epoch != turn.Epoch)
        {
            return Refused(
                $"Shard {turn.Shard} has epoch {epoch} and not {turn.Epoch}: "
                    + "another owner has claimed it. Give it up.");
        }

        return position == turn.PositionBefore
            ? null
            : Refused($"Shard {turn.Shard} is at position {position} and not {turn.PositionBefore}: "
                + "claim it and read it again.");
    }

    /// <summary>The refusal of an event whose place in its entity is taken.</summary>
    public static CommitOutcome SequenceTaken(in EntityId entity, long sequence) =>
        Refused($"{entity} has an event {sequence} already: load it and decide again.");

    private static CommitOutcome Refused(string detail) => new(CommitStatus.Refused, detail);
}
