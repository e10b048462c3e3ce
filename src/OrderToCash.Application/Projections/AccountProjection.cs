using System.Collections.Immutable;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Projections;

/// <summary>Balances of customer accounts, and what is open of invoices and prepayments.</summary>
/// <remarks>
/// Mirrors <see cref="CustomerAccount.Evolve"/> on rows, since an account as a whole may be too large to load for each
/// batch; a test compares the two after random traffic.
/// </remarks>
internal sealed class AccountProjection(ReadModelChanges changes)
{
    /// <summary>Twice as many at most; an entry has about 200 bytes.</summary>
    private const int MaxKept = 32_768;

    private readonly TwoAgeCache<(string Account, string Order), AccountOrderEntry> _orders = new(MaxKept);
    private readonly TwoAgeCache<(string Account, string Document), OpenItemEntry> _invoices = new(MaxKept);

    /// <summary>Entries that the tables have to fill in before the batch is applied.</summary>
    public List<AccountOrderEntry> MissingOrders { get; } = [];

    /// <summary>Entries that the tables have to fill in before the batch is applied.</summary>
    public List<OpenItemEntry> MissingItems { get; } = [];

    /// <summary>Notes which rows the event needs.</summary>
    public void Prepare(in CommittedEvent committed)
    {
        var account = committed.Entity.Id;
        switch ((AccountEvent)committed.Event)
        {
            case AccountEvent.CreditGranted granted: Need(account, granted.Order.Value); break;
            case AccountEvent.CreditRefused refused: Need(account, refused.Order.Value); break;
            case AccountEvent.PrepaymentOpened opened: Need(account, opened.Order.Value); break;
            case AccountEvent.OrderWithdrawn withdrawn: Need(account, withdrawn.Order.Value); break;
            case AccountEvent.ItemOpened opened:
                Need(account, opened.Order.Value);
                // Numbers are unique, so the tables can't have it.
                _invoices.Add((account, opened.Number), new OpenItemEntry(account, ItemKind.Invoice, opened.Number));
                break;
            case AccountEvent.PaymentApplied applied: Prepare(account, applied.Allocations); break;
            case AccountEvent.PaymentUndone undone: Prepare(account, undone.Reopened); break;
            case AccountEvent.ItemImported imported:
                _invoices.Add(
                    (account, imported.Document), new OpenItemEntry(account, imported.Kind, imported.Document));
                break;
        }
    }

    private void Prepare(string account, ImmutableArray<Allocation> allocations)
    {
        foreach (var allocation in allocations)
        {
            if (allocation.Kind == ItemKind.Prepayment)
                Need(account, allocation.Order.Value);
            else if (!_invoices.TryGet((account, allocation.Document), out _))
                NeedInvoice(account, allocation.Kind, allocation.Document);
        }
    }

    /// <summary>A new event.</summary>
    public void Apply(int shard, in CommittedEvent committed)
    {
        var account = committed.Entity.Id;
        var stamp = new Stamp(account, shard, committed.Position, committed.At);
        switch ((AccountEvent)committed.Event)
        {
            case AccountEvent.CreditGranted granted:
                SetGrant(stamp, Of(account, granted.Order.Value, granted.Currency), granted.AmountMinor);
                break;
            case AccountEvent.CreditRefused refused:
                SetGrant(stamp, Of(account, refused.Order.Value, refused.Currency), 0);
                break;
            case AccountEvent.CreditLimitSet set:
                ref var limit = ref Balance(stamp, set.Currency.Code);
                limit.IsLimitSet = true;
                limit.LimitMinor = set.LimitMinor;
                break;
            case AccountEvent.PrepaymentOpened opened:
                var order = Of(account, opened.Order.Value, opened.Currency);
                order.PrepaymentGrossMinor = opened.AmountMinor;
                order.PrepaymentDay = ReadModelLayout.DayNumber(SellerCalendar.DateOf(committed.At));
                SetPrepayment(stamp, order, opened.AmountMinor);
                break;
            case AccountEvent.ItemOpened opened: Apply(stamp, opened); break;
            case AccountEvent.PaymentApplied applied: Apply(stamp, applied); break;
            case AccountEvent.PaymentUndone undone: Apply(stamp, undone); break;
            case AccountEvent.ItemImported imported: Apply(stamp, imported); break;
            case AccountEvent.OrderWithdrawn withdrawn: Apply(stamp, withdrawn); break;
            case AccountEvent.PayerLearned learned: AddPayer(account, learned.Iban ?? learned.Name); break;
            case AccountEvent.CustomerNoted noted:
                foreach (var iban in noted.Ibans) AddPayer(account, iban);
                break;
        }
    }

