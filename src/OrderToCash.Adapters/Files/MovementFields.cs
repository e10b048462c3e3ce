namespace OrderToCash.Adapters.Files;

/// <summary>The fields of a stock movement.</summary>
public static class MovementFields
{
    internal const int Sku = 0, Warehouse = 1, Kind = 2, Quantity = 3, SafetyStock = 4, Reference = 5, At = 6, Name = 7;

    /// <summary>A stock movement.</summary>
    public static FieldSet MovementSet { get; } = new(
        "A movement or a count of stock",
        new Field(Sku, "sku", FieldKind.Name, true, "The stock keeping unit."),
        new Field(Warehouse, "warehouse", FieldKind.Name, true, "The warehouse."),
        new Field(Kind, "kind", FieldKind.Choice, true, "`count` states the quantity found, the others move it.")
        {
            Choices = ["count", "receipt", "correction", "scrap"],
        },
        new Field(Quantity, "quantity", FieldKind.Integer, true, "Pieces; signed for a correction, else not negative."),
        new Field(
            SafetyStock, "safetyStock", FieldKind.Integer, false,
            "Pieces never promised from this warehouse; without it, as before."),
        new Field(
            Reference, "reference", FieldKind.Name, true,
            "Makes a repeat harmless: the goods receipt's or the count's number."),
        new Field(At, "at", FieldKind.Time, true, "When it moved or was counted."),
        new Field(Name, "name", FieldKind.Text, false, "What it is."));
}
