using System.Collections.Immutable;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Tests.Inventory;

/// <summary>
/// The rules of stock written down as plainly as possible, to compare with: full history, everything summed and sorted
/// anew at each question.
/// </summary>
internal sealed class NaiveStock
{
    private readonly Dictionary<(string Warehouse, string Reference), StockCommand.Move> _references = [];
    private readonly Dictionary<string, NaiveWarehouse> _warehouses = [];
    private readonly Dictionary<string, NaiveOrder> _orders = [];

    public IReadOnlyDictionary<string, NaiveOrder> Orders => _orders;

    public IReadOnlyDictionary<string, NaiveWarehouse> Warehouses => _warehouses;

    public IEnumerable<NaiveOrder> Queue => _orders.Values.Where(o => o.Waiting > 0)
        .OrderBy(o => o.PlacedAt).ThenBy(o => o.Name, StringComparer.Ordinal);

    public long Available => _warehouses.Values.Sum(w => (long)w.OnHand - w.Safety)
        - _orders.Values.Sum(o => o.Promised + o.Allocated.Values.Sum());

    public StockReplyCode Move(StockCommand.Move move, DateTimeOffset now)
    {
        var key = (move.Warehouse, move.Reference);
        if (_references.TryGetValue(key, out var known))
            return known == move ? StockReplyCode.Duplicate : StockReplyCode.ReferenceConflict;
        var warehouse = _warehouses.GetValueOrDefault(move.Warehouse) ?? new NaiveWarehouse();
        var at = move.MovedAt > now ? now : move.MovedAt;
        var signed = move.Kind == MovementKind.Scrap ? -move.Quantity : move.Quantity;
        var isSeen = warehouse.Counts.Any(c => c.At >= at);
        if (move.Kind != MovementKind.Count && signed < 0 && !isSeen && warehouse.OnHand + signed < 0)
            return StockReplyCode.NotEnoughOnHand;
        if (move.Kind == MovementKind.Count)
            warehouse.Counts.Add((at, move.Quantity));
        else
            warehouse.Deltas.Add((at, signed));
        warehouse.Safety = move.SafetyStock ?? warehouse.Safety;
        _warehouses[move.Warehouse] = warehouse;
        _references.Add(key, move);
        return StockReplyCode.Accepted;
    }

    /// <summary>Pieces promised and pieces waiting; null where the request is refused.</summary>
    public (int Promised, int Waiting)? Reserve(StockCommand.Reserve reserve)
    {
        if (_warehouses.Count == 0)
            return null;
        var queued = Queue.Sum(o => o.Waiting);
        var free = Math.Max(0, Available - queued);
        if (!reserve.AllowBackorder && free < reserve.Quantity)
            return null;
        var promised = reserve.AllowBackorder && queued > 0 ? 0 : (int)Math.Min(free, reserve.Quantity);
        if (!_orders.TryGetValue(reserve.Order.Value, out var order))
            _orders[reserve.Order.Value] = order = new NaiveOrder(reserve.Order.Value, reserve.PlacedAt);
        order.Revision = reserve.Revision;
        order.Promised += promised;
        order.Waiting += reserve.Quantity - promised;
        return (promised, reserve.Quantity - promised);
    }

    /// <summary>How many of the pieces that are asked for must be found.</summary>
    public int Findable(string name, int quantity)
    {
        var order = _orders[name];
        var asked = Math.Min(quantity, order.Promised);
        var onShelves = _warehouses.Sum(w => Math.Max(0, FreeIn(w.Key)));
        if (Available >= 0)
            return asked;
        var older = _orders.Values.Where(o => Compare(o, order) < 0).Sum(o => o.Promised);
        return Math.Clamp(onShelves - older, 0, asked);
    }

    public int FreeIn(string warehouse) => _warehouses[warehouse].OnHand
        - _orders.Values.Sum(o => o.Allocated.GetValueOrDefault(warehouse));

