using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dapper;
using OrderToCash.Application.Projections;
using OrderToCash.Application.Queries;

namespace OrderToCash.Adapters.ReadModels;

/// <summary>Answers questions from the tables of a store that is asked in SQL.</summary>
/// <remarks>
/// Lists are paged by key, along an index. Where a filter has no index of its own, a page looks at no more than
/// <see cref="MaxScanned"/> rows, and may then hold fewer items than asked for, even none, with a cursor to go on: so
/// no filter, however rare what it looks for, costs more than a few milliseconds.
/// </remarks>
public sealed partial class SqlReadModel : IReadModel
{
    /// <summary>Rows looked at for one page; 2,000 orders take about 5 ms.</summary>
    private const int MaxScanned = 2_000;

    private readonly ReadModelDialect _dialect;

    internal SqlReadModel(ReadModelDialect dialect) => _dialect = dialect;

    private string Schema => _dialect.Schema;

    /// <inheritdoc/>
    public async ValueTask<ReadModelStatus> ReadStatusAsync(CancellationToken cancellationToken)
    {
        var header = await OneAsync<HeaderRecord>(
            $"SELECT version AS Version, latest_ticks AS LatestTicks, written_ticks AS WrittenTicks "
            + $"FROM {Schema}read_models", null, cancellationToken).ConfigureAwait(false);
        var positions = await ManyAsync<long>(
            $"SELECT position FROM {Schema}positions ORDER BY shard", null, cancellationToken).ConfigureAwait(false);
        return new ReadModelStatus(
            [.. positions], TimeOrNull(header?.LatestTicks ?? 0), TimeOrNull(header?.WrittenTicks ?? 0),
            (int)(header?.Version ?? 0));
    }

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<DailyFigure>> ReadDailyFiguresAsync(
        DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var rows = await ManyAsync<DayRecord>(
            "SELECT day AS Day, channel AS Channel, currency AS Currency, orders_placed AS OrdersPlaced, "
            + "placed_minor AS PlacedMinor, orders_ended AS OrdersEnded, pieces_shipped AS PiecesShipped, "
            + "invoices AS Invoices, invoiced_minor AS InvoicedMinor, paid_minor AS PaidMinor "
            + $"FROM {Schema}days WHERE day >= @From AND day <= @To ORDER BY day, channel, currency",
            new { From = ReadModelLayout.DayNumber(from), To = ReadModelLayout.DayNumber(to) }, cancellationToken)
            .ConfigureAwait(false);
        return [.. rows.Select(static row => new DailyFigure(
            ReadModelLayout.DayOf((int)row.Day), row.Channel, row.Currency, row.OrdersPlaced, row.PlacedMinor,
            row.OrdersEnded, row.PiecesShipped, row.Invoices, row.InvoicedMinor, row.PaidMinor))];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _dialect.DisposeAsync();

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private static DateTimeOffset? TimeOrNull(long ticks) => ticks == 0 ? null : Time(ticks);

    private static T Body<T>(string json, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(json, type)
        ?? throw new ReadModelUnavailableException("A row of the read models is empty: run o2c projections rebuild.");

    private static int? DayOrNull(DateOnly? day) => day is { } known ? ReadModelLayout.DayNumber(known) : null;

    private static Page<T> PageOf<T>(List<T> items, int size, Func<T, Cursor> place, string list)
    {
        if (items.Count <= size) return new Page<T>([.. items], null);
        items.RemoveRange(size, items.Count - size);
        return new Page<T>([.. items], place(items[^1]).Write(list));
    }

    private async ValueTask<T?> OneAsync<T>(string sql, object? parameters, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var connection = await _dialect.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            return await connection.QueryFirstOrDefaultAsync<T>(
                new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)).ConfigureAwait(false);
        }
        catch (Exception exception) when (_dialect.IsFailure(exception))
        {
            throw Unavailable(exception);
        }
    }

    private async ValueTask<List<T>> ManyAsync<T>(string sql, object? parameters, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await _dialect.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var closing = connection.ConfigureAwait(false);
            var rows = await connection.QueryAsync<T>(
                new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)).ConfigureAwait(false);
            return rows.AsList();
        }
        catch (Exception exception) when (_dialect.IsFailure(exception))
        {
            throw Unavailable(exception);
        }
    }

    /// <summary>
    /// One page along an index: <paramref name="along"/> says which rows, in which order; those that don't fit
    /// <paramref name="filter"/> are left out, and count towards what a page may look at.
    /// </summary>
    /// <param name="along">A SELECT … FROM … WHERE … ORDER BY …, without its LIMIT, with columns Place and Id.</param>
    private async ValueTask<Page<T>> ScanAsync<TRecord, T>(
        string list, string along, string filter, DynamicParameters parameters, int size, Func<TRecord, T> item,
        CancellationToken cancellationToken)
        where TRecord : ListRecord
    {
        parameters.Add("Take", size + 1);
        parameters.Add("Scan", MaxScanned);

        // The last row that may be looked at comes along, fitting or not: it is where the next page goes on.
        var sql = filter.Length == 0
            ? $"{along} LIMIT @Take"
            : $"SELECT found.*, CASE WHEN {filter} THEN 0 ELSE 1 END AS IsLeftOut FROM "
                + $"(SELECT seen.*, row_number() OVER () AS Nth FROM ({along} LIMIT @Scan) AS seen) AS found "
                + $"WHERE ({filter}) OR Nth = @Scan LIMIT @Take";
        var records = await ManyAsync<TRecord>(sql, parameters, cancellationToken).ConfigureAwait(false);
        if (records.Count == 0) return new Page<T>([], null);
        var last = records[^1];
        var isLeftOut = last.IsLeftOut != 0;
        var isFull = records.Count > size && !isLeftOut;
        var isMore = isFull || last.Nth == MaxScanned;
        if (isFull || isLeftOut) records.RemoveAt(records.Count - 1);
        if (isFull) last = records[^1];
        return new Page<T>(
            [.. records.Select(item)], isMore ? new Cursor(last.Place, last.Id).Write(list) : null);
    }

    private static ReadModelUnavailableException Unavailable(Exception exception) =>
        new("The read models can't be read: " + exception.Message, exception);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed class HeaderRecord
    {
        public long Version { get; set; }
        public long LatestTicks { get; set; }
        public long WrittenTicks { get; set; }
    }

    /// <summary>A row of a list that is looked at.</summary>
    private abstract class ListRecord
    {
        public long Place { get; set; }
        public string Id { get; set; } = "";

        /// <summary>The how manieth it is of those looked at; zero where nothing is filtered.</summary>
        public long Nth { get; set; }

        /// <summary>Not zero: it doesn't fit, and only says where the next page goes on.</summary>
        public long IsLeftOut { get; set; }
    }

    private sealed class BodyRecord
    {
        public string Body { get; set; } = "";
        public long Place { get; set; }
        public string Id { get; set; } = "";
    }

    private sealed class DayRecord
    {
        public long Day { get; set; }
        public string Channel { get; set; } = "";
        public string Currency { get; set; } = "";
        public long OrdersPlaced { get; set; }
        public long PlacedMinor { get; set; }
        public long OrdersEnded { get; set; }
        public long PiecesShipped { get; set; }
        public long Invoices { get; set; }
        public long InvoicedMinor { get; set; }
        public long PaidMinor { get; set; }
    }
}
