using System.Collections.Immutable;
using System.Diagnostics;
using OrderToCash.Domain.Orders.Checks;

namespace OrderToCash.Domain.Orders;

/// <content>What events make of an order. Nothing is decided here, and nothing can fail.</content>
public static partial class Order
{
    /// <summary>The order after an event; the same instance, changed.</summary>
    public static OrderState Evolve(OrderState state, OrderEvent happened)
    {
        switch (happened)
        {
            case OrderEvent.StockAnswered answered: EvolveStock(state, answered); break;
            case OrderEvent.Confirmed confirmed: state.Outcome = confirmed.Outcome; break;
            case OrderEvent.Released released: EvolveReleased(state, released); break;
            case OrderEvent.Allocated allocated: EvolveAllocated(state, allocated); break;
            case OrderEvent.Placed placed: EvolvePlaced(state, placed); break;
            case OrderEvent.Shipped shipped: EvolveShipped(state, shipped); break;
            case OrderEvent.InvoiceRequested requested: EvolveInvoiceRequested(state, requested.Content); break;
            case OrderEvent.Invoiced invoiced: EvolveInvoiced(state, invoiced); break;
            case OrderEvent.InvoiceSettled settled: EvolveSettled(state, settled); break;
            case OrderEvent.InvoiceReopened reopened: EvolveReopened(state, reopened); break;
            case OrderEvent.PrepaymentReopened reopened: EvolveReopened(state, reopened); break;
            case OrderEvent.Closed: state.IsClosed = true; break;
            case OrderEvent.CreditRequested: state.IsCreditAsked = true; break;
            case OrderEvent.CreditDecided decided: state.IsCreditGranted = decided.Granted; break;
            case OrderEvent.PrepaymentRequested requested: state.PrepaymentMinor = requested.AmountMinor; break;
            case OrderEvent.Prepaid prepaid: EvolvePrepaid(state, prepaid); break;
            case OrderEvent.Held held: EvolveHeld(state, held); break;
            case OrderEvent.HoldReleased released: EvolveHoldReleased(state, released); break;
            case OrderEvent.Edited edited: EvolveEdited(state, edited); break;
            case OrderEvent.EditConflicted late: state.Conflicts = state.Conflicts.Add(late.Difference); break;
            case OrderEvent.ReservationRepeated repeated: EvolveRepeated(state, repeated); break;
            case OrderEvent.Cancelled cancelled: EvolveCancelled(state, cancelled); break;
            case OrderEvent.CancellationRefused refused: NoteCancellation(state, refused.RequestId, false); break;
            case OrderEvent.CancelledEarly early:
                state.EarlyCancellations = state.EarlyCancellations.Add(early);
                break;
            case OrderEvent.Rejected rejected: EvolveRejected(state, rejected); break;
            case OrderEvent.StockContinued continued: EvolveContinued(state, continued); break;
            default: throw new UnreachableException("An order event without a meaning: " + happened.GetType().Name);
        }

        return state;
    }

    private static void EvolvePlaced(OrderState state, OrderEvent.Placed placed)
    {
        state.LayOut(placed.Content);
        state.EarlyCancellations = [];
        TakeAmounts(state, placed.Amounts, placed.ShippingAmount, placed.TotalMinor);
        state.Account = placed.Account;
        state.Revision = 1;
        state.SmallOrder = placed.SmallOrder ?? CheckRules.DefaultSmallOrder;
        if (placed.IsDeferred)
        {
            Defer(state);
            return;
        }

        for (var s = OrderLimits.StockBatch; s < state.Skus.Length; s++) state.Skus[s].OwesReserve = true;
    }

    /// <summary>Nothing is asked yet: until then the pieces count as refused, as nobody holds or seeks them.</summary>
    private static void Defer(OrderState state)
    {
        state.IsDeferred = true;
        for (var i = 0; i < state.Lines.Length; i++)
        {
            state.Lines[i].Refused += state.Lines[i].Asked;
            state.Lines[i].Asked = 0;
        }

        state.Sums.Refused += state.Sums.Asked;
        state.Sums.Asked = 0;
    }

    private static void TakeAmounts(
        OrderState state, ImmutableArray<LineAmount> amounts, LineAmount shippingAmount, long totalMinor)
    {
        state.Amounts = amounts;
        state.ShippingAmount = shippingAmount;
        state.TotalMinor = totalMinor;
    }

    private static void EvolveEdited(OrderState state, OrderEvent.Edited edited)
    {
        TakeAmounts(state, edited.Amounts, edited.ShippingAmount, edited.TotalMinor);
        state.Account = edited.Account;
        if (edited.Asks.IsEmpty)
        {
            // The same lines in the same order: what became of them stays.
            state.Content = edited.Content;
            state.Reindex();
            return;
        }

        var before = OpenAndCancelled(state);
        state.LayOut(edited.Content);
        state.Revision = edited.Revision;
        state.SmallOrder = edited.SmallOrder ?? CheckRules.DefaultSmallOrder;
        for (var i = 0; i < state.Lines.Length; i++) CarryCancelled(state, i, before);
        state.IsDeferred = false;
        if (edited.IsDeferred) Defer(state);
        for (var s = OrderLimits.StockBatch; s < state.Skus.Length; s++) state.Skus[s].OwesReserve = true;
        if (edited.Dropped.Length > OrderLimits.StockBatch)
            state.OwedDrops = state.OwedDrops.AddRange(edited.Dropped.AsSpan(OrderLimits.StockBatch..));
        state.Outcome = null;
        state.Holds = [];
        state.Releases = [];
        state.Overridden = [];
        state.IsCreditAsked = false;
        state.IsCreditGranted = null;
        state.PrepaymentMinor = null;
        state.PrepaidMinor = 0;
        state.IsPrepaymentSettled = false;
        state.PrepaidOpenAfter = [];
    }