    /// <summary>The fewest warehouses that have so many pieces.</summary>
    public int FewestFor(int quantity)
    {
        var free = _warehouses.Keys.Select(w => Math.Max(0, FreeIn(w) - _warehouses[w].Safety)).ToArray();
        if (free.Sum() < quantity)
            free = [.. _warehouses.Keys.Select(w => Math.Max(0, FreeIn(w)))];
        var count = 0;
        foreach (var pieces in free.OrderDescending())
        {
            if (quantity <= 0)
                break;
            quantity -= pieces;
            count++;
        }

        return count;
    }

    public void Allocated(string name, ImmutableArray<WarehouseQuantity> parts, int missing)
    {
        var order = _orders[name];
        foreach (var part in parts)
            order.Allocated[part.Warehouse] = order.Allocated.GetValueOrDefault(part.Warehouse) + part.Quantity;
        order.Promised -= missing + parts.Sum(p => p.Quantity);
        order.Waiting += missing;
    }

    /// <summary>Ships pieces that are tied to the warehouse.</summary>
    public void Ship(StockCommand.Ship ship)
    {
        _warehouses[ship.Warehouse].Deltas.Add((ship.ShippedAt, -ship.Quantity));
        _orders[ship.Order.Value].Allocated[ship.Warehouse] -= ship.Quantity;
        Forget(ship.Order.Value);
    }

    /// <summary>Gives back pieces; which warehouses they come from is the caller's to say.</summary>
    public (int Waiting, int Promised, int Allocated) Reduce(
        string name, int keep, Func<IEnumerable<WarehouseQuantity>> givenBack)
    {
        var order = _orders[name];
        var rest = Math.Max(0, order.Held - keep);
        var waiting = Math.Min(rest, order.Waiting);
        var promised = Math.Min(rest - waiting, order.Promised);
        order.Waiting -= waiting;
        order.Promised -= promised;
        foreach (var part in givenBack())
            order.Allocated[part.Warehouse] -= part.Quantity;
        Forget(name);
        return (waiting, promised, rest - waiting - promised);
    }

    /// <summary>Who gets how many pieces, in which order.</summary>
    public List<(string Name, int Quantity)> Serve()
    {
        var served = new List<(string, int)>();
        var available = Available;
        foreach (var order in Queue.ToArray())
        {
            var quantity = (int)Math.Min(available, order.Waiting);
            if (quantity <= 0)
                break;
            available -= quantity;
            order.Waiting -= quantity;
            order.Promised += quantity;
            served.Add((order.Name, quantity));
        }

        return served;
    }

    private static int Compare(NaiveOrder x, NaiveOrder y) => x.PlacedAt == y.PlacedAt
        ? string.CompareOrdinal(x.Name, y.Name)
        : x.PlacedAt.CompareTo(y.PlacedAt);

    private void Forget(string name)
    {
        if (_orders[name].Held == 0)
            _orders.Remove(name);
    }

    internal sealed class NaiveWarehouse
    {
        public List<(DateTimeOffset At, int Quantity)> Counts { get; } = [];

        public List<(DateTimeOffset At, int Quantity)> Deltas { get; } = [];

        public int Safety { get; set; }

        /// <summary>The last count, and every movement after it.</summary>
        public int OnHand
        {
            get
            {
                if (Counts.Count == 0)
                    return Deltas.Sum(d => d.Quantity);
                var last = Counts.Max(c => c.At);
                return Counts.Last(c => c.At == last).Quantity + Deltas.Where(d => d.At > last).Sum(d => d.Quantity);
            }
        }
    }

    internal sealed class NaiveOrder(string name, DateTimeOffset placedAt)
    {
        public string Name => name;

        public DateTimeOffset PlacedAt => placedAt;

        public int Revision { get; set; }

        public int Waiting { get; set; }

        public int Promised { get; set; }

        public Dictionary<string, int> Allocated { get; } = [];

        public int Held => Waiting + Promised + Allocated.Values.Sum();
    }
}
