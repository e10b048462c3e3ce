namespace OrderToCash.Adapters.Sqlite;

/// <summary>SQLite said no. It doesn't leave this folder: the journal turns it into the engine's types.</summary>
internal sealed class SqliteFailureException(int code, string message) : Exception(message)
{
    /// <summary>The primary result code. Source: sqlite.org/rescode.html.</summary>
    public int Code { get; } = code & 0xFF;
}