    private static Dictionary<string, (string Sku, int Open, int Cancelled)> OpenAndCancelled(OrderState state)
    {
        var before = new Dictionary<string, (string, int, int)>(state.Lines.Length, StringComparer.Ordinal);
        for (var i = 0; i < state.Lines.Length; i++)
        {
            var line = state.Taken.Lines[i];
            before[line.LineId] = (line.Sku.Value, state.Lines[i].Open, state.Lines[i].Cancelled);
        }

        return before;
    }

    /// <summary>
    /// Pieces cancelled before stay cancelled where the channel repeats the ordered quantity, and are not taken twice
    /// where it now states what is left.
    /// </summary>
    private static int StillCancelled(
        OrderLine line, Dictionary<string, (string Sku, int Open, int Cancelled)> before)
        => before.TryGetValue(line.LineId, out var was) && was.Sku == line.Sku.Value
            ? Math.Clamp(line.Quantity - was.Open, 0, was.Cancelled) : 0;

    private static void CarryCancelled(
        OrderState state, int index, Dictionary<string, (string Sku, int Open, int Cancelled)> before)
    {
        var cancelled = StillCancelled(state.Taken.Lines[index], before);
        state.Lines[index].Asked -= cancelled;
        state.Lines[index].Cancelled = cancelled;
        state.Sums.Asked -= cancelled;
        state.Sums.Cancelled += cancelled;
    }

    private static void EvolveHeld(OrderState state, OrderEvent.Held held)
    {
        var hold = new OrderHold(held.Reason, held.Rule, held.Evidence, held.ExpiresAt);
        state.Holds = WithoutHold(state.Holds, held.Reason).Add(hold);
    }

    private static void EvolveHoldReleased(OrderState state, OrderEvent.HoldReleased released)
    {
        if (!released.Overridden.IsEmpty && state.HoldOf(released.Reason) is { } hold)
            state.Overridden = state.Overridden.AddRange(hold.Evidence);
        state.Holds = WithoutHold(state.Holds, released.Reason);
        state.Releases = state.Releases.RemoveAll(earlier => earlier.Reason == released.Reason).Add(released);
        if (released.WithdrawMinor > 0 && state.PrepaymentMinor is { } asked)
            state.PrepaymentMinor = Math.Max(0, asked - released.WithdrawMinor);
    }

    private static ImmutableArray<OrderHold> WithoutHold(ImmutableArray<OrderHold> holds, HoldReason reason)
        => holds.IsEmpty ? holds : holds.RemoveAll(hold => hold.Reason == reason);

    private static void EvolvePrepaid(OrderState state, OrderEvent.Prepaid prepaid)
    {
        state.PrepaidMinor += prepaid.AmountMinor;
        state.PrepaidOpenAfter = state.PrepaidOpenAfter.Add(prepaid.OpenMinor);
        state.IsPrepaymentSettled |= prepaid.OpenMinor == 0;
    }

    private static void EvolveInvoiceRequested(OrderState state, InvoiceContent content)
    {
        foreach (var line in content.Lines)
        {
            if (line.Sku is null) continue;
            ref var ordered = ref state.Lines[state.FindLine(line.LineId)];
            ordered.InvoicedMinor += state.Taken.PricesIncludeTax ? line.NetMinor + line.TaxMinor : line.NetMinor;
        }

        state.Invoices = state.Invoices.Add(new OrderInvoiceState
        {
            RequestId = content.RequestId, Content = content, GrossMinor = content.GrossMinor,
            OpenMinor = content.GrossMinor, DueDate = content.DueDate,
        });
    }

    private static void EvolveInvoiced(OrderState state, OrderEvent.Invoiced invoiced)
    {
        for (var i = 0; i < state.Invoices.Length; i++)
        {
            if (state.Invoices[i].RequestId != invoiced.RequestId) continue;
            var numbered = state.Invoices[i] with { Number = invoiced.Number, Content = null };
            state.Invoices = state.Invoices.SetItem(i, numbered);
            return;
        }
    }

    private static void EvolveSettled(OrderState state, OrderEvent.InvoiceSettled settled)
    {
        for (var i = 0; i < state.Invoices.Length; i++)
        {
            var invoice = state.Invoices[i];
            if (invoice.Number != settled.Number) continue;
            state.Invoices = state.Invoices.SetItem(i, invoice with
            {
                OpenMinor = Math.Min(invoice.OpenMinor, settled.OpenMinor),
                OpenAfter = invoice.OpenAfter.Add(settled.OpenMinor),
            });
            return;
        }
    }

    private static void EvolveReopened(OrderState state, OrderEvent.InvoiceReopened reopened)
    {
        state.IsClosed = false;
        for (var i = 0; i < state.Invoices.Length; i++)
        {
            var invoice = state.Invoices[i];
            if (invoice.Number != reopened.Number) continue;
            state.Invoices = state.Invoices.SetItem(
                i, invoice with { OpenMinor = reopened.OpenMinor, OpenAfter = [] });
            return;
        }
    }

    private static void EvolveReopened(OrderState state, OrderEvent.PrepaymentReopened reopened)
    {
        state.PrepaidMinor -= reopened.AmountMinor;
        state.PrepaidOpenAfter = [];
        // What is released can't be held any more: the account asks for the money, the order does not.
        state.IsPrepaymentSettled &= state.IsReleased;
    }
}
