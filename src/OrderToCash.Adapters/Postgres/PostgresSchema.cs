using System.Globalization;
using System.Reflection;
using Npgsql;
using NpgsqlTypes;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Adapters.Postgres;

/// <summary>Brings a store's tables to this program's version: the numbered files of <c>Schema/</c>.</summary>
/// <remarks>
/// Everything happens in one transaction under an advisory lock of the database, so of several programs that start at
/// once one does it and the others find it done; a crash in between leaves what was before. A published file is never
/// changed: what comes after it gets the next number.
/// </remarks>
internal static class PostgresSchema
{
    private const string Folder = "OrderToCash.Adapters.Postgres.Schema.";

    /// <summary>The files by number, from 1 on.</summary>
    private static readonly string[] Files =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The version that this program writes.</summary>
    public static int CurrentVersion => Files.Length;

    /// <summary>Creates what is missing and returns what the journal says of itself.</summary>
    /// <exception cref="JournalFormatException">The store is of a newer program, or of another encoding.</exception>
    public static JournalInfo Apply(
        NpgsqlConnection connection, PostgresAddress address, PostgresJournalOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ShardCount, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ShardCount, ShardMap.MaxShardCount);
        if (ReadVersion(connection, address) == CurrentVersion)
            return ReadInfo(connection, address);

        using var transaction = connection.BeginTransaction();
        Execute(connection, $"SELECT pg_advisory_xact_lock({LockKey(address, "schema")})");
        var version = ReadVersion(connection, address);
        if (version == 0)
        {
            CheckEncoding(connection, address);
            Execute(
                connection,
                $"CREATE SCHEMA IF NOT EXISTS {address.Schema}; CREATE TABLE schema_version (version int NOT NULL "
                + "PRIMARY KEY, file text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())");
        }

        for (; version < CurrentVersion; version++)
        {
            Execute(connection, ReadFile(Files[version]));
            var file = Files[version][Folder.Length..];
            Execute(connection, $"INSERT INTO schema_version (version, file) VALUES ({version + 1}, '{file}')");
        }

        CreateJournal(connection, options);
        var info = ReadInfo(connection, address);
        transaction.Commit();
        return info;
    }

    /// <summary>What the journal says of itself; it must be there and of this program's version.</summary>
    /// <exception cref="JournalUnavailableException">There is none.</exception>
    /// <exception cref="JournalFormatException">It is of another version.</exception>
    public static JournalInfo Read(NpgsqlConnection connection, PostgresAddress address)
    {
        var version = ReadVersion(connection, address);
        if (version == 0)
        {
            throw new JournalUnavailableException(
                $"There is no store in schema {address.Schema} of {address.Name}: check --store, or take something in "
                + "first, for example with `o2c ingest stock FILE`.");
        }

        return version < CurrentVersion
            ? throw new JournalFormatException(
                $"The store in {address.Name} has schema version {version}, and this program needs {CurrentVersion}. "
                + "Run a verb that writes, `o2c drain` say: it brings the tables up to date.")
            : ReadInfo(connection, address);
    }

    /// <summary>The number of an advisory lock of this store; other stores have others.</summary>
    public static long LockKey(PostgresAddress address, string purpose)
    {
        // FNV-1a, 64 bits; a process's own hash codes differ from run to run.
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var each in $"o2c/{address.Schema}/{purpose}")
            hash = unchecked((hash ^ each) * 1_099_511_628_211UL);

        return unchecked((long)hash);
    }

    /// <summary>The store's version; 0 where there is none.</summary>
    private static int ReadVersion(NpgsqlConnection connection, PostgresAddress address)
    {
        using var find = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection);
        find.Parameters.Add(new NpgsqlParameter { Value = address.Schema + ".schema_version" });
        if (find.ExecuteScalar() is not true)
            return 0;

        using var select = new NpgsqlCommand("SELECT max(version) FROM schema_version", connection);
        var version = select.ExecuteScalar() is int found ? found : 0;
        return version <= CurrentVersion
            ? version
            : throw new JournalFormatException(
                $"The store in {address.Name} has schema version {version}, and this program knows {CurrentVersion} "
                + "at most. It was left as it is; use the newer o2c that wrote it.");
    }

    private static JournalInfo ReadInfo(NpgsqlConnection connection, PostgresAddress address)
    {
        using var select = new NpgsqlCommand(
            "SELECT id, shard_count, format_version, created_at FROM journal", connection);
        using var row = select.ExecuteReader();
        if (!row.Read())
            throw new JournalFormatException($"The table journal in {address.Name} is empty: restore a backup.");

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

    private static void CreateJournal(NpgsqlConnection connection, PostgresJournalOptions options)
    {
        using var header = new NpgsqlCommand(
            "INSERT INTO journal VALUES (1, $1, $2, $3, $4) ON CONFLICT DO NOTHING", connection);
        header.Parameters.Add(new NpgsqlParameter { Value = Guid.NewGuid() });
        header.Parameters.Add(new NpgsqlParameter { Value = JournalInfo.CurrentFormatVersion });
        header.Parameters.Add(new NpgsqlParameter { Value = options.ShardCount });
        header.Parameters.Add(new NpgsqlParameter { Value = options.Clock.GetUtcNow().UtcDateTime });
        if (header.ExecuteNonQuery() == 0)
            return;

        var empty = ShardState.Empty(options.ShardCount);
        var state = new byte[empty.EncodedBytes];
        empty.Write(state);
        using var shards = new NpgsqlCommand(
            "INSERT INTO shards SELECT shard, 0, 0, $2 FROM generate_series(0, $1 - 1) AS shard", connection);
        shards.Parameters.Add(new NpgsqlParameter { Value = options.ShardCount });
        shards.Parameters.Add(new NpgsqlParameter { Value = state, NpgsqlDbType = NpgsqlDbType.Bytea });
        shards.ExecuteNonQuery();
    }

    private static void CheckEncoding(NpgsqlConnection connection, PostgresAddress address)
    {
        using var show = new NpgsqlCommand("SELECT current_setting('server_encoding')", connection);
        var encoding = Convert.ToString(show.ExecuteScalar(), CultureInfo.InvariantCulture);
        if (encoding != "UTF8")
        {
            throw new JournalFormatException(
                $"Database {address.Database} has encoding {encoding}; a store needs UTF8: "
                + $"`createdb -E UTF8 -T template0 {address.Database}`.");
        }
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static string ReadFile(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is missing from the build.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
