using OrderToCash.Domain.Inventory;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Projections;

/// <summary>Stock by SKU and warehouse. Every event says by how much what changes, so no row has to be read.</summary>
/// <remarks>
/// The one place where a stock item looks at what an order holds, a shipment of pieces that are not tied to the
/// warehouse, can't be seen here; such a shipment breaks the invariant "no ghosts", which <c>o2c audit</c> checks.
/// </remarks>
internal sealed class StockProjection(ReadModelChanges changes)
{
    public void Apply(string sku, int shard, in CommittedEvent committed)
    {
        ref var stock = ref changes.Stock.Of(sku);
        stock.Shard = shard;
        stock.Position = committed.Position;
        switch ((StockEvent)committed.Event)
        {
            case StockEvent.Moved moved:
                ref var moving = ref Shelf(sku, moved.Warehouse);
                moving.OnHand += moved.Delta;
                moving.SafetyStock = moved.SafetyStock ?? moving.SafetyStock;
                stock.Name = moved.Name ?? stock.Name;
                break;
            case StockEvent.Reserved reserved:
                stock.Reserved += reserved.Quantity;
                stock.Waiting += reserved.FromBackorder ? -reserved.Quantity : reserved.Waiting;
                break;
            case StockEvent.Backordered backordered:
                stock.Waiting += backordered.Quantity;
                break;
            case StockEvent.Allocated allocated:
                stock.Reserved -= allocated.Missing;
                stock.Waiting += allocated.Missing;
                foreach (var (warehouse, quantity) in allocated.Warehouses)
                {
                    stock.Reserved -= quantity;
                    Shelf(sku, warehouse).Allocated += quantity;
                }

                break;
            case StockEvent.Reduced reduced:
                stock.Waiting -= reduced.Waiting;
                stock.Reserved -= reduced.Promised;
                foreach (var (warehouse, quantity) in reduced.Warehouses)
                    Shelf(sku, warehouse).Allocated -= quantity;
                break;
            case StockEvent.Shipped shipped:
                ref var shelf = ref Shelf(sku, shipped.Warehouse);
                shelf.OnHand += shipped.Delta;
                shelf.Allocated -= shipped.Quantity;
                break;
            case StockEvent.ShortfallChanged changed:
                stock.ShortfallPieces = changed.Pieces;
                break;
        }
    }

    private ref ShelfDelta Shelf(string sku, string warehouse) => ref changes.Shelves.Of((sku, warehouse));
}
