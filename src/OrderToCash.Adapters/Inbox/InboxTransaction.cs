using OrderToCash.Adapters.Sqlite;

namespace OrderToCash.Adapters.Inbox;

/// <summary>A transaction of the inbox's writer: what is done in it is durable together, or not at all.</summary>
/// <remarks>The writer's thread alone uses it, while the work runs.</remarks>
internal sealed class InboxTransaction(SqliteDatabase database, InboxStatements statements, Func<long> nextNumber)
{
    public SqliteDatabase Database => database;

    /// <summary>Writes a delivery to be decided, unless the shop has delivered its bytes before.</summary>
    /// <returns>True where it was written.</returns>
    public bool AppendNews(InboxAppend append)
    {
        if (statements.IsKnown(append))
            return false;
        statements.Append(append, nextNumber());
        return true;
    }
}
