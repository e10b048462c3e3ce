using System.Data.Common;
using System.Globalization;
using Npgsql;
using OrderToCash.Adapters.ReadModels;
using OrderToCash.Application.Queries;

namespace OrderToCash.Adapters.Postgres;

/// <summary>Read models in PostgreSQL.</summary>
public static class PostgresReadModel
{
    /// <summary>Questions answered at a time; more wait for a connection.</summary>
    private const int MaxPoolSize = 16;

    /// <summary>
    /// The tables grow from nothing to millions of rows between two looks of the planner, so it is told what is true
    /// of every question but a search: rows are found along an index, in its order.
    /// </summary>
    private const string SessionOptions =
        "-c jit=off -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off "
        + "-c max_parallel_workers_per_gather=0 -c client_min_messages=warning -c default_transaction_read_only=on "
        + "-c statement_timeout=30000";

    /// <summary>Answers from the read models of a store.</summary>
    public static IReadModel Open(PostgresAddress address) => new SqlReadModel(new Dialect(address));

    /// <summary>The schema of a store's read models.</summary>
    internal static string SchemaOf(PostgresAddress address) => address.Schema + "_read";

    /// <summary>The text as PostgreSQL can hold it: no text can have the character zero.</summary>
    internal static string TextOf(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : text;

    private sealed class Dialect : ReadModelDialect
    {
        private readonly NpgsqlDataSource _pool;

        public Dialect(PostgresAddress address)
        {
            var settings = address.Settings();
            settings.ApplicationName ??= string.Create(
                CultureInfo.InvariantCulture, $"o2c questions of process {Environment.ProcessId}");
            settings.Options = string.IsNullOrEmpty(settings.Options)
                ? SessionOptions : SessionOptions + " " + settings.Options;

            // No question leaves anything behind in a session, and clearing it would be statements of its own for each.
            settings.NoResetOnClose = true;
            settings.MaxAutoPrepare = 64;
            settings.AutoPrepareMinUsages = 2;
            settings.MaxPoolSize = MaxPoolSize;
            _pool = NpgsqlDataSource.Create(settings);
            Schema = SchemaOf(address) + ".";
        }

        public override string Schema { get; }

        public override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
            await _pool.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

        public override string IsOneOf(string column, string parameter) => $"{column} = ANY ({parameter})";

        public override string Key(string text) => TextOf(text);

        /// <summary>A table of its own has who has which status: none of the orders' indexes holds it.</summary>
        public override (string From, string Key) OrdersByStatus =>
            ($"{Schema}order_statuses s JOIN {Schema}orders o ON o.order_id = s.order_id", "s");

        /// <summary>A bound keeps a word that most orders have from being sorted as a whole.</summary>
        public override string SearchSql(string columns) =>
            $"SELECT {columns} FROM {Schema}orders o WHERE o.order_id = ANY (ARRAY("
            + $"SELECT order_id FROM {Schema}order_search WHERE terms @@ @Words::tsquery LIMIT 2000)) "
            + "ORDER BY o.placed_ticks DESC, o.order_id DESC LIMIT @Limit";

        /// <summary>Words hold neither quotes nor backslashes.</summary>
        public override string SearchText(IReadOnlyList<string> words) =>
            string.Join(" & ", words.Select(static word => $"'{word}':*"));

        public override bool IsFailure(Exception exception) => PostgresFailure.Is(exception);

        public override async ValueTask DisposeAsync()
        {
            await _pool.DisposeAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }
}
