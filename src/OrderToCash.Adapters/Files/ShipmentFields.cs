namespace OrderToCash.Adapters.Files;

/// <summary>The fields of a shipment.</summary>
public static class ShipmentFields
{
    internal const int Order = 0, Shipment = 1, Warehouse = 2, At = 3, Carrier = 4, Tracking = 5, Lines = 6;

    internal const int LineId = 0, LineQuantity = 1;

    /// <summary>Pieces of a line in a shipment.</summary>
    public static FieldSet LineSet { get; } = new(
        "Pieces of a line of the order",
        new Field(LineId, "lineId", FieldKind.Name, true, "A line of the order."),
        new Field(LineQuantity, "quantity", FieldKind.Integer, true, "Pieces, at least 1."));

    /// <summary>A shipment.</summary>
    public static FieldSet ShipmentSet { get; } = new(
        "A shipment that left a warehouse",
        new Field(Order, "order", FieldKind.Text, true, "Channel and order number, `shopify:1001`."),
        new Field(
            Shipment, "shipment", FieldKind.Name, true,
            "The shipment's number, unique within the order: makes a repeat harmless."),
        new Field(Warehouse, "warehouse", FieldKind.Name, true, "The warehouse it left."),
        new Field(At, "at", FieldKind.Time, true, "When it left."),
        new Field(Carrier, "carrier", FieldKind.Text, false, "The carrier."),
        new Field(Tracking, "tracking", FieldKind.Text, false, "The carrier's tracking number."),
        new Field(Lines, "lines", FieldKind.List, true, "What is in it, at least one line.") { Fields = LineSet });
}
