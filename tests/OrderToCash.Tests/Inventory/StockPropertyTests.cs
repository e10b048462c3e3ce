using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Application.Outbound;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using Xunit;
using Xunit.Abstractions;

namespace OrderToCash.Tests.Inventory;

/// <summary>Random commands, compared step by step with <see cref="NaiveStock"/>.</summary>
public class StockPropertyTests(ITestOutputHelper output)
{
    private const int Steps = 600;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Warehouses = ["BER", "MUC", "HAM"];

    private readonly NaiveStock _naive = new();
    private readonly List<StockEvent> _events = [];
    private readonly List<StockCommand> _sent = [];
    private readonly HashSet<string> _asked = [];
    private StockState _state = StockItem.Initial("A-1");

    /// <summary>What channels are offered is made of it.</summary>
    private StockLevel _level = StockLevel.Empty;
    private Random _random = new(0);
    private DateTimeOffset _now = Start;
    private bool _isServeDue;

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_sequence_agrees_with_the_naive_model(int seed)
    {
        output.WriteLine($"seed {seed}");
        _random = new Random(seed);
        for (var step = 0; step < Steps; step++)
        {
            _now = _now.AddSeconds(_random.Next(90));
            try
            {
                Step();
                Compare();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}, step {step}: {e.Message}", e);
            }

            // Live, from now on, is what a restart would load.
            if (_random.Next(150) == 0)
                _state = StockItem.FromSnapshot(StockItem.ToSnapshot(_state));
        }

