using OrderToCash.Domain.Orders;

namespace OrderToCash.Application.Audit;

/// <summary>
/// An order that was closed and of whose invoices money was taken back: it waits for that money only.
/// </summary>
internal sealed class ReopenedOrderFold(ulong key) : EntityFold
{
    /// <summary>What is open by invoice; all others are paid, or the order would not have been closed.</summary>
    private readonly Dictionary<ulong, long> _open = [];

    private EventPlace _last;

    /// <inheritdoc/>
    public override EntityFold Apply(object domainEvent, Findings findings)
    {
        _last = findings.Place;
        switch (domainEvent)
        {
            case OrderEvent.InvoiceReopened reopened:
                Change(Relation.Reopening, reopened.Number, reopened.AmountMinor, reopened.OpenMinor, 1, findings);
                return this;
            case OrderEvent.InvoiceSettled settled:
                findings.Count(Checked.Settlements);
                Change(Relation.Settlement, settled.Number, settled.AmountMinor, settled.OpenMinor, -1, findings);
                return this;
            case OrderEvent.Closed:
                if (_open.Count > 0)
                {
                    findings.Break(
                        Invariant.NothingStuck, $"the end of an order with {_open.Count} open invoices", "all paid");
                }

                return findings.IsPast ? new OverOrderFold(key, _last, []) : OverOrderFold.Known;
            default:
                OverOrderFold.Known.Apply(domainEvent, findings);
                return this;
        }
    }

    /// <inheritdoc/>
    public override void Finish(Findings findings, Watermarks watermarks)
    {
        findings.Count(Checked.OrdersWaiting);
        findings.Effect(Relation.HeldAdvance, key, _last);
        if (_open.Count == 0)
            findings.Break(Invariant.NothingStuck, _last, "an open order that waits for nothing", "a next step");
    }

    private void Change(
        Relation relation, string document, long amountMinor, long openMinor, int sign, Findings findings)
    {
        var number = Key.Of(document);
        findings.Effect(relation, Links.Settlement(key, number, amountMinor, openMinor));
        var expected = _open.GetValueOrDefault(number) + (sign * amountMinor);
        if (expected != openMinor || openMinor < 0)
        {
            findings.Break(
                Invariant.MoneyConserved, $"{openMinor} open of {document} after {amountMinor}", $"{expected}");
        }

        if (openMinor == 0)
            _open.Remove(number);
        else
            _open[number] = openMinor;
    }
}
