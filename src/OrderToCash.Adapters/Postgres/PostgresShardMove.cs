using Npgsql;
using NpgsqlTypes;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Postgres;

/// <summary>The first half of a commit: locks the shards' rows in shard order, checks them and moves them on.</summary>
/// <remarks>
/// In that order, so that two commits over the same shards wait for each other and don't lock each other out. Read and
/// update go to the server together: where the reading shows a refusal, the update is rolled back with the rest.
/// </remarks>
internal static class PostgresShardMove
{
    private const string Lock =
        "SELECT shard, epoch, position FROM shards WHERE shard = ANY($1) ORDER BY shard FOR UPDATE";

    private const string Move =
        "UPDATE shards SET position = turn.position, state = turn.state "
        + "FROM unnest($1, $2, $3) AS turn (shard, position, state) WHERE shards.shard = turn.shard";

    /// <summary>Adds the statements for these turns.</summary>
    public static void Add(NpgsqlBatch batch, IReadOnlyList<TurnWrite> turns)
    {
        var (shards, positions, states) = (new int[turns.Count], new long[turns.Count], new byte[turns.Count][]);
        for (var i = 0; i < turns.Count; i++)
        {
            (shards[i], positions[i]) = (turns[i].Shard, turns[i].State.Position);
            states[i] = new byte[turns[i].State.EncodedBytes];
            turns[i].State.Write(states[i]);
        }

        var locking = new NpgsqlBatchCommand(Lock);
        locking.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = shards });
        batch.BatchCommands.Add(locking);
        var moving = new NpgsqlBatchCommand(Move);
        moving.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = shards });
        moving.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = positions });
        moving.Parameters.Add(new NpgsqlParameter<byte[][]>
        {
            TypedValue = states, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea,
        });
        batch.BatchCommands.Add(moving);
    }

    /// <summary>Reads what was locked: the first refusal, or null where every shard is as its turn expects.</summary>
    public static CommitOutcome? ReadRefusal(NpgsqlDataReader locked, IReadOnlyList<TurnWrite> turns)
    {
        var found = new Dictionary<int, (long Epoch, long Position)>(turns.Count);
        while (locked.Read())
            found[locked.GetInt32(0)] = (locked.GetInt64(1), locked.GetInt64(2));

        for (var i = 0; i < turns.Count; i++)
        {
            if (!found.TryGetValue(turns[i].Shard, out var row))
            {
                return new CommitOutcome(
                    CommitStatus.Refused, $"Shard {turns[i].Shard} has no row in the table shards: restore a backup.");
            }

            if (CommitRules.RefusalOf(turns[i], row.Epoch, row.Position) is { } refusal)
                return refusal;
        }

        return null;
    }
}
