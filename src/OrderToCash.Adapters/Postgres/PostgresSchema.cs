using System.Globalization;
using System.Reflection;
using Npgsql;
using OrderToCash.Adapters.Stores;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Postgres;

/// <summary>Brings a store's tables to this program's version: the numbered files of <c>Schema/</c>.</summary>
/// <remarks>
/// Everything happens in one transaction under an advisory lock of the database, so of several programs that start at
/// once one does it and the others find it done; a crash in between leaves what was before. A published file is never
/// changed: what comes after it gets the next number.
/// </remarks>
internal static class PostgresSchema
{
    private const string Folder = "Postgres.Schema.";

    /// <summary>The files by number, from 1 on.</summary>
    private static readonly string[] Files =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(name => name.StartsWith(EmbeddedScript.Prefix + Folder, StringComparison.Ordinal))
            .Select(name => name[(EmbeddedScript.Prefix + Folder).Length..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The version that this program writes.</summary>
    public static int CurrentVersion => Files.Length;

    /// <summary>Creates and changes what this program's version needs.</summary>
    /// <exception cref="JournalFormatException">The store is of a newer program, or of another encoding.</exception>
    public static void Apply(NpgsqlConnection connection, PostgresAddress address)
    {
        if (ReadVersion(connection, address) == CurrentVersion)
            return;

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
            var file = Files[version];
            Execute(connection, EmbeddedScript.Read(Folder + file));
            Execute(connection, $"INSERT INTO schema_version (version, file) VALUES ({version + 1}, '{file}')");
        }

        transaction.Commit();
    }

    /// <summary>Makes sure that the tables are there and of this program's version.</summary>
    /// <exception cref="JournalUnavailableException">There are none.</exception>
    /// <exception cref="JournalFormatException">They are of another version.</exception>
    public static void Check(NpgsqlConnection connection, PostgresAddress address)
    {
        var version = ReadVersion(connection, address);
        if (version == 0)
            throw Missing(address);

        if (version < CurrentVersion)
        {
            throw new JournalFormatException(
                $"The store in {address.Name} has schema version {version}, and this program needs {CurrentVersion}. "
                + "Run a verb that writes, `o2c drain` say: it brings the tables up to date.");
        }
    }

    /// <summary>What to say where there is no store.</summary>
    public static JournalUnavailableException Missing(PostgresAddress address) => new(
        $"There is no store in schema {address.Schema} of {address.Name}: check --store, or take something in first, "
        + "for example with `o2c ingest stock FILE`.");

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
        // Looked up in the table of tables: to_regclass would answer from the session's memory, which doesn't hear of
        // what another program has created while this one waited for an advisory lock.
        using var find = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = $1 AND tablename = 'schema_version')",
            connection);
        find.Parameters.Add(new NpgsqlParameter { Value = address.Schema });
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
}