        Assert.True(_events.OfType<StockEvent.Shipped>().Any(), "The run must get as far as shipments.");
        AssertSameAsFromZero(_events);
        AssertGoodsConserved();
    }

    private void Step()
    {
        if (_isServeDue && _random.Next(3) == 0)
        {
            Serve();
            return;
        }

        switch (_random.Next(100))
        {
            case < 14:
                Move();
                break;
            case < 50:
                Reserve();
                break;
            case < 72:
                Allocate();
                break;
            case < 88:
                Ship();
                break;
            case < 96:
                Reduce();
                break;
            default:
                Repeat();
                break;
        }
    }

    private void Move()
    {
        var kind = _random.Next(10) switch
        {
            0 => MovementKind.Count,
            1 => MovementKind.Scrap,
            2 => MovementKind.Correction,
            _ => MovementKind.Receipt,
        };
        var quantity = kind switch
        {
            MovementKind.Count => _random.Next(40),
            MovementKind.Correction => _random.Next(1, 8) * (_random.Next(2) == 0 ? 1 : -1),
            MovementKind.Scrap => _random.Next(1, 12),
            _ => _random.Next(1, 45),
        };
        int? safety = _random.Next(12) == 0 ? _random.Next(6) : null;
        var at = _random.Next(4) == 0 ? _now.AddSeconds(_random.Next(-7_200, 600)) : _now;
        var move = new StockCommand.Move(
            kind, Pick(Warehouses), quantity, safety, "R" + _random.Next(2_000), at, null, new Actor("feed:test"));
        var expected = _naive.Move(move, _now);
        var reply = Send(move, out _);
        Assert.Equal(expected, reply.Code);
    }

    private void Reserve()
    {
        var name = "shop:" + _asked.Count;
        var revision = 1;
        if (_random.Next(10) == 0 && _naive.Orders.Count > 0)
        {
            // An edit: what is held goes back first.
            name = Pick(_naive.Orders.Keys.Order());
            revision = _naive.Orders[name].Revision + 1;
            Reduce(name, 0);
        }

        _asked.Add(name);
        var reserve = new StockCommand.Reserve(
            new OrderId(name), revision, _random.Next(1, 9), _now.AddSeconds(-_random.Next(400) / 60 * 60),
            AllowBackorder: _random.Next(6) > 0);
        var available = _state.AvailableToPromise;
        var expected = _naive.Reserve(reserve);
        Send(reserve, out var events);
        var answer = Assert.Single(events);
        var found = answer switch
        {
            StockEvent.Reserved e => (e.Quantity, e.Waiting),
            StockEvent.Backordered e => (0, e.Quantity),
            _ => ((int, int)?)null,
        };
        Assert.Equal(expected, found);
        if (answer is StockEvent.Reserved)
            Assert.InRange(_state.AvailableToPromise, 0, available);
    }

    private void Allocate()
    {
        if (Any(o => o.Promised > 0) is not { } order)
            return;
        var quantity = _random.Next(4) == 0 ? _random.Next(1, order.Promised + 1) : order.Promised;
        var findable = _naive.Findable(order.Name, quantity);
        var fewest = _naive.FewestFor(findable);
        var free = Warehouses.Where(_naive.Warehouses.ContainsKey).ToDictionary(w => w, _naive.FreeIn);
        Send(new StockCommand.Allocate(new OrderId(order.Name), order.Revision, quantity), out var events);
        var e = Assert.IsType<StockEvent.Allocated>(events[0]);
        Assert.Equal((quantity - findable, findable), (e.Missing, e.Warehouses.Sum(w => w.Quantity)));
        Assert.Equal(fewest, e.Warehouses.Length);
        Assert.All(e.Warehouses, w => Assert.InRange(w.Quantity, 1, free[w.Warehouse]));
        _naive.Allocated(order.Name, e.Warehouses, e.Missing);
    }

    private void Ship()
    {
        if (Any(o => o.Allocated.Values.Any(q => q > 0)) is not { } order)
            return;
        var (warehouse, pieces) = order.Allocated.First(a => a.Value > 0);
        var at = _random.Next(4) == 0 ? _now.AddSeconds(-_random.Next(7_200)) : _now;
        var ship = new StockCommand.Ship(
            new OrderId(order.Name), "S-" + _events.Count, warehouse, _random.Next(1, pieces + 1), at);
        _naive.Ship(ship);
        Send(ship, out var events);
        Assert.IsType<StockEvent.Shipped>(events[0]);
    }

    private void Reduce()
    {
        if (Any(_ => true) is { } order)
            Reduce(order.Name, _random.Next(2) == 0 ? 0 : _random.Next(order.Held + 2));
    }

    private void Reduce(string name, int keep)
    {
        Send(new StockCommand.Reduce(new OrderId(name), keep), out var events);
        var e = events.IsEmpty ? null : Assert.IsType<StockEvent.Reduced>(events[0]);
        var expected = _naive.Reduce(name, keep, () => e?.Warehouses ?? []);
        Assert.Equal(expected, (e?.Waiting ?? 0, e?.Promised ?? 0, e?.Warehouses.Sum(w => w.Quantity) ?? 0));
    }

    /// <summary>What was sent before and is idempotent by its content changes nothing.</summary>
    private void Repeat()
    {
        var sent = _sent.Where(c => c is StockCommand.Move || (c is StockCommand.Reserve r
            && _naive.Orders.TryGetValue(r.Order.Value, out var o) && o.Revision >= r.Revision)).ToArray();
        if (sent.Length == 0)
            return;
        var reply = Send(Pick(sent), out var events);
        Assert.Equal(StockReplyCode.Duplicate, reply.Code);
        Assert.Empty(events);
    }

    private void Serve()
    {
        _isServeDue = false;
        var expected = _naive.Serve();
        Send(StockCommand.ServeBackorders.Instance, out var events);
        Assert.Equal(expected, events.OfType<StockEvent.Reserved>().Select(e => (e.Order.Value, e.Quantity)));
        Assert.All(events.OfType<StockEvent.Reserved>(), e => Assert.True(e.FromBackorder));
        Assert.True(events.IsEmpty || _state.AvailableToPromise >= 0);
    }

    private StockReply Send(StockCommand command, out ImmutableArray<StockEvent> events)
    {
        // Deciding changes nothing; to compare every time would take longer than all the rest.
        var before = _random.Next(16) == 0 ? JsonSerializer.Serialize(StockItem.ToSnapshot(_state)) : null;
        var decision = StockItem.Decide(_state, command, _now);
        if (before is not null)
            Assert.Equal(before, JsonSerializer.Serialize(StockItem.ToSnapshot(_state)));
        events = decision.Events;
        foreach (var e in events)
        {
            _state = StockItem.Evolve(_state, e);
            _level = _level.After(e);
            _isServeDue |= OrderToCash.Domain.Flows.StockReactions.React("A-1", e)
                .Any(m => m.Command is StockCommand.ServeBackorders);
        }

        _events.AddRange(events);
        if (decision.Reply.Code == StockReplyCode.Accepted)
            _sent.Add(command);
        return decision.Reply;
    }

    private void Compare()
    {
        Assert.Equal(_naive.Available, _state.AvailableToPromise);
        Assert.Equal(Math.Max(0, -_naive.Available), _state.ShortfallPieces);
        Assert.Equal(Math.Max(0, _state.AvailableToPromise - _state.Waiting), _level.Available([]));
        foreach (var warehouse in _state.Warehouses)
        {
            var free = warehouse.OnHand - warehouse.SafetyStock - warehouse.Allocated;
            Assert.Equal(Math.Clamp(free, 0, _level.Available([])), _level.Available([warehouse.Name]));
            Assert.Equal(_naive.Warehouses[warehouse.Name].OnHand, warehouse.OnHand);
            Assert.Equal(
                _naive.Orders.Values.Sum(o => o.Allocated.GetValueOrDefault(warehouse.Name)), warehouse.Allocated);
        }

        Assert.Equal(_naive.Orders.Count, _state.Reservations.Count);
        foreach (var held in _state.Reservations)
        {
            var order = _naive.Orders[held.Order.Value];
            Assert.Equal((order.Waiting, order.Promised, order.Held), (held.Waiting, held.Promised, held.Held));
            Assert.True(held.Waiting >= 0 && held.Promised >= 0 && held.Warehouses.All(w => w.Quantity > 0));
        }

        Assert.Equal(_naive.Queue.Select(o => o.Name), _state.Backorders.Select(r => r.Order.Value));
        Assert.True(_isServeDue || _state.AvailableToPromise <= 0 || _state.Backorders.Count == 0, "Goods lie idle.");
    }

    private void AssertSameAsFromZero(IReadOnlyList<StockEvent> events)
    {
        var live = JsonSerializer.Serialize(StockItem.ToSnapshot(_state));
        var cut = _random.Next(events.Count);
        var loaded = StockItem.Initial("A-1");
        for (var index = 0; index < events.Count; index++)
        {
            if (index == cut)
                loaded = StockItem.FromSnapshot(StockItem.ToSnapshot(loaded));
            loaded = StockItem.Evolve(loaded, events[index]);
        }

        Assert.Equal(live, JsonSerializer.Serialize(StockItem.ToSnapshot(loaded)));
        Assert.Equal(live, JsonSerializer.Serialize(StockItem.ToSnapshot(
            events.Aggregate(StockItem.Initial("A-1"), StockItem.Evolve))));
    }

    private void AssertGoodsConserved()
    {
        foreach (var warehouse in _state.Warehouses)
        {
            var moved = _events.OfType<StockEvent.Moved>().Where(e => e.Warehouse == warehouse.Name).Sum(e => e.Delta);
            var shipped = _events.OfType<StockEvent.Shipped>()
                .Where(e => e.Warehouse == warehouse.Name).Sum(e => e.Delta);
            Assert.Equal(warehouse.OnHand, moved + shipped);
        }
    }

    private NaiveStock.NaiveOrder? Any(Func<NaiveStock.NaiveOrder, bool> isWanted)
    {
        var wanted = _naive.Orders.Values.Where(isWanted).OrderBy(o => o.Name, StringComparer.Ordinal).ToArray();
        return wanted.Length == 0 ? null : Pick(wanted);
    }

    private T Pick<T>(IEnumerable<T> from)
    {
        var all = from as IReadOnlyList<T> ?? [.. from];
        return all[_random.Next(all.Count)];
    }
}
