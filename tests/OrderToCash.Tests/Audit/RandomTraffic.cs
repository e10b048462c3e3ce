using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Tests.Orders;

namespace OrderToCash.Tests.Audit;

/// <summary>
/// What channels, warehouses, customers and persons tell the engine, drawn at random: much of it what the engine waits
/// for, some of it nonsense, as in life.
/// </summary>
internal sealed partial class RandomTraffic(Random random) : IShardObserver
{
    private const int Customers = 3;
    private static readonly Origin Test = new("test", "user:test");
    private static readonly string[] Skus = ["A-1", "A-2", "A-3", "A-4", "unknown"];
    private readonly ConcurrentDictionary<string, OrderContent> _contents = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Order, OrderEvent.Allocated Event)> _allocated = new();
    private readonly ConcurrentQueue<(string Account, string Document, long Minor)> _owed = new();
    private readonly ConcurrentQueue<string> _received = new();
    private readonly ConcurrentDictionary<string, (string Account, string Document, long Minor)> _meant =
        new(StringComparer.Ordinal);
    private ImmutableArray<BankTransaction> _lastEntries = [];
    private long _lastOpening;
    private long _balance;
    private int _number;

    public AuditWorld? World { private get; set; }

    private AuditWorld There => World ?? throw new InvalidOperationException("There is no world yet.");

    public async Task StepAsync()
    {
        There.Pass(TimeSpan.FromMinutes(random.Next(20)));
        var order = "shopify:" + ((_number / 30) + random.Next(12));
        switch (random.Next(31))
        {
            case < 5: await TellAsync(Kinds.Order, order, SampleOrders.Place(Content(order))); break;
            case 5: await TellAsync(Kinds.Order, order, Cancel()); break;
            case < 12: await ShipAsync(); break;
            case < 14: await TellAsync(Kinds.Sku, Skus[random.Next(4)], Move()); break;
            case 14: await TellAsync(Kinds.Order, order, Release()); break;
            case 15 when random.Next(5) == 0:
                await TellAsync(Kinds.Order, order, new OrderCommand.Reject("not this one", SampleOrders.Ada));
                break;
            case 15: await TellAsync(Kinds.Order, order, new OrderCommand.Expire()); break;
            case < 20: await PayAsync(); break;
            case 24: await PayOutAsync(); break;
            case 25: await ReportAsync(); break;
            case 26: await UndoPayoutAsync(); break;
            case 27 or 28: await UndoPaymentAsync(); break;
            case 29: await ReturnAsync(); break;
            case 30: await ImportAsync(); break;
            case 20 when _lastEntries.Length > 0: await BookAsync(_lastOpening, _lastEntries); break;
            default: await MatchAsync(); break;
        }
    }

    public void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events)
    {
        foreach (var committed in events)
        {
            var id = committed.Entity.Id;
            switch (committed.Event)
            {
                case OrderEvent.Placed placed: _contents[id] = placed.Content; break;
                case OrderEvent.Edited edited: _contents[id] = edited.Content; break;
                case OrderEvent.Allocated allocated: _allocated.Enqueue((id, allocated)); break;
                case AccountEvent.ItemOpened opened: _owed.Enqueue((id, opened.Number, opened.OpenMinor)); break;
                case AccountEvent.PrepaymentOpened opened:
                    _owed.Enqueue((id, opened.Order.Value, opened.AmountMinor));
                    break;
                case PaymentEvent.Received: _received.Enqueue(id); break;
                default: break;
            }
        }
    }

    public void OnDelivered(int shard, long position)
    {
    }

    public void OnNotice(in ShardNotice notice) =>
        Assert.True(notice.Kind == ShardNoticeKind.Activated, notice.Text);

    private OrderContent Content(string order)
    {
        var lines = new OrderLine[random.Next(1, 4)];
        for (var i = 0; i < lines.Length; i++)
        {
            var sku = Skus[random.Next(random.Next(8) == 0 ? 5 : 4)];
            var price = random.Next(6) == 0 ? 0 : random.Next(1, 30_000) / 100m;
            lines[i] = SampleOrders.Line($"{i + 1}", sku, random.Next(1, 4), price, random.Next(3) == 0 ? 7 : 19);
        }

        var method = (PaymentMethod)random.Next(1, 4);
        return SampleOrders.Content(lines) with
        {
            OrderNumber = order[(order.IndexOf(':') + 1)..],
            Customer = new Customer("c-" + random.Next(Customers), "a@example.org", "Ada Muster"),
            UpdatedAt = There.Now,
            PricesIncludeTax = random.Next(3) > 0,
            Shipping = random.Next(2) == 0 ? new Shipping("standard", 490, 19) : null,
            Policy = new OrderPolicy(random.Next(3) > 0, random.Next(3) > 0),
            Payment = new PaymentTerms(
                method, 14, [], "paypal", "8XJ", method == PaymentMethod.Psp ? (PspStatus)random.Next(1, 4) : null),
        };
    }

    private OrderCommand.Cancel Cancel() => new(
        "changed my mind", There.Now,
        random.Next(4) == 0 ? [] : [new CancelLine($"{random.Next(1, 4)}", random.Next(1, 3))], SampleOrders.Feed,
        null);

    /// <summary>All or a part of what was allocated; the rest comes round again.</summary>
    private async Task ShipAsync()
    {
        if (!_allocated.TryDequeue(out var next) || !_contents.TryGetValue(next.Order, out var content))
            return;
        foreach (var (warehouse, quantity) in next.Event.Warehouses)
        {
            var line = content.Lines.FirstOrDefault(one => one.Sku == next.Event.Sku);
            if (line is null)
                continue;
            var pieces = Math.Min(line.Quantity, random.Next(1, quantity + 1));
            var ship = new OrderCommand.Ship(
                "S-" + ++_number, warehouse, There.Now.AddMinutes(random.Next(-300, 5)), null, null,
                [new ShipLine(line.LineId, pieces)], SampleOrders.Ada);
            await TellAsync(Kinds.Order, next.Order, ship);
            if (pieces < quantity)
            {
                WarehouseQuantity rest = new(warehouse, quantity - pieces);
                _allocated.Enqueue((next.Order, next.Event with { Warehouses = [rest] }));
            }
        }
    }

    private StockCommand.Move Move() => new(
        random.Next(3) > 0 ? MovementKind.Receipt : (MovementKind)random.Next(1, 5),
        random.Next(3) > 0 ? "BER1" : "HAM1", random.Next(1, 9), random.Next(10) == 0 ? random.Next(3) : null,
        "M-" + ++_number, There.Now.AddMinutes(random.Next(-300, 5)), null, SampleOrders.Ada);

    private OrderCommand.ReleaseHold Release() => new(
        SampleOrders.Ada, "note " + ++_number,
        random.Next(3) == 0 ? HoldReason.Prepayment : random.Next(2) == 0 ? HoldReason.Review : null);

    /// <summary>What is owed, in full or not quite.</summary>
    private async Task PayAsync()
    {
        if (!_owed.TryDequeue(out var owed))
            return;
        var amount = random.Next(4) switch
        {
            0 => Math.Max(1, owed.Minor / 2),
            1 => owed.Minor + 100,
            _ => Math.Max(1, owed.Minor),
        };
        if (amount < owed.Minor)
            _owed.Enqueue((owed.Account, owed.Document, owed.Minor - amount));
        var entry = There.Transaction("E-" + ++_number, amount);
        _meant[AuditWorld.Iban.Value + "/" + entry.Identity] = (owed.Account, owed.Document, amount);
        (_lastOpening, _lastEntries) = (_balance, [entry]);
        _balance += amount;
        await BookAsync(_lastOpening, _lastEntries);
    }

    private async Task MatchAsync()
    {
        if (!_received.TryDequeue(out var payment))
            return;
        if (_payouts.TryGetValue(payment, out var payout))
        {
            await DecideAsync(payment, payout);
            return;
        }

        if (_returns.TryGetValue(payment, out var returned))
        {
            await TellAsync(Kinds.Payment, payment, returned);
            return;
        }

        var (account, document, amount) = _meant[payment];
        _matched.Add((payment, amount));
        if (random.Next(8) == 0)
            account = "shopify:c-" + random.Next(Customers);
        await TellAsync(Kinds.Payment, payment, random.Next(10) == 0
            ? new PaymentCommand.Decide(
                new MatchDecision(MatchOutcome.Review, "no idea", MatchFacts.OfPerson), Actor.Rule("default@1"))
            : new PaymentCommand.Assign(
                [new PaymentShare(new AccountId(account), amount, null, [document])], "test", SampleOrders.Ada));
    }

    private Task BookAsync(long openingMinor, ImmutableArray<BankTransaction> entries)
    {
        var closing = openingMinor + entries.Sum(entry => entry.SignedMinor);
        var header = new StatementHeader(
            "camt/" + ++_number, null, null, null, Currency.Eur, openingMinor, closing, entries.Length);
        return TellAsync(
            Kinds.Bank, AuditWorld.Iban.Value, new BankCommand.BookEntries(header, 0, true, entries, SampleOrders.Ada));
    }

    private async Task TellAsync(string kind, string id, object command) =>
        await There.Host.PostAsync(new EntityId(kind, id), command, Test, null, 0, default);
}
