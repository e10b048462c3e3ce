using System.Collections.Immutable;
using Dapper;
using OrderToCash.Application.Queries;

namespace OrderToCash.Adapters.ReadModels;

/// <content>Stock by SKU and warehouse.</content>
public sealed partial class SqlReadModel
{
    private const string StockList = "stock";

    private const string StockColumns =
        "s.sku AS Sku, s.name AS Name, s.reserved AS Reserved, s.waiting AS Waiting, "
        + "coalesce(s.shortfall, 0) AS Shortfall, s.shard AS Shard, s.position AS Position";

    /// <inheritdoc/>
    public async ValueTask<StockRow?> FindStockAsync(string sku, CancellationToken cancellationToken)
    {
        var rows = await ManyAsync<StockRecord>(
            $"SELECT {StockColumns} FROM {Schema}stock s WHERE s.sku = @Sku", new { Sku = _dialect.Key(sku) },
            cancellationToken).ConfigureAwait(false);
        var found = await WithShelvesAsync(rows, null, cancellationToken).ConfigureAwait(false);
        return found.IsEmpty ? null : found[0];
    }

    /// <inheritdoc/>
    public async ValueTask<Page<StockRow>> ListStockAsync(
        StockQuery query, PageRequest page, CancellationToken cancellationToken)
    {
        var after = Cursor.Read(StockList, page.After, new Cursor(0, ""));
        var parameters = new DynamicParameters();
        parameters.Add("After", _dialect.Key(after.Text));
        parameters.Add("Take", page.BoundedSize + 1);
        var conditions = "s.sku > @After";
        if (query.SkuPrefix is { Length: > 0 } prefix)
        {
            conditions += " AND s.sku >= @Prefix AND s.sku < @BeyondPrefix";
            parameters.Add("Prefix", _dialect.Key(prefix));
            parameters.Add("BeyondPrefix", _dialect.Key(prefix) + "\U0010FFFF");
        }

        if (query.OnlyShort) conditions += " AND s.shortfall > 0";
        if (query.Warehouse is not null)
        {
            conditions +=
                $" AND EXISTS (SELECT 1 FROM {Schema}shelves h WHERE h.sku = s.sku AND h.warehouse = @Warehouse)";
            parameters.Add("Warehouse", _dialect.Key(query.Warehouse));
        }

        var rows = await ManyAsync<StockRecord>(
            $"SELECT {StockColumns} FROM {Schema}stock s WHERE {conditions} ORDER BY s.sku LIMIT @Take", parameters,
            cancellationToken).ConfigureAwait(false);
        var found = PageOf(rows, page.BoundedSize, static row => new Cursor(0, row.Sku), StockList);
        return new Page<StockRow>(
            await WithShelvesAsync(found.Items, query.Warehouse, cancellationToken).ConfigureAwait(false), found.Next);
    }

    private async ValueTask<ImmutableArray<StockRow>> WithShelvesAsync(
        IReadOnlyList<StockRecord> rows, string? warehouse, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return [];
        var shelves = await ManyAsync<ShelfRecord>(
            "SELECT sku AS Sku, warehouse AS Warehouse, on_hand AS OnHand, allocated AS Allocated, "
            + $"coalesce(safety_stock, 0) AS SafetyStock FROM {Schema}shelves "
            + $"WHERE {_dialect.IsOneOf("sku", "@Skus")} ORDER BY sku, warehouse",
            new { Skus = rows.Select(static row => row.Sku).ToArray() }, cancellationToken).ConfigureAwait(false);
        var bySku = shelves.ToLookup(static shelf => shelf.Sku, StringComparer.Ordinal);
        return [.. rows.Select(row => new StockRow(
            row.Sku, row.Name, bySku[row.Sku].Sum(static shelf => shelf.OnHand),
            bySku[row.Sku].Sum(static shelf => shelf.SafetyStock), row.Reserved,
            bySku[row.Sku].Sum(static shelf => shelf.Allocated), row.Waiting, (int)row.Shortfall,
            [.. bySku[row.Sku].Where(shelf => warehouse is null || shelf.Warehouse == warehouse).Select(
                static shelf => new ShelfRow(shelf.Warehouse, shelf.OnHand, shelf.SafetyStock, shelf.Allocated))],
            new RowVersion((int)row.Shard, row.Position)))];
    }

    private sealed class StockRecord
    {
        public string Sku { get; set; } = "";
        public string? Name { get; set; }
        public long Reserved { get; set; }
        public long Waiting { get; set; }
        public long Shortfall { get; set; }
        public long Shard { get; set; }
        public long Position { get; set; }
    }

    private sealed class ShelfRecord
    {
        public string Sku { get; set; } = "";
        public string Warehouse { get; set; } = "";
        public long OnHand { get; set; }
        public long Allocated { get; set; }
        public long SafetyStock { get; set; }
    }
}
