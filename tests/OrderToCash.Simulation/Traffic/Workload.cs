using System.Globalization;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.Audit;
using OrderToCash.Simulation.World;

namespace OrderToCash.Simulation.Traffic;

/// <summary>
/// What channels, warehouses, the bank and persons do: much of it at once, wrong, late or twice, on few SKUs.
/// </summary>
internal sealed partial class Workload
{
    private static readonly string[] Channels = ["shopify", "ebay"];
    private static readonly string[] Warehouses = ["BER1", "HAM2", "MUC3"];
    private static readonly Actor Feed = new("feed:simulation");
    private static readonly Actor Person = new("user:ada");

    private readonly Client _client;
    private readonly JournalModel _journal;
    private readonly SimulatedTime _time;
    private readonly Random _random;
    private readonly string[] _skus;
    private readonly int _customers;
    private readonly List<string> _placed = [];
    private int _serial;

    public Workload(Client client, JournalModel journal, SimulatedTime time, Random random)
    {
        (_client, _journal, _time, _random) = (client, journal, time, random);
        _skus = [.. Enumerable.Range(1, random.Next(2, 9)).Select(static i => "SKU-" + Text(i))];
        _customers = random.Next(1, 7);
        _banks =
        [
            new SimulatedBank(new Iban(Main), hasReferences: random.Next(2) == 0),
            new SimulatedBank(new Iban(Second), hasReferences: true),
        ];
    }

    /// <summary>Orders that were sent for the first time.</summary>
    public int PlacedCount => _placed.Count;

    /// <summary>Before anything else: an own bank account, and some goods.</summary>
    public void Open()
    {
        RegisterBanks();
        foreach (var sku in _skus)
        {
            if (_random.Next(6) > 0)
                Receive(sku, _random.Next(1, 40));
        }
    }

    /// <summary>Something happens.</summary>
    /// <param name="mayPlace">False once enough orders are placed: then what is open goes on.</param>
    public void Step(bool mayPlace)
    {
        switch (_random.Next(125))
        {
            case < 34 when mayPlace: PlaceNew(); break;
            case < 38: PlaceAgain(); break;
            case < 43: Edit(); break;
            case < 50: Cancel(); break;
            case < 68: Ship(); break;
            case < 71: ShipWrongly(); break;
            case < 80: MoveGoods(); break;
            case < 86: Decide(); break;
            case < 87: DecideAboutCustomer(); break;
            case < 96: Pay(); break;
            case < 98: PaySecond(); break;
            case < 103: DeliverAgain(); break;
            case < 120: DecidePayment(); break;
            case < 123: Import(); break;
            case < 124: PresentDebit(); break;
            default: Forget(); break;
        }
    }

    /// <summary>Towards the end: whatever is awaited comes, so that most orders end.</summary>
    public void GiveAll()
    {
        foreach (var (sku, model) in _journal.Skus.ToArray())
        {
            if (model.Waiting > 0 || model.Shortfall > 0)
                Receive(sku, (int)model.Waiting + model.Shortfall);
        }

        foreach (var order in _journal.Orders.Values.Where(static order => !order.IsOver).ToArray())
        {
            foreach (var reason in order.Holds.Keys.Where(static reason => reason != HoldReason.Prepayment).ToArray())
                Tell(order.Id, new OrderCommand.ReleaseHold(Person, "go on", reason));

            ShipWhatIsThere(order);
        }

        Pay();
        DeliverAll();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Tell(string order, OrderCommand command) =>
        _client.Send(new EntityId(Kinds.Order, order), command);

    private string? AnyOrder()
    {
        if (_placed.Count == 0)
            return null;

        // Mostly a recent one: that is where things race.
        var back = _random.Next(3) > 0 ? Math.Min(8, _placed.Count) : _placed.Count;
        return _placed[_placed.Count - 1 - _random.Next(back)];
    }

    private OrderModel? AnyKnownOrder() =>
        AnyOrder() is { } id && _journal.Orders.TryGetValue(id, out var order) ? order : null;

    private void Decide()
    {
        if (AnyOrder() is not { } id)
            return;

        HoldReason? reason = _random.Next(4) switch
        {
            0 => HoldReason.Prepayment,
            1 => HoldReason.Review,
            2 => HoldReason.Credit,
            _ => null,
        };
        Tell(id, _random.Next(10) == 0
            ? new OrderCommand.Reject("not this one", Person)
            : new OrderCommand.ReleaseHold(Person, "note " + Text(++_serial), reason));
    }
}
