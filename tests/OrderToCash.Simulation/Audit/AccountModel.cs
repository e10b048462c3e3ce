using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Simulation.Audit;

/// <summary>A customer account as an auditor adds it up.</summary>
internal sealed class AccountModel(string id, Verdict verdict)
{
    public Dictionary<string, ItemModel> Items { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, AdvanceModel> Advances { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, AccountEvent.PaymentApplied> Payments { get; } = new(StringComparer.Ordinal);

    public HashSet<(string Order, int Revision)> CreditAnswers { get; } = [];

    public long LimitChanges { get; private set; }

    public void Apply(AccountEvent happened)
    {
        switch (happened)
        {
            case AccountEvent.CreditGranted granted: AddCredit(granted.Order, granted.Revision); break;
            case AccountEvent.CreditRefused refused: AddCredit(refused.Order, refused.Revision); break;
            case AccountEvent.CreditLimitSet: LimitChanges++; break;
            case AccountEvent.ItemOpened opened: Apply(opened); break;
            case AccountEvent.PrepaymentOpened opened: Apply(opened); break;
            case AccountEvent.OrderWithdrawn withdrawn: Apply(withdrawn); break;
            case AccountEvent.PaymentApplied applied: Apply(applied); break;
        }
    }

    private void AddCredit(OrderId order, int revision) => verdict.Require(
        CreditAnswers.Add((order.Value, revision)), $"{id}: credit for {order} revision {revision} is decided twice.");

    private void Apply(AccountEvent.ItemOpened opened)
    {
        verdict.Require(
            Items.TryAdd(opened.Number, new ItemModel(opened.Order.Value, opened.GrossMinor, opened.OpenMinor)),
            $"{id}: invoice {opened.Number} becomes an item twice.");
        verdict.Same(
            opened.GrossMinor, opened.AdvanceMinor + opened.PspMinor + opened.RoundingMinor + opened.OpenMinor,
            $"{id}: parts of {opened.Number}");
        verdict.Require(
            opened is { AdvanceMinor: >= 0, PspMinor: >= 0, RoundingMinor: >= 0, OpenMinor: >= 0 },
            $"{id}: a part of {opened.Number} is negative.");
        if (opened.AdvanceMinor > 0)
            TakeAdvance(opened.Order, opened.AdvanceMinor, opened.Number);

        // Delivered before it was paid: the invoice now asks for what the prepayment asked for.
        if (Advances.TryGetValue(opened.Order.Value, out var advance))
            advance.OpenMinor -= Math.Min(advance.OpenMinor, opened.OpenMinor + opened.PspMinor);
    }

    private void Apply(AccountEvent.PrepaymentOpened opened)
    {
        var advance = Of(opened.Order);
        verdict.Require(!advance.IsAsked, $"{id}: a prepayment for {opened.Order} is asked for twice.");
        advance.IsAsked = true;
        advance.OpenMinor += opened.AmountMinor;
    }

    private void Apply(AccountEvent.OrderWithdrawn withdrawn)
    {
        var advance = Of(withdrawn.Order);
        if (advance.OpenMinor + advance.HeldMinor > 0)
        {
            advance.OpenMinor -= withdrawn.WithdrawnMinor;
            verdict.Require(advance.OpenMinor >= 0, $"{id}: {withdrawn.Order} withdraws more than is open.");
        }

        if (withdrawn.RefundMinor > 0)
            TakeAdvance(withdrawn.Order, withdrawn.RefundMinor, "refund");

        // A new revision of the order may ask again, and so may one that a person had let go.
        if (withdrawn.Whole || advance is { OpenMinor: 0, HeldMinor: 0 })
            advance.IsAsked = false;
    }

    private void Apply(AccountEvent.PaymentApplied applied)
    {
        verdict.Require(
            Payments.TryAdd(applied.Payment.Value, applied), $"{id}: payment {applied.Payment} is applied twice.");
        verdict.Same(
            applied.AmountMinor, applied.OnAccountMinor + applied.Allocations.Sum(static part => part.AmountMinor),
            $"{id}: parts of payment {applied.Payment}");
        verdict.Require(applied.OnAccountMinor >= 0, $"{id}: {applied.Payment} leaves less than nothing.");
        foreach (var part in applied.Allocations)
        {
            if (part.Kind == ItemKind.Prepayment)
            {
                var advance = Of(part.Order);
                advance.OpenMinor -= part.SettledMinor;
                advance.HeldMinor += part.SettledMinor;
                CheckOpen(part, advance.OpenMinor);
            }
            else if (Items.TryGetValue(part.Document, out var item))
            {
                item.OpenMinor -= part.SettledMinor;
                CheckOpen(part, item.OpenMinor);
            }
            else
            {
                verdict.Fail($"{id}: {applied.Payment} pays {part.Document}, which is no item.");
            }
        }
    }

    private void CheckOpen(in Allocation part, long open)
    {
        var document = part.Document;
        verdict.Same(open, part.OpenMinor, $"{id}: open of {document}");
        verdict.Require(open >= 0, $"{id}: {document} is settled beyond its total.");
    }

    private void TakeAdvance(OrderId order, long amountMinor, string what)
    {
        var advance = Of(order);
        advance.HeldMinor -= amountMinor;
        verdict.Require(advance.HeldMinor >= 0, $"{id}: {what} takes more of the advance for {order} than was paid.");
    }

    private AdvanceModel Of(OrderId order)
    {
        if (!Advances.TryGetValue(order.Value, out var advance))
            Advances.Add(order.Value, advance = new AdvanceModel());

        return advance;
    }
}

/// <summary>An open item.</summary>
internal sealed class ItemModel(string order, long grossMinor, long openMinor)
{
    public string Order => order;

    public long GrossMinor => grossMinor;

    public long OpenMinor { get; set; } = openMinor;
}

/// <summary>What is asked and what was paid in advance for an order.</summary>
internal sealed class AdvanceModel
{
    public bool IsAsked { get; set; }

    public long OpenMinor { get; set; }

    public long HeldMinor { get; set; }
}
