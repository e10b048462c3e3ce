using OrderToCash.Domain.Orders;

namespace OrderToCash.Application.Audit;

/// <summary>An order that is over: late requests are noted in it, and nothing else happens.</summary>
internal sealed class OverOrderFold(ulong key, EventPlace end, ulong[] skus) : EntityFold
{
    /// <summary>One for all orders of which every other entity knows that they are over.</summary>
    public static readonly OverOrderFold Known = new(0, default, []);

    /// <inheritdoc/>
    public override EntityFold Apply(object domainEvent, Findings findings)
    {
        switch (domainEvent)
        {
            case OrderEvent.EditConflicted or OrderEvent.CancellationRefused
                or OrderEvent.Edited { Asks.IsEmpty: true }:
                return this;
            case OrderEvent.Placed:
                findings.Count(Checked.Placed);
                findings.Break(Invariant.CountedOnce, "an order that is placed again", "one order.placed");
                return this;
            case OrderEvent.InvoiceReopened:
                return new ReopenedOrderFold(findings.OverOrder).Apply(domainEvent, findings);
            default:
                findings.Break(Invariant.NoGhosts, "a step of an order that is over", "none");
                return this;
        }
    }

    /// <summary>
    /// What it gave back may still be on its way: what stock reserves and what the account holds is then explained.
    /// </summary>
    public override void Finish(Findings findings, Watermarks watermarks)
    {
        // Known stands for all orders whose end everyone knows, and explains nothing.
        if (skus.Length > 0)
            findings.Effect(Relation.HeldAdvance, key, end);
        foreach (var sku in skus)
            findings.Wanted.Add(new WantedPieces(Key.Mix(key, sku), end, 0, 0, 0));
    }
}
