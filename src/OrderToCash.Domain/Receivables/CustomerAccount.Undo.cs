using System.Collections.Immutable;
using System.Globalization;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Receivables;

/// <content>Taking back what a payment did.</content>
public static partial class CustomerAccount
{
    private static Decision<AccountReply, AccountEvent> UndoPayment(
        CustomerAccountState state, AccountCommand.UndoPayment undo)
    {
        if (state.UndonePayments.Contains(UndoneKey(undo.Payment, undo.Attempt, undo.Through, undo.AtAttempt)))
            return Answer(AccountReply.Duplicate);

        var reopening = new Reopening(state);
        long amount = undo.OnAccountMinor + undo.RefundMinor;
        foreach (var allocation in undo.Allocations)
        {
            amount += allocation.AmountMinor;
            reopening.Add(allocation);
        }

        var undone = new AccountEvent.PaymentUndone(
            undo.Payment, undo.Attempt, amount, undo.Currency, undo.Date, reopening.Reopened, reopening.Items,
            undo.OnAccountMinor + reopening.OwedMinor, undo.RefundMinor + reopening.RefundMinor, undo.Through,
            undo.Return, undo.Provider, undo.AtAttempt);
        return undo.Doubted is { } payer && state.Customer.Find(payer.Iban, payer.Name) is { } learned
            ? new Decision<AccountReply, AccountEvent>(
                AccountReply.Accepted,
                [
                    undone,
                    new AccountEvent.PayerForgotten(
                        learned.Iban, learned.Name, "a payment was not this customer's", Actor.Rule("undone-match")),
                ])
            : Accept(undone);
    }

    private static Decision<AccountReply, AccountEvent> TakeBack(
        CustomerAccountState state, AccountCommand.TakeBack take)
    {
        var key = new PaymentId(take.Key);
        if (state.UndonePayments.Contains(UndoneKey(key, take.Attempt, null))
            || state.AppliedPayments.Contains(AppliedKey(key, take.Attempt)))
            return Answer(AccountReply.Duplicate);
        if (take.AmountMinor <= 0)
            return Answer(AccountReply.InvalidAmount);

        var reopening = new Reopening(state);
        var owed = reopening.AddSettled(take.Document, take.AmountMinor, take.Currency);
        if (owed == take.AmountMinor)
        {
            // Nothing of it is settled. What was paid before an invoice is given back where a refund is proposed.
            return take.IsRefund
                ? PayOut(state, new AccountCommand.ApplyPayment(
                    key, -take.AmountMinor, take.Currency, take.Date, [], null, take.Attempt, StaysOnAccount: false,
                    Provider: take.Provider))
                : Accept(new AccountEvent.PaymentRefused(
                    key, take.Attempt, -take.AmountMinor, take.Document, "nothing of it is settled"));
        }

        return Accept(new AccountEvent.PaymentUndone(
            key, take.Attempt, take.AmountMinor, take.Currency, take.Date, reopening.Reopened, reopening.Items, owed,
            0, null, null, take.Provider));
    }

    // Another payment may take back, give back, and take back again what the same decision did.
    private static string UndoneKey(PaymentId payment, int attempt, PaymentId? through, int atAttempt = 0) =>
        atAttempt == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{payment.Value}#{attempt}<{through?.Value}")
            : string.Create(
                CultureInfo.InvariantCulture, $"{payment.Value}#{attempt}<{through?.Value}#{atAttempt}<");

    /// <summary>Collects what is open again; the same item may be reached twice.</summary>
    private sealed class Reopening(CustomerAccountState state)
    {
        private readonly ImmutableArray<Allocation>.Builder _reopened = ImmutableArray.CreateBuilder<Allocation>();
        private readonly ImmutableArray<ReopenedItem>.Builder _items = ImmutableArray.CreateBuilder<ReopenedItem>();
        private Dictionary<string, long>? _open;

        /// <summary>Of items that nobody remembers: the customer owes it without one.</summary>
        public long OwedMinor { get; private set; }

        /// <summary>Of advances that were proposed for refund since.</summary>
        public long RefundMinor { get; private set; }

        public ImmutableArray<Allocation> Reopened => _reopened.ToImmutable();

        public ImmutableArray<ReopenedItem> Items => _items.ToImmutable();

        public void Add(in Allocation allocation)
        {
            if (allocation.Kind == ItemKind.Prepayment)
            {
                AddPrepayment(allocation);
                return;
            }

            if (Find(allocation.Document) is not { } item)
            {
                OwedMinor += allocation.AmountMinor;
                return;
            }

            // What a provider took back of it since is open already: that is owed beyond the invoice.
            var excess = item.Kind == ItemKind.Invoice
                ? Math.Clamp(OpenOf(item) + allocation.SettledMinor - item.GrossMinor, 0, allocation.AmountMinor)
                : 0;
            OwedMinor += excess;
            if (excess == allocation.SettledMinor)
                return;
            _reopened.Add(allocation with
            {
                Order = item.Order,
                Kind = item.Kind,
                AmountMinor = allocation.AmountMinor - excess,
                OpenMinor = Open(item, allocation.SettledMinor - excess),
                Taxes = null,
                FromAdvance = false,
            });
        }

