using OrderToCash.Domain.Inventory;

namespace OrderToCash.Tests.Codecs;

internal static partial class Examples
{
    private static IEnumerable<Example> StockExamples() =>
    [
        Of(
            new StockEvent.Moved(
                MovementKind.Count, "BER", 120, -3, 5, "INV-3", Later, Later.AddMinutes(-5), "Becher blau", true,
                new("feed:wms")),
            new StockEvent.Moved(MovementKind.Receipt, "BER", 0, 0, null, "GR-1", Placed, Placed, null, false, Ada),
            new StockEvent.Moved(
                MovementKind.Scrap, "BER", 1, -1, null, "SC-1", Placed, Placed, null, false, Ada)
            {
                ExtraJson = "{\"shelf\":\"R-7\"}",
            }),
        Of(
            new StockEvent.Reserved(Order, 1, 2, 1, Placed, true),
            new StockEvent.Reserved(Order, 0, 0, 0, Placed, false)),
        Of(new StockEvent.Backordered(Order, 1, 3, Placed), new StockEvent.Backordered(Order, 0, 0, Placed)),
        Of(
            new StockEvent.ReservationRefused(Order, 1, 3, 2, RefusalReason.OutOfStock),
            new StockEvent.ReservationRefused(Order, 0, 0, 0, RefusalReason.UnknownSku)),
        Of(
            new StockEvent.Reduced(Order, 1, 2, Warehouses, true),
            new StockEvent.Reduced(Order, 0, 0, [], false)),
        Of(
            new StockEvent.Allocated(Order, 1, Warehouses, 1, Placed),
            new StockEvent.Allocated(Order, 0, [], 0, Placed)),
        Of(
            new StockEvent.Shipped(Order, "S-1", "BER", 2, -2, Later),
            new StockEvent.Shipped(Order, "S-1", "BER", 0, 0, Placed)),
        Of(
            new StockEvent.ShortfallChanged(4, "count INV-3"),
            new StockEvent.ShortfallChanged(0, "receipt GR-1")),
        Of(new StockEvent.BackordersServed(500, true), new StockEvent.BackordersServed(0, false)),
    ];

    private static Example Of(StockEvent full, StockEvent minimal, StockEvent? later = null) =>
        new(Mug.Value, full, minimal, later);
}
