namespace OrderToCash.Domain.Inventory;

/// <summary>One warehouse's stock of a SKU.</summary>
/// <remarks>Part of <see cref="StockState"/>, which alone changes it.</remarks>
public sealed class WarehouseStock
{
    internal WarehouseStock(string name)
        : this(name, new MovementHistory(), new RecentReferences())
    {
    }

    internal WarehouseStock(string name, MovementHistory movements, RecentReferences references)
    {
        Name = name;
        Movements = movements;
        References = references;
    }

    /// <summary>The warehouse's name.</summary>
    public string Name { get; }

    /// <summary>
    /// Pieces on the shelf according to the books. Below zero only where more was shipped after a count than it found:
    /// both are facts, so the books show that a receipt or a right count is missing.
    /// </summary>
    public int OnHand { get; internal set; }

    /// <summary>Pieces that are never promised.</summary>
    public int SafetyStock { get; internal set; }

    /// <summary>Pieces tied to orders.</summary>
    public int Allocated { get; internal set; }

    /// <summary>UTC ticks of the time of the last count; <see cref="long.MinValue"/> where there was none.</summary>
    public long CountedAtUtcTicks { get; internal set; } = long.MinValue;

    internal MovementHistory Movements { get; }

    internal RecentReferences References { get; }
}