    /// <summary>To be called after the batch is written.</summary>
    public void Finish()
    {
        foreach (var order in changes.AccountOrders)
        {
            order.IsTouched = false;
            order.IsStored = !order.IsEmpty;
        }

        foreach (var item in changes.OpenItems)
        {
            item.IsTouched = false;
            item.IsStored = item.OpenMinor != 0;
            if (item.OpenMinor == 0) _invoices.Remove((item.Account, item.Document));
        }

        _orders.Age();
        _invoices.Age();
    }

    /// <summary>Forgets everything: what is here may be ahead of the tables.</summary>
    public void Clear()
    {
        _orders.Clear();
        _invoices.Clear();
        MissingOrders.Clear();
        MissingItems.Clear();
    }

    private void Apply(in Stamp stamp, AccountEvent.ItemOpened opened)
    {
        var order = Of(stamp.Account, opened.Order.Value, opened.Currency);
        SetAdvance(stamp, order, order.AdvanceMinor - opened.AdvanceMinor);
        SetPrepayment(
            stamp, order,
            order.PrepaymentMinor - Math.Min(order.PrepaymentMinor, opened.OpenMinor + opened.PspMinor));
        var grant = order.GrantedMinor - Math.Min(order.GrantedMinor, opened.GrossMinor);
        SetGrant(stamp, order, grant > CustomerAccount.MaxGrantRestMinor ? grant : 0);
        ref var balance = ref Balance(stamp, opened.Currency.Code);
        balance.Invoiced += opened.GrossMinor;
        if (opened.OpenMinor == 0) return;

        balance.OpenInvoices += opened.OpenMinor;
        if (!_invoices.TryGet((stamp.Account, opened.Number), out var item)) return;
        item.OrderId = opened.Order.Value;
        item.Currency = opened.Currency.Code;
        item.GrossMinor = opened.GrossMinor;
        item.OpenMinor = opened.OpenMinor;
        item.DocumentDay = ReadModelLayout.DayNumber(opened.InvoiceDate);
        item.DueDay = ReadModelLayout.DayNumber(opened.DueDate);
        Touch(stamp, item);
    }

    private void Apply(in Stamp stamp, AccountEvent.PaymentApplied applied)
    {
        // Looked up anew each time: another currency of the account may move the sums in memory.
        if (applied.Learned is { } payer) AddPayer(stamp.Account, payer.Iban ?? payer.Name);
        Balance(stamp, applied.Currency.Code).OnAccount += applied.OnAccountMinor;
        Balance(stamp, applied.Currency.Code).RefundProposed += applied.RefundMinor;
        Balance(stamp, applied.Currency.Code).Paid += applied.AmountMinor;
        foreach (var allocation in applied.Allocations)
        {
            if (allocation.Kind == ItemKind.Prepayment)
            {
                var order = Of(stamp.Account, allocation.Order.Value, applied.Currency);
                SetPrepayment(stamp, order, order.PrepaymentMinor - allocation.SettledMinor);
                SetAdvance(stamp, order, order.AdvanceMinor + allocation.SettledMinor);
                continue;
            }

            Balance(stamp, applied.Currency.Code).OpenInvoices -= allocation.SettledMinor;
            if (!_invoices.TryGet((stamp.Account, allocation.Document), out var item)) continue;
            item.OpenMinor = allocation.OpenMinor;
            Touch(stamp, item);
        }
    }

    private void Apply(in Stamp stamp, AccountEvent.PaymentUndone undone)
    {
        Balance(stamp, undone.Currency.Code).OnAccount -= undone.OnAccountMinor;
        Balance(stamp, undone.Currency.Code).RefundProposed -= undone.RefundMinor;
        Balance(stamp, undone.Currency.Code).Paid -= undone.AmountMinor;
        foreach (var allocation in undone.Reopened)
        {
            if (allocation.Kind == ItemKind.Prepayment)
            {
                var order = Of(stamp.Account, allocation.Order.Value, undone.Currency);
                SetPrepayment(stamp, order, allocation.OpenMinor);
                SetAdvance(stamp, order, order.AdvanceMinor - allocation.SettledMinor);
                continue;
            }

            Balance(stamp, undone.Currency.Code).OpenInvoices += allocation.SettledMinor;
            if (!_invoices.TryGet((stamp.Account, allocation.Document), out var item)) continue;
            item.OrderId = allocation.Order.Value;
            item.OpenMinor = allocation.OpenMinor;
            Touch(stamp, item);
        }

        foreach (var known in undone.Items)
        {
            if (!_invoices.TryGet((stamp.Account, known.Document), out var item)) continue;
            item.Currency = undone.Currency.Code;
            item.GrossMinor = known.GrossMinor;
            item.DocumentDay = ReadModelLayout.DayNumber(known.InvoiceDate);
            item.DueDay = ReadModelLayout.DayNumber(known.DueDate);
        }
    }

