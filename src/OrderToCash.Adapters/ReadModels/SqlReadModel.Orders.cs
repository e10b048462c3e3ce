using System.Collections.Immutable;
using Dapper;
using OrderToCash.Application.Projections;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Adapters.ReadModels;

/// <content>Orders, searches, picks and work queues.</content>
public sealed partial class SqlReadModel
{
    private const string OrderList = "orders";
    private const string QueueList = "queue";
    private const string PickList = "picks";

    private const string OrderColumns =
        "o.order_id AS Id, o.channel AS Channel, o.status AS Status, o.placed_ticks AS Place, o.currency AS Currency, "
        + "o.total_minor AS TotalMinor, o.account_id AS AccountId, o.customer_name AS CustomerName, "
        + "o.customer_email AS CustomerEmail, o.line_count AS LineCount, o.holds AS Holds, "
        + "o.backordered AS Backordered, o.warehouses AS Warehouses, o.updated_ticks AS UpdatedTicks, "
        + "o.shard AS Shard, o.position AS Position";

    /// <summary>Above every order id: it begins a page with the newest order.</summary>
    private static readonly Cursor BeforeNewest = new(long.MaxValue, "\U0010FFFF");

    /// <summary>Below every order id: it begins a page with the oldest order.</summary>
    private static readonly Cursor BeforeOldest = new(long.MinValue, "");

    /// <inheritdoc/>
    public async ValueTask<OrderDetail?> FindOrderAsync(string orderId, CancellationToken cancellationToken)
    {
        var row = await OneAsync<BodyRecord>(
            $"SELECT body AS Body FROM {Schema}orders WHERE order_id = @OrderId",
            new { OrderId = _dialect.Key(orderId) }, cancellationToken).ConfigureAwait(false);
        return row is null ? null : Body(row.Body, ReadModelJson.Compact.OrderDetail);
    }

