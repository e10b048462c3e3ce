using System.Net.Sockets;
using Npgsql;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Postgres;

/// <summary>What failures of the server mean, and what to say of them.</summary>
internal static class PostgresFailure
{
    /// <summary>Whether an exception says that the server failed or is away, rather than that we have a bug.</summary>
    public static bool Is(Exception exception) =>
        exception is NpgsqlException or SocketException or IOException or TimeoutException;

    /// <summary>
    /// Whether the connection, and not the statement, failed: another connection may succeed at once.
    /// </summary>
    public static bool IsOfConnection(Exception exception) => exception switch
    {
        PostgresException refused => IsFatal(refused),
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => false,
        _ => Is(exception),
    };

    /// <summary>Whether what failed may succeed later: the server is away, starts, or lacks room.</summary>
    public static bool MayPass(Exception exception) =>
        IsOfConnection(exception) || exception is not PostgresException refused || refused.IsTransient
        || refused.SqlState == PostgresErrorCodes.DiskFull;

    /// <summary>Whether the server ended the session with this error.</summary>
    public static bool IsFatal(PostgresException exception) =>
        exception.InvariantSeverity is "FATAL" or "PANIC";

    /// <summary>The exception that callers know.</summary>
    public static JournalUnavailableException Unavailable(PostgresAddress address, Exception exception) =>
        new(Describe(address, exception), exception);

    /// <summary>What happened, and what to do.</summary>
    public static string Describe(PostgresAddress address, Exception exception) => exception switch
    {
        PostgresException refused => Describe(address, refused),
        _ when InnermostOf(exception) is SocketException socket =>
            $"PostgreSQL at {address.Server} can't be reached: {socket.Message}. Is the server running, and are host "
            + "and port right?",
        _ when InnermostOf(exception) is TimeoutException =>
            $"PostgreSQL at {address.Server} didn't answer in time. Is it overloaded, or is the network cut?",
        _ => $"PostgreSQL at {address.Server} failed: {InnermostOf(exception).Message.TrimEnd('.')}.",
    };

    private static string Describe(PostgresAddress address, PostgresException refused) => refused.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"PostgreSQL at {address.Server} doesn't let user {address.User} in: {refused.MessageText}. Check user "
            + "and password (PGPASSWORD and ~/.pgpass work too) and the server's pg_hba.conf.",
        PostgresErrorCodes.InvalidCatalogName =>
            $"PostgreSQL at {address.Server} has no database {address.Database}: create it with "
            + $"`createdb {address.Database}`, or check the name.",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"User {address.User} lacks a right in database {address.Database} at {address.Server}: "
            + $"{refused.MessageText}. For a new store it needs `GRANT CREATE ON DATABASE {address.Database}`.",
        PostgresErrorCodes.TooManyConnections =>
            $"PostgreSQL at {address.Server} has no connection left: {refused.MessageText}. Raise max_connections or "
            + "set Maximum Pool Size lower.",
        PostgresErrorCodes.CannotConnectNow =>
            $"PostgreSQL at {address.Server} is not ready: {refused.MessageText}. Try again when it is.",
        PostgresErrorCodes.DiskFull =>
            $"The disk of PostgreSQL at {address.Server} is full: {refused.MessageText}. Free space there.",
        _ => $"PostgreSQL at {address.Server} answered {refused.SqlState}: {refused.MessageText}.",
    };

    private static Exception InnermostOf(Exception exception)
    {
        while (exception.InnerException is { } inner)
            exception = inner;

        return exception;
    }
}