        /// <summary>Reopens what was settled of a document, or of an order's invoices; returns what is left.</summary>
        public long AddSettled(string document, long amountMinor, Currency currency)
        {
            var rest = amountMinor;
            foreach (var item in ItemsOf(item =>
                item.Currency == currency && item.Kind == ItemKind.Invoice
                && (string.Equals(item.Number, document, StringComparison.OrdinalIgnoreCase)
                    || item.Order.Value == document)))
            {
                var taken = Math.Min(rest, item.GrossMinor - item.OpenMinor);
                if (taken == 0)
                    continue;
                rest -= taken;
                _reopened.Add(new Allocation(item.Number, item.Order, item.Kind, taken, Open(item, taken)));
            }

            return rest;
        }

        // Where the advance is held, it is asked for again. Where invoices consumed it, they are open again, the newest
        // first. What is left was proposed for refund.
        private void AddPrepayment(in Allocation allocation)
        {
            var rest = allocation.SettledMinor;
            var areCostsDue = rest != allocation.AmountMinor || allocation.ChargesMinor != 0;
            var isKnown = state.Orders.TryGetValue(allocation.Order, out var order);
            var open = order?.PrepaymentMinor ?? 0;
            if (isKnown && order is { AdvanceMinor: > 0 })
            {
                var taken = Math.Min(rest, order.AdvanceMinor);
                ImmutableArray<TaxAmount>? taxes =
                    order.AdvanceTaxes is { } held ? AdvanceTax.Take(held, taken) : null;
                rest -= taken;
                open += taken;
                AddPart(
                    new Allocation(
                        order.Id.Value, order.Id, ItemKind.Prepayment, taken, open, taxes, order.PrepaymentRevision),
                    allocation, ref areCostsDue);
            }

            var ofOrder = allocation.Order;
            foreach (var item in ItemsOf(item => item.Order == ofOrder && item.AdvanceMinor > 0))
            {
                var taken = Math.Min(rest, item.AdvanceMinor);
                if (taken == 0)
                    break;
                rest -= taken;
                AddPart(
                    new Allocation(
                        item.Number, item.Order, item.Kind, taken, Open(item, taken), FromAdvance: true),
                    allocation, ref areCostsDue);
            }

            RefundMinor += rest;
            if (!areCostsDue)
                return;
            // All of it was proposed for refund: what the customer never paid is no cost any more, and opens nothing.
            _reopened.Add(new Allocation(
                allocation.Document, ofOrder, ItemKind.Prepayment, allocation.AmountMinor - allocation.SettledMinor,
                open, ChargesMinor: allocation.ChargesMinor, WriteOffMinor: allocation.WriteOffMinor));
        }

        // What was settled beyond the money goes back with the first part that is large enough.
        private void AddPart(in Allocation part, in Allocation whole, ref bool areCostsDue)
        {
            var costs = whole.SettledMinor - whole.AmountMinor;
            if (!areCostsDue || part.AmountMinor <= costs)
            {
                _reopened.Add(part);
                return;
            }

            _reopened.Add(part with
            {
                AmountMinor = part.AmountMinor - costs,
                ChargesMinor = whole.ChargesMinor,
                WriteOffMinor = whole.WriteOffMinor,
            });
            areCostsDue = false;
        }

        private IEnumerable<OpenItem> ItemsOf(Func<OpenItem, bool> isMeant)
        {
            var items = new List<OpenItem>();
            foreach (var item in state.Invoices.Values)
                if (isMeant(item)) items.Add(item);
            foreach (var item in state.SettledItems.Values)
                if (isMeant(item)) items.Add(item);
            items.Sort(static (a, b) => b.Sequence.CompareTo(a.Sequence));
            return items;
        }

        private OpenItem? Find(string document) =>
            state.Invoices.TryGetValue(document, out var item) || state.SettledItems.TryGetValue(document, out item)
                ? item
                : null;

        private long OpenOf(OpenItem item) =>
            _open is not null && _open.TryGetValue(item.Number, out var open) ? open : item.OpenMinor;

        private long Open(OpenItem item, long moreMinor)
        {
            _open ??= new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
            if (!_open.TryGetValue(item.Number, out var open))
            {
                open = item.OpenMinor;
                _items.Add(new ReopenedItem(
                    item.Number, item.GrossMinor, item.InvoiceDate, item.DueDate, item.Skonto, item.OrderNumber));
            }

            return _open[item.Number] = open + moreMinor;
        }
    }
}
