using Npgsql;
using NpgsqlTypes;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Adapters.Postgres;

/// <summary>What a journal says of itself: one row, written when it is created, and a row for each shard.</summary>
internal static class PostgresJournalHeader
{
    /// <summary>Reads it; creates tables and journal where they are missing.</summary>
    /// <exception cref="JournalFormatException">The store is of another version, or of another encoding.</exception>
    public static JournalInfo ReadOrCreate(
        NpgsqlConnection connection, PostgresAddress address, PostgresJournalOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ShardCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ShardCount, ShardMap.MaxShardCount);
        PostgresSchema.Apply(connection, address);
        if (TryRead(connection, address) is { } found)
            return found;

        Create(connection, options);
        return Read(connection, address);
    }

    /// <summary>Reads it; it must be there and of this program's version.</summary>
    /// <exception cref="JournalUnavailableException">There is none.</exception>
    /// <exception cref="JournalFormatException">It is of another version.</exception>
    public static JournalInfo Read(NpgsqlConnection connection, PostgresAddress address)
    {
        PostgresSchema.Check(connection, address);
        return TryRead(connection, address) ?? throw PostgresSchema.Missing(address);
    }

    private static JournalInfo? TryRead(NpgsqlConnection connection, PostgresAddress address)
    {
        using var select = new NpgsqlCommand(
            "SELECT id, shard_count, format_version, created_at FROM journal", connection);
        using var row = select.ExecuteReader();
        if (!row.Read())
            return null;

        var version = row.GetInt32(2);
        if (version == JournalInfo.CurrentFormatVersion)
        {
            return new JournalInfo(
                row.GetGuid(0), row.GetInt32(1), version, new DateTimeOffset(row.GetDateTime(3), TimeSpan.Zero));
        }

        throw new JournalFormatException(
            $"{address.Name} has journal format version {version}, but this program reads and writes version "
            + $"{JournalInfo.CurrentFormatVersion}. It was left as it is; "
            + (version > JournalInfo.CurrentFormatVersion
                ? "use the newer o2c that wrote it."
                : "use the older o2c that wrote it, or `o2c journal copy` of a release that reads both."));
    }

    /// <summary>Two programs may both find no journal: one adds the row, and the other finds it there.</summary>
    private static void Create(NpgsqlConnection connection, PostgresJournalOptions options)
    {
        var empty = ShardState.Empty(options.ShardCount);
        var state = new byte[empty.EncodedBytes];
        empty.Write(state);
        using var create = new NpgsqlCommand(
            "WITH header AS (INSERT INTO journal VALUES (1, $1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING 1) "
            + "INSERT INTO shards SELECT shard, 0, 0, $5 FROM header, generate_series(0, $3 - 1) AS shard",
            connection);
        create.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Guid.NewGuid() });
        create.Parameters.Add(new NpgsqlParameter<int> { TypedValue = JournalInfo.CurrentFormatVersion });
        create.Parameters.Add(new NpgsqlParameter<int> { TypedValue = options.ShardCount });
        create.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = options.Clock.GetUtcNow().UtcDateTime });
        create.Parameters.Add(new NpgsqlParameter { Value = state, NpgsqlDbType = NpgsqlDbType.Bytea });
        create.ExecuteNonQuery();
    }
}
