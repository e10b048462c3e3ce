using OrderToCash.Application.Projections;

namespace OrderToCash.Adapters.Postgres;

/// <content>Stock and daily figures.</content>
internal sealed partial class PostgresReadModelWriter
{
    private readonly PostgresRows _stock = new(
        "INSERT INTO stock AS s SELECT * FROM {rows} ON CONFLICT (sku) DO UPDATE SET "
        + "name = coalesce(excluded.name, s.name), reserved = s.reserved + excluded.reserved, "
        + "waiting = s.waiting + excluded.waiting, shortfall = coalesce(excluded.shortfall, s.shortfall), "
        + "position = excluded.position",
        "sku, name, reserved, waiting, shortfall, shard, position", "ttbbiib");

    private readonly PostgresRows _shelves = new(
        "INSERT INTO shelves AS s SELECT * FROM {rows} ON CONFLICT (sku, warehouse) DO UPDATE SET "
        + "on_hand = s.on_hand + excluded.on_hand, allocated = s.allocated + excluded.allocated, "
        + "safety_stock = coalesce(excluded.safety_stock, s.safety_stock)",
        "sku, warehouse, on_hand, allocated, safety_stock", "ttbbi");

    private readonly PostgresRows _days = new(
        "INSERT INTO days AS d SELECT * FROM {rows} ON CONFLICT (day, channel, currency) DO UPDATE SET "
        + "orders_placed = d.orders_placed + excluded.orders_placed, "
        + "placed_minor = d.placed_minor + excluded.placed_minor, "
        + "orders_ended = d.orders_ended + excluded.orders_ended, "
        + "pieces_shipped = d.pieces_shipped + excluded.pieces_shipped, invoices = d.invoices + excluded.invoices, "
        + "invoiced_minor = d.invoiced_minor + excluded.invoiced_minor, "
        + "paid_minor = d.paid_minor + excluded.paid_minor",
        "day, channel, currency, orders_placed, placed_minor, orders_ended, pieces_shipped, invoices, invoiced_minor, "
        + "paid_minor", "ittbbbbbbb");

    private void TakeStock(ReadModelChanges changes)
    {
        foreach (var (sku, delta) in changes.Stock)
        {
            _stock.Add(sku).Add(delta.Name).Add(delta.Reserved).Add(delta.Waiting).Add(delta.ShortfallPieces)
                .Add(delta.Shard).Add(delta.Position);
        }

        foreach (var ((sku, warehouse), delta) in changes.Shelves)
            _shelves.Add(sku).Add(warehouse).Add(delta.OnHand).Add(delta.Allocated).Add(delta.SafetyStock);
    }

    private void TakeDays(ReadModelChanges changes)
    {
        foreach (var (key, delta) in changes.Days)
        {
            _days.Add(key.Day).Add(key.Channel).Add(key.Currency).Add(delta.OrdersPlaced).Add(delta.PlacedMinor)
                .Add(delta.OrdersEnded).Add(delta.PiecesShipped).Add(delta.Invoices).Add(delta.InvoicedMinor)
                .Add(delta.PaidMinor);
        }
    }
}
