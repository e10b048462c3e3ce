using System.Collections.Immutable;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Ledger;
using OrderToCash.Domain.Numbering;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Orders;

/// <summary>
/// Orders, stock, accounts and number series, the real ones, with messages between them that arrive once and in order
/// from one entity to another, and in any order otherwise.
/// </summary>
/// <param name="isLarge">Checks an order after one command in 200: each check reads every line.</param>
internal sealed class SmallWorld(Random random, bool isLarge = false)
{
    private readonly SortedDictionary<string, Queue<Message>> _channels = new(StringComparer.Ordinal);
    private int _payments;
    private int _movements;
    private int _told;

    public SortedDictionary<string, OrderState> Orders { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, StockState> Stock { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, CustomerAccountState> Accounts { get; } = new(StringComparer.Ordinal);

    /// <summary>What the postings of the accounts' events sum to.</summary>
    public SortedDictionary<AccountRole, long> Balances { get; } = [];

    public SortedDictionary<string, SeriesState> Series { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<(string Order, string Name), DateTimeOffset> Reminders { get; } = [];

    public Dictionary<string, List<OrderEvent>> Histories { get; } = [];

    public DateTimeOffset Now { get; set; } = SampleOrders.Noon;

    public bool IsQuiet => _channels.Count == 0;

    public OrderReply Tell(string id, OrderCommand command)
    {
        if (!Orders.TryGetValue(id, out var state)) Orders[id] = state = Order.Initial(id);
        var isChecked = !isLarge || ++_told % 200 == 0 || IsQuiet;
        var before = isChecked ? Fingerprint(state) : null;
        var (reply, events) = Order.Decide(state, command, Now);
        if (isChecked) Assert.Equal(before, Fingerprint(state));
        if (!events.IsEmpty && !Histories.ContainsKey(id)) Histories[id] = [];
        var reactions = 0;
        foreach (var happened in events)
        {
            Order.Evolve(state, happened);
            if (isChecked) OrderChecks.Check(state);
            Histories[id].Add(happened);
            var messages = OrderReactions.React(id, happened);
            reactions += messages.Length;
            Send("order/" + id, messages);
            foreach (var (name, due) in OrderReminders.Remind(happened))
            {
                if (due is { } at) Reminders[(id, name)] = at;
                else Reminders.Remove((id, name));
            }
        }

        if (isChecked) OrderChecks.CheckWaits(state);
        Assert.True(
            events.Length + reactions <= 1024, $"{command} yields {events.Length} events, {reactions} reactions");
        return reply;
    }

    /// <summary>Brings goods of a SKU into a warehouse.</summary>
    public void Receive(string sku, string warehouse, int quantity)
        => TellStock(sku, new StockCommand.Move(
            MovementKind.Receipt, warehouse, quantity, null, $"GR-{++_movements}", Now, null, SampleOrders.Ada));

    /// <summary>Pays an amount that names these documents.</summary>
    public void Pay(AccountId account, long amount, params string[] documents)
        => TellAccount(account.Value, new AccountCommand.ApplyPayment(
            new PaymentId($"bank/{++_payments}"), amount, Currency.Eur, new DateOnly(2026, 12, 1), [.. documents]));

    /// <summary>Takes back the amount that a payment, counted from 1, settled of an order's prepayment.</summary>
    public void Undo(AccountId account, int payment, string order, long amount)
        => TellAccount(account.Value, new AccountCommand.UndoPayment(
            new PaymentId($"bank/{payment}"), 1, Currency.Eur, new DateOnly(2026, 12, 2),
            [new Allocation(order, new OrderId(order), ItemKind.Prepayment, amount, 0)], 0, 0, null, null, null));

    /// <summary>Delivers one message of a channel drawn at random.</summary>
    public void DeliverOne()
    {
        if (_channels.Count == 0) return;
        // To skip over hundreds of channels for each message takes longer than the messages.
        var (key, queue) = _channels.ElementAt(random.Next(isLarge ? Math.Min(8, _channels.Count) : _channels.Count));
        var message = queue.Dequeue();
        if (queue.Count == 0) _channels.Remove(key);
        switch (message.Command)
        {
            case OrderCommand command: Tell(message.To.Id, command); break;
            case StockCommand command: TellStock(message.To.Id, command); break;
            case AccountCommand command: TellAccount(message.To.Id, command); break;
            case SeriesCommand command: TellSeries(message.To.Id, command); break;
            default: break;
        }
    }

    public void DeliverAll()
    {
        while (!IsQuiet) DeliverOne();
    }

    /// <summary>Everything of a state that its decisions could read, as text.</summary>
    public static string Fingerprint(OrderState state)
        => string.Join(
            '|', state.Status, state.Revision, state.TotalMinor, string.Join(',', state.Lines),
            string.Join(',', state.Skus),
            string.Join(
                ',', state.Skus.SelectMany(sku => sku.Warehouses.IsDefault ? [] : sku.Warehouses.AsEnumerable())),
            state.Holds.Length, state.Releases.Length, state.PrepaymentMinor, state.PrepaidMinor, state.Invoices.Length,
            string.Join(',', state.Invoices.Select(invoice => invoice.Number + invoice.OpenMinor)),
            state.Shipments.Length,
            state.Cancellations.Count, state.Conflicts.Length, state.IsCreditAsked, state.IsCreditGranted,
            state.Outcome);

    private void TellStock(string id, StockCommand command)
    {
        if (!Stock.TryGetValue(id, out var state)) Stock[id] = state = StockItem.Initial(id);
        foreach (var happened in StockItem.Decide(state, command, Now).Events)
        {
            StockItem.Evolve(state, happened);
            Send("sku/" + id, StockReactions.React(id, happened));
        }
    }

    private void TellAccount(string id, AccountCommand command)
    {
        if (!Accounts.TryGetValue(id, out var state)) Accounts[id] = state = CustomerAccount.Initial(id);
        foreach (var happened in CustomerAccount.Decide(state, command, Now).Events)
        {
            CustomerAccount.Evolve(state, happened);
            foreach (var posting in Postings.Of(id, happened))
                Balances[posting.Role] = Balances.GetValueOrDefault(posting.Role) + posting.AmountMinor;
            Send("account/" + id, AccountReactions.React(id, happened));
        }
    }

    private void TellSeries(string id, SeriesCommand command)
    {
        if (!Series.TryGetValue(id, out var state)) Series[id] = state = NumberSeries.Initial(id);
        foreach (var happened in NumberSeries.Decide(state, command, Now).Events)
        {
            NumberSeries.Evolve(state, happened);
            Send("series/" + id, SeriesReactions.React(id, happened));
        }
    }

    private void Send(string from, ImmutableArray<Message> messages)
    {
        foreach (var message in messages)
        {
            if (message.To.Kind is not (Kinds.Order or Kinds.Sku or Kinds.Account or Kinds.Series)) continue;
            var key = $"{from}>{message.To.Kind}/{message.To.Id}";
            if (!_channels.TryGetValue(key, out var queue)) _channels[key] = queue = new Queue<Message>();
            queue.Enqueue(message);
        }
    }
}
