using System.Runtime.InteropServices;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Application.Audit;

/// <summary>
/// An order: pieces by SKU, invoices and what it waits for. Lines are summed up by SKU, as stock does.
/// </summary>
internal sealed partial class OrderFold(ulong key) : EntityFold
{
    private readonly List<OrderPart> _parts = new(1);
    private readonly List<InvoicePart> _invoices = new(1);
    private EventPlace _last;
    private long _totalMinor;
    private long _netMinor;
    private long _ordered;
    private long _shipped;
    private int _untold;
    private int _creditRevision;
    private int _holds;
    private bool _isPlaced;
    private bool _isPrepayable;
    private bool _isGross;

    /// <inheritdoc/>
    public override EntityFold Apply(object domainEvent, Findings findings)
    {
        // Kept for an order that is to come: nothing follows from it until then.
        if (domainEvent is OrderEvent.CancelledEarly && !_isPlaced)
            return this;
        if (domainEvent is not OrderEvent.Placed && !_isPlaced)
        {
            findings.Break(Invariant.NoGhosts, "an event of an order that was never placed", "order.placed first");
            _isPlaced = true;
        }

        if (_shipment != 0 && domainEvent is not OrderEvent.InvoiceRequested)
            ReportUninvoiced(findings);
        var isOver = Change((OrderEvent)domainEvent, findings);
        _last = findings.Place;
        if (!isOver)
            return this;
        findings.Count(Checked.OrdersOver);
        CheckEnd(domainEvent is OrderEvent.Closed, findings);
        AnswerCredit(findings);
        return findings.IsPast ? new OverOrderFold(key, _last, PartKeys()) : OverOrderFold.Known;
    }

    /// <inheritdoc/>
    public override void Finish(Findings findings, Watermarks watermarks)
    {
        if (!_isPlaced)
            return;
        findings.Count(Checked.OrdersWaiting);
        if (_isPrepayable)
            findings.Effect(Relation.HeldAdvance, key, _last);
        if (_shipment != 0)
            ReportUninvoiced(findings);
        if (_untold != 0 && !watermarks.IsPast(_last))
        {
            findings.Break(
                Invariant.NothingStuck, _last, $"{_untold} shipped SKUs that stock was not told of", "none");
        }

        var isWaiting = _holds != 0 || _creditRevision != 0;
        foreach (ref readonly var part in CollectionsMarshal.AsSpan(_parts))
        {
            isWaiting |= part.Asked + part.Requested + part.Backordered + part.Allocated > 0;
            var unanswered = part.Asked + part.Requested;
            if (part.Wanted > 0 || unanswered > 0 || watermarks.IsPast(_last))
            {
                findings.Wanted.Add(
                    new WantedPieces(Key.Mix(key, part.Sku), _last, part.Wanted, unanswered, part.ShelvesHash));
            }
        }

        foreach (ref readonly var invoice in CollectionsMarshal.AsSpan(_invoices))
            isWaiting |= invoice.Number == 0 || invoice.OpenMinor > 0;
        if (!isWaiting)
            findings.Break(Invariant.NothingStuck, _last, "an open order that waits for nothing", "a next step");
    }

    /// <summary>Takes in an event; true where the order is over with it.</summary>
    private bool Change(OrderEvent happened, Findings findings)
    {
        switch (happened)
        {
            case OrderEvent.Placed placed: Place(placed, findings); return false;
            case OrderEvent.Edited edited: Edit(edited, findings); return false;
            case OrderEvent.StockAnswered answered: Answer(answered); return false;
            case OrderEvent.ReservationRepeated repeated: Repeat(repeated); return false;
            case OrderEvent.Released released: Release(released); return false;
            case OrderEvent.Allocated allocated: Allocate(allocated); return false;
            case OrderEvent.Shipped shipped: Ship(shipped, findings); return false;
            case OrderEvent.StockContinued continued: Continue(continued, findings); return false;
            case OrderEvent.Cancelled cancelled:
                Cancel(cancelled);
                return cancelled.Whole;
            case OrderEvent.Rejected:
                foreach (ref var part in CollectionsMarshal.AsSpan(_parts))
                    part = new OrderPart { Sku = part.Sku };
                return true;
            case OrderEvent.Closed: return true;
            case OrderEvent.Held held: _holds |= 1 << (int)held.Reason; return false;
            case OrderEvent.HoldReleased released: _holds &= ~(1 << (int)released.Reason); return false;
            case OrderEvent.InvoiceRequested requested: Request(requested, findings); return false;
            case OrderEvent.Invoiced invoiced: Number(invoiced, findings); return false;
            case OrderEvent.InvoiceSettled settled: Settle(settled, findings); return false;
            case OrderEvent.InvoiceReopened reopened: Reopen(reopened, findings); return false;
            case OrderEvent.PrepaymentReopened reopened:
                findings.Effect(Relation.PrepaidMoney, Key.Mix(key, -reopened.AmountMinor));
                return false;
            case OrderEvent.CreditRequested requested: AskCredit(requested, findings); return false;
            case OrderEvent.CreditDecided: AnswerCredit(findings); return false;
            case OrderEvent.PrepaymentRequested requested:
                _isPrepayable = true;
                findings.Cause(
                    Relation.Prepayment,
                    Links.Prepayment(Key.Of(requested.Account.Value), key, requested.AmountMinor));
                return false;
            // Of no amount where a part was withdrawn: nothing was paid, and nothing is asked any more.
            case OrderEvent.Prepaid { AmountMinor: 0 }: return false;
            case OrderEvent.Prepaid prepaid:
                findings.Effect(Relation.PrepaidMoney, Key.Mix(key, prepaid.AmountMinor));
                return false;
            default: return false;
        }
    }

    private void AskCredit(OrderEvent.CreditRequested requested, Findings findings)
    {
        AnswerCredit(findings);
        _creditRevision = requested.Revision;
        findings.Cause(Relation.CreditRequest, Key.Mix(key, requested.Revision));
    }

    /// <summary>The order knows the answer about credit, or no longer asks.</summary>
    private void AnswerCredit(Findings findings)
    {
        if (_creditRevision != 0)
            findings.Effect(Relation.CreditAnswer, Key.Mix(key, _creditRevision));
        _creditRevision = 0;
    }

    private void CheckEnd(bool isClosed, Findings findings)
    {
        long open = 0;
        foreach (ref readonly var part in CollectionsMarshal.AsSpan(_parts))
            open += part.Wanted + part.Refused;
        if (open != 0)
            findings.Break(Invariant.NothingStuck, $"the end of an order with {open} open pieces", "none open");
        foreach (ref readonly var invoice in CollectionsMarshal.AsSpan(_invoices))
        {
            if (invoice.Number == 0 || invoice.OpenMinor != 0)
            {
                findings.Break(
                    Invariant.NothingStuck,
                    $"the end of an order with an invoice of which {invoice.OpenMinor} is open", "all paid");
            }
        }

        if (isClosed && _isGross && _shipped == _ordered && InvoicedGross() != _totalMinor)
        {
            findings.Break(
                Invariant.Invoices, $"invoices of {InvoicedGross()} for a whole order", $"its total {_totalMinor}");
        }
    }

    private ulong[] PartKeys()
    {
        var keys = new ulong[_parts.Count];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = _parts[i].Sku;
        return keys;
    }
}