    private void Apply(in Stamp stamp, AccountEvent.ItemImported imported)
    {
        Balance(stamp, imported.Currency.Code).OpenInvoices += imported.AmountMinor;
        if (!_invoices.TryGet((stamp.Account, imported.Document), out var item)) return;
        item.Currency = imported.Currency.Code;
        item.GrossMinor = imported.AmountMinor;
        item.OpenMinor = imported.AmountMinor;
        item.DocumentDay = ReadModelLayout.DayNumber(imported.IssueDate);
        item.DueDay = ReadModelLayout.DayNumber(imported.DueDate);
        Touch(stamp, item);
    }

    private void Apply(in Stamp stamp, AccountEvent.OrderWithdrawn withdrawn)
    {
        var order = Of(stamp.Account, withdrawn.Order.Value, withdrawn.Currency);
        var amount = withdrawn.Whole ? long.MaxValue : withdrawn.WithdrawnMinor;
        SetGrant(stamp, order, order.GrantedMinor - Math.Min(order.GrantedMinor, amount));
        SetPrepayment(stamp, order, order.PrepaymentMinor - Math.Min(order.PrepaymentMinor, amount));
        SetAdvance(stamp, order, order.AdvanceMinor - withdrawn.RefundMinor);
        Balance(stamp, withdrawn.Currency.Code).RefundProposed += withdrawn.RefundMinor;
    }

    // Which of them still holds, the account knows: rows only say where to look.
    private void AddPayer(string account, string? payer)
    {
        if (!string.IsNullOrEmpty(payer)) changes.Payers.Add((account, payer));
    }

    private void SetGrant(in Stamp stamp, AccountOrderEntry order, long minor)
    {
        if (order.GrantedMinor == minor) return;
        Balance(stamp, order.Currency).Granted += minor - order.GrantedMinor;
        order.GrantedMinor = minor;
        Touch(stamp, order);
    }

    private void SetAdvance(in Stamp stamp, AccountOrderEntry order, long minor)
    {
        if (order.AdvanceMinor == minor) return;
        Balance(stamp, order.Currency).Advances += minor - order.AdvanceMinor;
        order.AdvanceMinor = minor;
        Touch(stamp, order);
    }

    private void SetPrepayment(in Stamp stamp, AccountOrderEntry order, long minor)
    {
        if (order.PrepaymentMinor == minor) return;
        Balance(stamp, order.Currency).OpenPrepayments += minor - order.PrepaymentMinor;
        order.PrepaymentMinor = minor;
        Touch(stamp, order);
    }

    private void Touch(in Stamp stamp, AccountOrderEntry order)
    {
        order.Shard = stamp.Shard;
        order.Position = stamp.Position;
        if (order.IsTouched) return;
        order.IsTouched = true;
        changes.AccountOrders.Add(order);
    }

    private void Touch(in Stamp stamp, OpenItemEntry item)
    {
        item.Shard = stamp.Shard;
        item.Position = stamp.Position;
        if (item.IsTouched) return;
        item.IsTouched = true;
        changes.OpenItems.Add(item);
    }

    private ref BalanceDelta Balance(in Stamp stamp, string currency)
    {
        ref var balance = ref changes.Balances.Of((stamp.Account, currency));
        balance.Shard = stamp.Shard;
        balance.Position = stamp.Position;
        return ref balance;
    }

    private AccountOrderEntry Of(string account, string orderId, Currency currency)
    {
        if (!_orders.TryGet((account, orderId), out var order))
            throw new InvalidOperationException($"{orderId} of account {account} was not prepared.");
        if (order.IsEmpty) order.Currency = currency.Code;
        return order;
    }

    private void Need(string account, string orderId)
    {
        if (_orders.TryGet((account, orderId), out _)) return;
        var entry = new AccountOrderEntry(account, orderId);
        _orders.Add((account, orderId), entry);
        MissingOrders.Add(entry);
    }

    private void NeedInvoice(string account, ItemKind kind, string document)
    {
        var entry = new OpenItemEntry(account, kind, document);
        _invoices.Add((account, document), entry);
        MissingItems.Add(entry);
    }

    private readonly record struct Stamp(string Account, int Shard, long Position, DateTimeOffset At);
}
