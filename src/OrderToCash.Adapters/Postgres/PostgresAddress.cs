using System.Text.RegularExpressions;
using Npgsql;

namespace OrderToCash.Adapters.Postgres;

/// <summary>Where a store in PostgreSQL is: server, database, schema, and who connects.</summary>
/// <remarks>Written as an Npgsql connection string, or as a <c>postgres://user@host:port/database</c> URI.</remarks>
public sealed partial class PostgresAddress
{
    /// <summary>The schema of a store that names none: <c>Search Path</c> in the connection string.</summary>
    public const string DefaultSchema = "o2c";

    private readonly NpgsqlConnectionStringBuilder _settings;

    private PostgresAddress(NpgsqlConnectionStringBuilder settings, string schema)
    {
        _settings = settings;
        Schema = schema;
    }

    /// <summary>The schema that holds the store's tables: several stores may share a database.</summary>
    public string Schema { get; }

    /// <summary>The database's name.</summary>
    public string Database => _settings.Database ?? _settings.Username ?? "";

    /// <summary>The user that connects.</summary>
    public string User => _settings.Username ?? Environment.UserName;

    /// <summary>The server, as <c>host:port</c>.</summary>
    public string Server => $"{_settings.Host}:{_settings.Port}";

    /// <summary>The address without the password, fit to be shown.</summary>
    public string Name =>
        $"postgres://{User}@{Server}/{Database}" + (Schema == DefaultSchema ? "" : $"?search_path={Schema}");

    /// <summary>The address of a connection string or a URI.</summary>
    /// <exception cref="FormatException">It is neither; the message says what is wrong with it.</exception>
    public static PostgresAddress Parse(string text)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = text.Contains("://", StringComparison.Ordinal)
                ? OfUri(text)
                : new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception exception) when (exception is ArgumentException or UriFormatException)
        {
            throw new FormatException($"It is not a connection string: {exception.Message}", exception);
        }

        if (string.IsNullOrEmpty(settings.Host))
            throw new FormatException("It names no host: write Host=… or postgres://user@host/database.");

        settings.Username ??= Environment.GetEnvironmentVariable("PGUSER") ?? Environment.UserName;
        settings.Database ??= settings.Username;
        var schema = string.IsNullOrEmpty(settings.SearchPath) ? DefaultSchema : settings.SearchPath;
        if (!SchemaName().IsMatch(schema))
        {
            throw new FormatException(
                $"Its search path '{schema}' is not one schema: expected small letters, digits and underscores.");
        }

        return new PostgresAddress(settings, schema);
    }

    /// <summary>Whether both are the same store, however they are written.</summary>
    public bool IsSameStore(PostgresAddress other) =>
        Server == other.Server && Database == other.Database && Schema == other.Schema;

    /// <summary>All of it as a connection string, with the password: not for logs.</summary>
    public string ConnectionString => Settings().ConnectionString;

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The settings of a connection, to be completed by whoever opens it.</summary>
    internal NpgsqlConnectionStringBuilder Settings() => new(_settings.ConnectionString) { SearchPath = Schema };

    private static NpgsqlConnectionStringBuilder OfUri(string text)
    {
        var uri = new Uri(text, UriKind.Absolute);
        if (uri.Scheme is not ("postgres" or "postgresql"))
            throw new FormatException($"It begins with {uri.Scheme}://: expected postgres://user@host/database.");

        var settings = new NpgsqlConnectionStringBuilder { Host = Uri.UnescapeDataString(uri.Host) };
        if (uri.Port > 0)
            settings.Port = uri.Port;

        if (uri.AbsolutePath.Length > 1)
            settings.Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]);

        var user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
            settings.Username = Uri.UnescapeDataString(user[0]);

        if (user.Length == 2)
            settings.Password = Uri.UnescapeDataString(user[1]);

        foreach (var part in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = part.Split('=', 2) is [var left, var right] ? (left, right) : (part, "");
            settings[KeywordOf(Uri.UnescapeDataString(key))] = Uri.UnescapeDataString(value);
        }

        return settings;
    }

    /// <summary>
    /// Npgsql's keyword of libpq's parameter. Source: PostgreSQL docs, libpq, 34.1.2. Parameter Key Words.
    /// </summary>
    private static string KeywordOf(string parameter) => parameter switch
    {
        "sslmode" => "SSL Mode",
        "sslrootcert" => "Root Certificate",
        "sslcert" => "SSL Certificate",
        "sslkey" => "SSL Key",
        "connect_timeout" => "Timeout",
        "search_path" => "Search Path",
        "application_name" => "Application Name",
        "user" => "Username",
        "dbname" => "Database",
        _ => parameter,
    };

    [GeneratedRegex("^[a-z_][a-z0-9_]{0,62}$")]
    private static partial Regex SchemaName();
}
