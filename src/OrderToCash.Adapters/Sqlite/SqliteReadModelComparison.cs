using System.Collections.Immutable;
using OrderToCash.Application.Projections;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>Compares the tables of two files row by row; numbers that only a file knows are left out.</summary>
internal static class SqliteReadModelComparison
{
    private static readonly (string Table, string Columns)[] Tables =
    [
        ("positions", "*"),
        ("orders", "order_id, channel, status, placed_ticks, currency, total_minor, account_id, customer_name, "
            + "customer_email, line_count, holds, backordered, warehouses, updated_ticks, shard, position, body"),
        ("order_skus", "*"), ("picks", "*"), ("stock", "*"), ("shelves", "*"), ("account_balances", "*"),
        ("account_orders", "*"), ("open_items", "*"), ("account_payers", "*"), ("payments", "*"), ("ledger", "*"),
        ("ledger_days", "*"), ("days", "*"),
    ];

    /// <summary>The tables that differ.</summary>
    public static ImmutableArray<TableDifference> Run(
        string inUse, string built, CancellationToken cancellationToken)
    {
        using var database = SqliteDatabase.Open(inUse, SqliteNative.OpenReadWrite);
        database.Execute("PRAGMA temp_store=MEMORY; ATTACH '" + built.Replace("'", "''") + "' AS built");

        // The search index can only be asked for its words: how many orders have each.
        database.Execute(
            "CREATE VIRTUAL TABLE temp.words_in_use USING fts5vocab(main, order_search, row); "
            + "CREATE VIRTUAL TABLE temp.words_built USING fts5vocab(built, order_search, row)");
        var differences = ImmutableArray.CreateBuilder<TableDifference>();
        foreach (var (table, columns) in Tables)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Compare(
                table, $"SELECT {columns} FROM main.{table}", $"SELECT {columns} FROM built.{table}");
        }

        Compare("order_search", "SELECT term, doc FROM temp.words_in_use", "SELECT term, doc FROM temp.words_built");
        return differences.ToImmutable();

        void Compare(string table, string inUseRows, string builtRows)
        {
            var difference = new TableDifference(
                table, database.QueryInt64($"SELECT count(*) FROM ({inUseRows} EXCEPT {builtRows})"),
                database.QueryInt64($"SELECT count(*) FROM ({builtRows} EXCEPT {inUseRows})"));
            if (difference.OnlyInUse + difference.OnlyBuilt > 0) differences.Add(difference);
        }
    }
}
