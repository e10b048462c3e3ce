using OrderToCash.Application.Projections;

namespace OrderToCash.Adapters.Sqlite;

/// <content>Stock by SKU and warehouse.</content>
internal sealed partial class SqliteReadModelWriter
{
    private static readonly string AddToStock =
        "INSERT INTO stock VALUES " + Placeholders(7) + " ON CONFLICT DO UPDATE SET "
        + "name = coalesce(excluded.name, name), reserved = reserved + excluded.reserved, "
        + "waiting = waiting + excluded.waiting, shortfall = coalesce(excluded.shortfall, shortfall), "
        + "shard = excluded.shard, position = excluded.position";

    private static readonly string AddToShelf =
        "INSERT INTO shelves VALUES " + Placeholders(5) + " ON CONFLICT DO UPDATE SET "
        + "on_hand = on_hand + excluded.on_hand, allocated = allocated + excluded.allocated, "
        + "safety_stock = coalesce(excluded.safety_stock, safety_stock)";

    private void WriteStock(ReadModelChanges changes)
    {
        var stock = Prepare(AddToStock);
        foreach (var (sku, delta) in changes.Stock)
        {
            stock.Text(1, sku);
            stock.TextOrNull(2, delta.Name);
            stock.Int64(3, delta.Reserved);
            stock.Int64(4, delta.Waiting);
            if (delta.ShortfallPieces is { } pieces)
                stock.Int64(5, pieces);
            else
                stock.Null(5);
            stock.Int64(6, delta.Shard);
            stock.Int64(7, delta.Position);
            stock.Run();
        }

        var shelf = Prepare(AddToShelf);
        foreach (var ((sku, warehouse), delta) in changes.Shelves)
        {
            shelf.Text(1, sku);
            shelf.Text(2, warehouse);
            shelf.Int64(3, delta.OnHand);
            shelf.Int64(4, delta.Allocated);
            if (delta.SafetyStock is { } pieces)
                shelf.Int64(5, pieces);
            else
                shelf.Null(5);
            shelf.Run();
        }
    }
}
