using OrderToCash.Domain.Inventory;

namespace OrderToCash.Simulation.Audit;

/// <summary>A SKU as an auditor counts it: on hand by warehouse, and what each order holds.</summary>
internal sealed class SkuModel(string sku, Verdict verdict)
{
    /// <summary>What was available to be offered from each of its events on.</summary>
    private readonly List<(long Position, long Pieces)> _offerable = [];

    public Dictionary<string, WarehouseModel> Warehouses { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, HeldModel> Held { get; } = new(StringComparer.Ordinal);

    public HashSet<(string Warehouse, string Reference)> References { get; } = [];

    /// <summary>Pieces by order, shipment and warehouse.</summary>
    public Dictionary<(string Order, string Shipment, string Warehouse), int> Shipped { get; } = [];

    public int Shortfall { get; private set; }

    /// <summary>True once anything happened to it.</summary>
    public bool IsKnown => _offerable.Count > 0;

    public long Available =>
        Warehouses.Values.Sum(static warehouse => (long)warehouse.OnHand - warehouse.Safety)
        - Held.Values.Sum(static held => (long)held.Promised + held.Allocated);

    public long Waiting => Held.Values.Sum(static held => (long)held.Waiting);

    public void Apply(StockEvent happened)
    {
        switch (happened)
        {
            case StockEvent.Moved moved: Apply(moved); break;
            case StockEvent.Reserved reserved: Apply(reserved); break;
            case StockEvent.Backordered waiting: Of(waiting.Order.Value).Waiting += waiting.Quantity; break;
            case StockEvent.Reduced reduced: Apply(reduced); break;
            case StockEvent.Allocated allocated: Apply(allocated); break;
            case StockEvent.Shipped shipped: Apply(shipped); break;
            case StockEvent.ShortfallChanged changed: Shortfall = changed.Pieces; break;
        }
    }

    /// <summary>Notes what is available after the event at this shard position.</summary>
    public void Note(long position) => _offerable.Add((position, Math.Max(0, Available - Waiting)));

    /// <summary>What a channel might have been told at a shard position; 0 before the first event.</summary>
    public long OfferableAt(long position)
    {
        for (var index = _offerable.Count - 1; index >= 0; index--)
        {
            if (_offerable[index].Position <= position)
                return _offerable[index].Pieces;
        }

        return 0;
    }

    /// <summary>After whole commands: what promises lack is said, neither more nor less.</summary>
    public void CheckShortfall() => verdict.Same(
        Math.Max(0, -Available), Shortfall, $"SKU {sku}: the shortfall that was raised");

    private void Apply(StockEvent.Moved moved)
    {
        verdict.Require(
            References.Add((moved.Warehouse, moved.Reference)),
            $"SKU {sku}: {moved.Reference} moved goods in {moved.Warehouse} twice.");
        var warehouse = WarehouseOf(moved.Warehouse);
        var stated = moved.Kind == MovementKind.Scrap ? -moved.Quantity : moved.Quantity;
        verdict.Require(
            moved.Kind == MovementKind.Count || moved.Delta == 0 || moved.Delta == stated,
            $"SKU {sku}: {moved.Kind} {moved.Reference} of {moved.Quantity} changed {moved.Delta}.");
        warehouse.OnHand += moved.Delta;
        warehouse.Safety = moved.SafetyStock ?? warehouse.Safety;
        if (moved.Kind == MovementKind.Count && moved.EffectiveAt >= warehouse.LastMovedAt)
            verdict.Same(moved.Quantity, warehouse.OnHand, $"SKU {sku}: on hand after count {moved.Reference}");

        if (moved.EffectiveAt > warehouse.LastMovedAt)
            warehouse.LastMovedAt = moved.EffectiveAt;
    }

    private void Apply(StockEvent.Reserved reserved)
    {
        var held = Of(reserved.Order.Value);
        held.Promised += reserved.Quantity;
        held.Waiting += reserved.FromBackorder ? -reserved.Quantity : reserved.Waiting;
        verdict.Require(reserved.Quantity > 0, $"SKU {sku}: {reserved.Order} is promised {reserved.Quantity} pieces.");
        verdict.Require(
            Available >= 0, $"SKU {sku} is oversold: the promise to {reserved.Order} leaves {Available} available.");
        verdict.Require(held.Waiting >= 0, $"SKU {sku}: {reserved.Order} is served more than it waits for.");
    }

    private void Apply(StockEvent.Reduced reduced)
    {
        var held = Of(reduced.Order.Value);
        held.Waiting -= reduced.Waiting;
        held.Promised -= reduced.Promised;
        foreach (var (warehouse, quantity) in reduced.Warehouses)
            held.Tie(warehouse, -quantity);

        Check(reduced.Order.Value, held);
    }

    private void Apply(StockEvent.Allocated allocated)
    {
        var held = Of(allocated.Order.Value);
        held.Promised -= allocated.Missing;
        held.Waiting += allocated.Missing;
        foreach (var (warehouse, quantity) in allocated.Warehouses)
        {
            held.Promised -= quantity;
            held.Tie(warehouse, quantity);
        }

        Check(allocated.Order.Value, held);
    }

    private void Apply(StockEvent.Shipped shipped)
    {
        var key = (shipped.Order.Value, shipped.Shipment, shipped.Warehouse);
        verdict.Require(
            Shipped.TryAdd(key, shipped.Quantity), $"SKU {sku}: {key} is taken off the shelf twice.");
        verdict.Require(
            shipped.Delta == 0 || shipped.Delta == -shipped.Quantity,
            $"SKU {sku}: shipping {shipped.Quantity} changed {shipped.Delta}.");
        var held = Of(shipped.Order.Value);
        verdict.Require(
            held.Warehouses.GetValueOrDefault(shipped.Warehouse) >= shipped.Quantity,
            $"SKU {sku}: {shipped.Order} ships {shipped.Quantity} from {shipped.Warehouse} without a reservation.");
        held.Tie(shipped.Warehouse, -shipped.Quantity);
        var warehouse = WarehouseOf(shipped.Warehouse);
        warehouse.OnHand += shipped.Delta;
        if (shipped.ShippedAt > warehouse.LastMovedAt)
            warehouse.LastMovedAt = shipped.ShippedAt;

        Check(shipped.Order.Value, held);
    }

    private void Check(string order, HeldModel held)
    {
        verdict.Require(
            held is { Waiting: >= 0, Promised: >= 0 } && held.Warehouses.Values.All(static pieces => pieces > 0),
            $"SKU {sku}: {order} holds fewer than no pieces: {held}.");
        if (held.Waiting + held.Promised + held.Allocated == 0)
            Held.Remove(order);
    }

    private HeldModel Of(string order)
    {
        if (!Held.TryGetValue(order, out var held))
            Held.Add(order, held = new HeldModel());

        return held;
    }

    private WarehouseModel WarehouseOf(string name)
    {
        if (!Warehouses.TryGetValue(name, out var warehouse))
            Warehouses.Add(name, warehouse = new WarehouseModel());

        return warehouse;
    }
}

/// <summary>A warehouse's pieces.</summary>
internal sealed class WarehouseModel
{
    public int OnHand { get; set; }

    public int Safety { get; set; }

    public DateTimeOffset LastMovedAt { get; set; }
}

/// <summary>What an order holds of a SKU.</summary>
internal sealed class HeldModel
{
    public int Waiting { get; set; }

    public int Promised { get; set; }

    public Dictionary<string, int> Warehouses { get; } = new(StringComparer.Ordinal);

    public int Allocated => Warehouses.Values.Sum();

    public void Tie(string warehouse, int pieces)
    {
        var now = Warehouses.GetValueOrDefault(warehouse) + pieces;
        if (now == 0)
            Warehouses.Remove(warehouse);
        else
            Warehouses[warehouse] = now;
    }

    public override string ToString() =>
        $"{Waiting} waiting, {Promised} promised, "
        + string.Join(" ", Warehouses.Select(static part => $"{part.Value} in {part.Key}"));
}