    /// <inheritdoc/>
    public ValueTask<Page<OrderRow>> ListOrdersAsync(
        OrderQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        var after = Cursor.Read(OrderList, page.After, BeforeNewest);
        var parameters = new DynamicParameters();
        parameters.Add("Placed", after.Number);
        parameters.Add("Id", _dialect.Key(after.Text));
        List<string> filters = [];
        var (from, key) = ($"{Schema}orders o", "o");
        var along = "";
        if (query.Sku is not null)
        {
            (from, key) = ($"{Schema}order_skus s CROSS JOIN {Schema}orders o", "s");
            along = "s.sku = @Sku AND o.order_id = s.order_id AND ";
            parameters.Add("Sku", _dialect.Key(query.Sku));
        }
        else if (query.AccountId is not null)
        {
            along = "o.account_id = @AccountId AND ";
        }
        else if (query.Status is not null)
        {
            (from, key) = _dialect.OrdersByStatus;
            along = $"{key}.status = @Status AND ";
        }

        Filter("AccountId", query.AccountId, "AccountId = @AccountId");
        Filter("Status", (int?)query.Status, "Status = @Status");
        Filter("Channel", query.Channel, "Channel = @Channel");
        Filter("Currency", query.Currency, "Currency = @Currency");
        Filter("MinTotal", query.MinTotalMinor, "TotalMinor >= @MinTotal");
        Filter("MaxTotal", query.MaxTotalMinor, "TotalMinor <= @MaxTotal");
        Filter(
            "Warehouse", query.Warehouse is null ? null : "% " + Escaped(query.Warehouse) + " %",
            "Warehouses LIKE @Warehouse ESCAPE '!'");
        var fromPlaced = "";
        if (query.PlacedFrom is { } placedFrom)
        {
            parameters.Add("PlacedFrom", placedFrom.UtcTicks);
            fromPlaced = $" AND {key}.placed_ticks >= @PlacedFrom";
        }

        if (query.PlacedBefore is { } before)
        {
            parameters.Add("PlacedBefore", before.UtcTicks);
            fromPlaced += $" AND {key}.placed_ticks < @PlacedBefore";
        }

        return ScanAsync<OrderRecord, OrderRow>(
            OrderList,
            $"SELECT {OrderColumns} FROM {from} WHERE {along}({key}.placed_ticks, {key}.order_id) < (@Placed, @Id)"
            + $"{fromPlaced} ORDER BY {key}.placed_ticks DESC, {key}.order_id DESC",
            string.Join(" AND ", filters), parameters, page.BoundedSize, RowOf, cancellationToken);

        void Filter(string name, object? value, string condition)
        {
            if (value is null) return;
            parameters.Add(name, value is string text ? _dialect.Key(text) : value);

            // What the index is followed by need not be looked at again.
            if (!along.Contains("@" + name + " ", StringComparison.Ordinal)) filters.Add(condition);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<OrderRow>> SearchOrdersAsync(
        string text, int limit, CancellationToken cancellationToken)
    {
        var words = SearchTerms.OfQuery(text);
        if (words.Count == 0) return [];
        var rows = await ManyAsync<OrderRecord>(
            _dialect.SearchSql(OrderColumns),
            new { Words = _dialect.SearchText(words), Limit = Math.Clamp(limit, 1, PageRequest.MaxSize) },
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(RowOf)];
    }

    /// <inheritdoc/>
    public async ValueTask<Page<Pick>> ListPicksAsync(
        string warehouse, PageRequest page, CancellationToken cancellationToken)
    {
        var after = Cursor.Read(PickList, page.After, BeforeOldest);
        var rows = await ManyAsync<BodyRecord>(
            $"SELECT body AS Body, placed_ticks AS Place, order_id AS Id FROM {Schema}picks "
            + "WHERE warehouse = @Warehouse AND (placed_ticks, order_id) > (@Placed, @Id) "
            + "ORDER BY placed_ticks, order_id LIMIT @Take",
            new
            {
                Warehouse = _dialect.Key(warehouse),
                Placed = after.Number,
                Id = _dialect.Key(after.Text),
                Take = page.BoundedSize + 1,
            }, cancellationToken).ConfigureAwait(false);
        var found = PageOf(rows, page.BoundedSize, static row => new Cursor(row.Place, row.Id), PickList);
        return new Page<Pick>(
            [.. found.Items.Select(static row => Body(row.Body, ReadModelJson.Compact.Pick))], found.Next);
    }

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<QueueCount>> CountQueuesAsync(
        DateOnly today, CancellationToken cancellationToken)
    {
        var rows = await ManyAsync<QueueRecord>(
            $"""
            SELECT {Bit(HoldReason.Review)} AS Queue, count(*) AS Waiting FROM {Schema}orders
                WHERE holds > 0 AND (holds & {Bit(HoldReason.Review)}) <> 0
            UNION ALL SELECT {Bit(HoldReason.Credit)}, count(*) FROM {Schema}orders
                WHERE holds > 0 AND (holds & {Bit(HoldReason.Credit)}) <> 0
            UNION ALL SELECT {Bit(HoldReason.Prepayment)}, count(*) FROM {Schema}orders
                WHERE holds > 0 AND (holds & {Bit(HoldReason.Prepayment)}) <> 0
            UNION ALL SELECT -{(int)WorkQueue.Held}, count(*) FROM {Schema}orders WHERE holds > 0
            UNION ALL SELECT -{(int)WorkQueue.Backordered}, count(*) FROM {Schema}orders WHERE backordered > 0
            UNION ALL SELECT -{(int)WorkQueue.ToShip}, count(*) FROM {Schema}picks
            UNION ALL SELECT -{(int)WorkQueue.Overdue}, count(*) FROM {Schema}open_items
                WHERE due_day < @Today AND open_minor > 0
            UNION ALL SELECT -{(int)WorkQueue.Overdue}, count(*) FROM {Schema}account_orders
                WHERE prepayment_minor > 0 AND prepayment_day < @Today
            UNION ALL SELECT -{(int)WorkQueue.ParkedPayments}, count(*) FROM {Schema}payments WHERE status = 3
            """, new { Today = ReadModelLayout.DayNumber(today) }, cancellationToken).ConfigureAwait(false);
        return [.. rows
            .GroupBy(static row => QueueOf((int)row.Queue))
            .Select(static group => new QueueCount(group.Key, group.Sum(static row => row.Waiting)))
            .OrderBy(static count => (int)count.Queue)];
    }

    /// <inheritdoc/>
    public ValueTask<Page<OrderRow>> ListQueueAsync(
        WorkQueue queue, PageRequest page, CancellationToken cancellationToken)
    {
        var list = QueueList + Text((int)queue);
        var after = Cursor.Read(list, page.After, BeforeOldest);
        var parameters = new DynamicParameters();
        parameters.Add("Placed", after.Number);
        parameters.Add("Id", _dialect.Key(after.Text));
        var (from, filter) = queue switch
        {
            WorkQueue.Held => ($"{Schema}orders o WHERE o.holds > 0", ""),
            WorkQueue.Review => HeldFor(HoldReason.Review),
            WorkQueue.Credit => HeldFor(HoldReason.Credit),
            WorkQueue.Prepayment => HeldFor(HoldReason.Prepayment),
            WorkQueue.Backordered => ($"{Schema}orders o WHERE o.backordered > 0", ""),
            WorkQueue.ToShip => (
                $"{Schema}orders o WHERE o.order_id IN (SELECT p.order_id FROM {Schema}picks p "
                + "WHERE (p.placed_ticks, p.order_id) > (@Placed, @Id) "
                + "GROUP BY p.placed_ticks, p.order_id ORDER BY p.placed_ticks, p.order_id LIMIT @Take)", ""),
            _ => throw new ArgumentOutOfRangeException(nameof(queue), queue, "This queue holds no orders."),
        };
        return ScanAsync<OrderRecord, OrderRow>(
            list,
            $"SELECT {OrderColumns} FROM {from} AND (o.placed_ticks, o.order_id) > (@Placed, @Id) "
            + "ORDER BY o.placed_ticks, o.order_id",
            filter, parameters, page.BoundedSize, RowOf, cancellationToken);

        (string From, string Filter) HeldFor(HoldReason reason) =>
            ($"{Schema}orders o WHERE o.holds > 0", $"(Holds & {Bit(reason)}) <> 0");
    }

    private static string Bit(HoldReason reason) => Text(1 << (int)reason);

    private static WorkQueue QueueOf(int number) => number switch
    {
        1 << (int)HoldReason.Review => WorkQueue.Review,
        1 << (int)HoldReason.Credit => WorkQueue.Credit,
        1 << (int)HoldReason.Prepayment => WorkQueue.Prepayment,
        _ => (WorkQueue)(-number),
    };

    private static string Escaped(string text) =>
        text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal);

    private static OrderRow RowOf(OrderRecord row)
    {
        var holds = ImmutableArray<HoldReason>.Empty;
        for (var reason = HoldReason.Review; reason <= HoldReason.Prepayment; reason++)
            if ((row.Holds & (1 << (int)reason)) != 0) holds = holds.Add(reason);
        return new OrderRow(
            row.Id, row.Channel, row.Id[Math.Min(row.Id.Length, row.Channel.Length + 1)..], (OrderStatus)row.Status,
            Time(row.Place), row.Currency, row.TotalMinor, row.AccountId, row.CustomerName, row.CustomerEmail,
            (int)row.LineCount, holds, (int)row.Backordered, Time(row.UpdatedTicks),
            new RowVersion((int)row.Shard, row.Position));
    }

    private sealed class OrderRecord : ListRecord
    {
        public string Channel { get; set; } = "";
        public long Status { get; set; }
        public string Currency { get; set; } = "";
        public long TotalMinor { get; set; }
        public string AccountId { get; set; } = "";
        public string? CustomerName { get; set; }
        public string? CustomerEmail { get; set; }
        public long LineCount { get; set; }
        public long Holds { get; set; }
        public long Backordered { get; set; }
        public long UpdatedTicks { get; set; }
        public long Shard { get; set; }
        public long Position { get; set; }
    }

    private sealed class QueueRecord
    {
        public long Queue { get; set; }
        public long Waiting { get; set; }
    }
}
