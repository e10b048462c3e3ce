using System.Data.Common;
using Microsoft.Data.Sqlite;
using OrderToCash.Adapters.ReadModels;
using OrderToCash.Application.Queries;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>Read models in SQLite files, asked beside whoever writes them.</summary>
public static class SqliteReadModel
{
    /// <summary>Answers from the files in a store's folder.</summary>
    public static IReadModel Open(string folder) => new SqlReadModel(new Dialect(new SqliteReadModelFiles(folder)));

    private sealed class Dialect(SqliteReadModelFiles files) : ReadModelDialect
    {
        /// <summary>The file asked last. A rebuild replaces it: then the folder is looked at again.</summary>
        private volatile string? _path;

        public override string Schema => "";

        public override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
        {
            var path = _path;
            if (path is null || !File.Exists(path))
            {
                path = files.FindCurrent() ?? throw new ReadModelUnavailableException(
                    "There are no read models yet: run o2c projections rebuild, or anything that takes commands.");
                Forget();
                _path = path;
            }

            var connection = new SqliteConnection(ConnectionString(path));
            try
            {
                await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
                return connection;
            }
            catch (SqliteException)
            {
                await connection.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }

        public override string IsOneOf(string column, string parameter) => $"{column} IN {parameter}";

        /// <summary>An index of the orders has it: only indexes whose values change are written here.</summary>
        public override (string From, string Key) OrdersByStatus => ("orders o", "o");

        public override string SearchSql(string columns) =>
            $"SELECT {columns} FROM order_search f CROSS JOIN orders o ON o.number = f.rowid "
            + "WHERE order_search MATCH @Words ORDER BY f.rowid DESC LIMIT @Limit";

        /// <summary>Words hold nothing that would end the quotes.</summary>
        public override string SearchText(IReadOnlyList<string> words) =>
            string.Join(" AND ", words.Select(static word => $"\"{word}\"*"));

        public override ValueTask DisposeAsync()
        {
            Forget();
            return base.DisposeAsync();
        }

        private static string ConnectionString(string path) => new SqliteConnectionStringBuilder
        {
            DataSource = path, Mode = SqliteOpenMode.ReadOnly, Cache = SqliteCacheMode.Private, Pooling = true,
        }.ToString();

        private void Forget()
        {
            if (_path is not { } path) return;
            using var connection = new SqliteConnection(ConnectionString(path));
            SqliteConnection.ClearPool(connection);
        }
    }
}
