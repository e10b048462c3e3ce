using OrderToCash.Domain.Inventory;

namespace OrderToCash.Application.Audit;

/// <summary>A SKU: what is on its shelves, who holds pieces, and what may still be promised.</summary>
internal sealed partial class StockFold(ulong sku) : EntityFold
{
    private readonly Dictionary<ulong, HeldPart> _held = [];

    /// <summary>By order and warehouse; only what is tied now.</summary>
    private readonly Dictionary<ulong, int> _tied = [];

    private readonly List<Shelf> _shelves = new(1);
    private EventPlace _last;
    private long _onHand;
    private long _safetyStock;

    /// <summary>Promised and allocated.</summary>
    private long _taken;

    /// <summary>The shortfall as the SKU last said it.</summary>
    private long _raised;

    private long Available => _onHand - _safetyStock - _taken;

    /// <inheritdoc/>
    public override EntityFold Apply(object domainEvent, Findings findings)
    {
        if (domainEvent is not StockEvent.ShortfallChanged)
            CheckShortfall(_last, findings);
        switch ((StockEvent)domainEvent)
        {
            case StockEvent.Reserved reserved: Promise(reserved, findings); break;
            case StockEvent.Allocated allocated: Allocate(allocated, findings); break;
            case StockEvent.Shipped shipped: Ship(shipped, findings); break;
            case StockEvent.Moved moved: Move(moved, findings); break;
            case StockEvent.Backordered waiting:
                Change(Key.Of(waiting.Order.Value), waiting.Quantity, 0, 0, findings);
                break;
            case StockEvent.ReservationRefused refused:
                Change(Key.Of(refused.Order.Value), 0, 0, 0, findings);
                break;
            case StockEvent.Reduced reduced: Reduce(reduced, findings); break;
            case StockEvent.ShortfallChanged changed:
                _raised = changed.Pieces;
                CheckShortfall(findings.Place, findings);
                break;
            default: break;
        }

        _last = findings.Place;
        return this;
    }

    /// <inheritdoc/>
    public override void Finish(Findings findings, Watermarks watermarks)
    {
        CheckShortfall(_last, findings);
        findings.Count(Checked.Skus);
        findings.Count(Checked.Shelves, _shelves.Count);
        foreach (var (order, held) in _held)
        {
            var pieces = (long)held.Waiting + held.Promised + held.Allocated;
            if (pieces != 0)
                findings.Count(Checked.Reservations);
            findings.Held.Add(new HeldPieces(Key.Mix(order, sku), held.Place, pieces, held.Shelves));
        }
    }

    private void Promise(StockEvent.Reserved reserved, Findings findings)
    {
        findings.Count(Checked.Promises);
        if (reserved.Quantity > Available)
        {
            findings.Break(
                Invariant.NoOversell, $"{reserved.Quantity} pieces promised to {reserved.Order}",
                $"at most the {Math.Max(0, Available)} that were available to promise");
        }

        var waiting = reserved.FromBackorder ? -reserved.Quantity : reserved.Waiting;
        Change(Key.Of(reserved.Order.Value), waiting, reserved.Quantity, 0, findings);

        // Said once: what the promise took too much is no shortfall that the SKU had to raise.
        if (Available < 0 && reserved.Quantity > 0)
            _raised = -Available;
    }

    private void Allocate(StockEvent.Allocated allocated, Findings findings)
    {
        var order = Key.Of(allocated.Order.Value);
        var named = 0;
        foreach (var (warehouse, quantity) in allocated.Warehouses)
        {
            named += quantity;
            Tie(order, Key.Of(warehouse), quantity);
        }

        var promised = _held.GetValueOrDefault(order).Promised;
        if (named + allocated.Missing > promised)
        {
            findings.Break(
                Invariant.NoGhosts, $"{named + allocated.Missing} pieces allocated to {allocated.Order}",
                $"at most the {promised} that were promised to it");
        }

        Change(order, allocated.Missing, -(named + allocated.Missing), named, findings);
    }

    private void Reduce(StockEvent.Reduced reduced, Findings findings)
    {
        var order = Key.Of(reduced.Order.Value);
        var tied = 0;
        foreach (var (warehouse, quantity) in reduced.Warehouses)
        {
            tied += quantity;
            Tie(order, Key.Of(warehouse), -quantity);
        }

        Change(order, -reduced.Waiting, -reduced.Promised, -tied, findings);
    }

    private void Change(ulong order, int waiting, int promised, int allocated, Findings findings)
    {
        var held = _held.GetValueOrDefault(order);
        held = held with
        {
            Waiting = held.Waiting + waiting,
            Promised = held.Promised + promised,
            Allocated = held.Allocated + allocated,
            Place = findings.Place,
        };
        _taken += promised + allocated;
        if (held.Waiting < 0 || held.Promised < 0 || held.Allocated < 0)
        {
            findings.Break(
                Invariant.GoodsConserved,
                $"{held.Waiting} waiting, {held.Promised} promised, {held.Allocated} allocated for one order",
                "none below zero");
        }

        // What became of the last pieces is only needed where the order may not know yet.
        if (held is { Waiting: 0, Promised: 0, Allocated: 0 } && !findings.IsPast)
            _held.Remove(order);
        else
            _held[order] = held;
    }

    private void Tie(ulong order, ulong warehouse, int quantity)
    {
        var key = Key.Mix(order, warehouse);
        var before = _tied.GetValueOrDefault(key);
        var tied = before + quantity;
        if (tied == 0)
            _tied.Remove(key);
        else
            _tied[key] = tied;
        var held = _held.GetValueOrDefault(order);
        _held[order] = held with
        {
            Shelves = unchecked(held.Shelves - Key.OfPart(warehouse, before) + Key.OfPart(warehouse, tied)),
        };
    }

    /// <summary>Where promises exceed what is there, the SKU has said so with the event that made it so.</summary>
    private void CheckShortfall(EventPlace place, Findings findings)
    {
        var shortfall = Math.Max(0, -Available);
        if (shortfall == _raised)
            return;
        findings.Break(
            Invariant.NoOversell, place, $"a shortfall of {_raised} pieces raised",
            $"{shortfall} pieces: {Available} are available to promise");
        _raised = shortfall;
    }

    /// <summary>What one order holds.</summary>
    private readonly record struct HeldPart(
        int Waiting, int Promised, int Allocated, EventPlace Place, ulong Shelves);
}
