using OrderToCash.Domain.Receivables;

namespace OrderToCash.Simulation.Audit;

/// <content>Money applied, refused and taken back.</content>
internal sealed partial class AccountModel
{
    private void Apply(AccountEvent.PaymentApplied applied)
    {
        var key = (applied.Payment.Value, applied.Attempt);
        verdict.Require(
            !Refusals.Contains(key) && Shares.TryAdd(key, new ShareModel(applied)),
            $"{id}: payment {applied.Payment} is applied twice by decision {applied.Attempt}.");
        verdict.Same(
            applied.AmountMinor,
            applied.OnAccountMinor + applied.RefundMinor
            + applied.Allocations.Sum(static part => part.AmountMinor),
            $"{id}: parts of payment {applied.Payment}");
        verdict.Require(
            applied.AmountMinor < 0 || applied is { OnAccountMinor: >= 0, RefundMinor: >= 0 },
            $"{id}: {applied.Payment} leaves less than nothing.");
        OnAccountMinor += applied.OnAccountMinor;
        RefundMinor += applied.RefundMinor;
        foreach (var part in applied.Allocations)
        {
            if (part.Kind == ItemKind.Prepayment)
            {
                var advance = Of(part.Order);
                advance.OpenMinor -= part.SettledMinor;
                advance.HeldMinor += part.SettledMinor;
                CheckOpen(part, advance.OpenMinor, long.MaxValue);
            }
            else if (Items.TryGetValue(part.Document, out var item))
            {
                verdict.Require(
                    part.SkontoMinor + part.ChargesMinor + part.WriteOffMinor == 0 || part.OpenMinor == 0,
                    $"{id}: a discount on a part of {part.Document}.");
                item.OpenMinor -= part.SettledMinor;
                CheckOpen(part, item.OpenMinor, item.GrossMinor);
            }
            else
            {
                verdict.Fail($"{id}: {applied.Payment} pays {part.Document}, which is no item.");
            }
        }
    }

    private void Apply(AccountEvent.PaymentRefused refused)
    {
        var key = (refused.Payment.Value, refused.Attempt);
        verdict.Require(
            !Shares.ContainsKey(key) && Refusals.Add(key),
            $"{id}: payment {refused.Payment} is refused that was answered before.");
    }

    private void Apply(AccountEvent.PaymentUndone undone)
    {
        var sum = undone.OnAccountMinor + undone.RefundMinor
            + undone.Reopened.Sum(static part => part.AmountMinor);
        verdict.Same(undone.AmountMinor, sum, $"{id}: parts of what is taken back of {undone.Payment}");
        if (!Shares.TryGetValue((undone.Payment.Value, undone.Attempt), out var share))
        {
            verdict.Fail($"{id}: {undone.Payment} is taken back, and was not applied by decision {undone.Attempt}.");
            return;
        }

        share.LeftMinor -= undone.AmountMinor;
        verdict.Require(
            Math.Abs(share.LeftMinor) <= Math.Abs(share.Applied.AmountMinor)
            && Math.Sign(share.LeftMinor) != -Math.Sign(share.Applied.AmountMinor),
            $"{id}: of {undone.Payment} more is taken back than was applied.");
        OnAccountMinor -= undone.OnAccountMinor;
        RefundMinor -= undone.RefundMinor;
        foreach (var part in undone.Reopened)
            Reopen(undone, part, share);

        if (share.LeftMinor == 0)
            share.Left.Clear();

        foreach (var item in undone.Items)
        {
            var (document, dueDate) = (item.Document, item.DueDate);
            verdict.Require(
                Items.TryGetValue(document, out var issued) && issued.GrossMinor == item.GrossMinor
                && issued.InvoiceDate == item.InvoiceDate && issued.DueDate == dueDate,
                $"{id}: {document} is open again, due {dueDate} and not as it was issued.");
        }
    }

    private void Reopen(AccountEvent.PaymentUndone undone, in Allocation part, ShareModel share)
    {
        var document = part.Document;
        if (part.Kind == ItemKind.Prepayment || part.FromAdvance)
        {
            var order = part.Order;
            share.Left.RemoveAll(one => one.Kind == ItemKind.Prepayment && one.Order == order);
        }

        if (part.Kind == ItemKind.Prepayment)
        {
            TakeAdvance(part.Order, part.SettledMinor, "what is taken back");
            var advance = Of(part.Order);
            advance.OpenMinor += part.SettledMinor;
            CheckOpen(part, advance.OpenMinor, long.MaxValue);
            return;
        }

        if (!Items.TryGetValue(document, out var item))
        {
            verdict.Fail($"{id}: {undone.Payment} opens {document}, which never was an item.");
            return;
        }

        if (!part.FromAdvance)
        {
            var (settled, skonto) = (part.SettledMinor, part.SkontoMinor);
            verdict.Require(
                share.Left.RemoveAll(one =>
                    one.Document == document && one.SettledMinor == settled && one.SkontoMinor == skonto) == 1,
                $"{id}: {undone.Payment} opens {settled} of {document}, and had not settled that.");
        }

        item.OpenMinor += part.SettledMinor;
        CheckOpen(part, item.OpenMinor, item.GrossMinor);
    }

    /// <summary>What is open lies between nothing and all of it, for a credit note too.</summary>
    private void CheckOpen(in Allocation part, long open, long gross)
    {
        var document = part.Document;
        verdict.Same(open, part.OpenMinor, $"{id}: open of {document}");
        verdict.Require(
            gross < 0 ? open <= 0 && open >= gross : open >= 0 && open <= gross,
            $"{id}: {document} of {gross} has {open} open.");
    }
}
