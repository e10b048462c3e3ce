using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.Audit;

/// <content>Money applied and taken back.</content>
internal sealed partial class AccountFold
{
    private void Import(AccountEvent.ItemImported imported, Findings findings)
    {
        LedgerCheck.Run(imported, findings);
        var number = Key.Of(imported.Document);
        if ((_items ??= []).ContainsKey(number))
            findings.Break(Invariant.CountedOnce, $"{imported.Document} taken over again", "one open item of it");
        _items[number] = imported.AmountMinor;
    }

    private void Take(AccountEvent.PaymentApplied applied, Findings findings)
    {
        findings.Count(Checked.Payments);
        var payment = Key.Of(applied.Payment.Value);
        var sum = applied.OnAccountMinor + applied.RefundMinor;
        foreach (var allocation in applied.Allocations)
        {
            sum += allocation.AmountMinor;
            findings.Cause(
                Relation.Allocation, Links.Allocation(payment, account, applied.Attempt, allocation));
            if (allocation.Kind == ItemKind.Prepayment)
                Prepay(allocation, findings);
            else
                Settle(allocation, findings);
        }

        if (applied.Provider is null)
        {
            var share = Links.Match(payment, account, applied.Attempt, applied.AmountMinor);
            findings.Effect(Relation.Match, share);
            findings.Cause(Relation.Application, Links.Match(payment, account, applied.Attempt, sum));
        }
        else if (SettlementRowId.IsRow(applied.Payment))
        {
            CarryOut(applied.Payment, applied.Attempt, applied.AmountMinor, findings);
        }

        if (sum != applied.AmountMinor || (applied.AmountMinor > 0 && applied.OnAccountMinor < 0))
        {
            findings.Break(
                Invariant.MoneyConserved, $"a payment of {applied.AmountMinor}",
                $"the sum of its allocations, what stays on account and what is a refund, {sum}");
        }

        LedgerCheck.Run(applied, findings);
    }

    private void TakeBack(AccountEvent.PaymentUndone undone, Findings findings)
    {
        var payment = Key.Of(undone.Payment.Value);
        var sum = undone.OnAccountMinor + undone.RefundMinor;
        foreach (var allocation in undone.Reopened)
        {
            sum += allocation.AmountMinor;
            // What came from an advance was settled by the invoice's event, not by this payment's. Of what a provider
            // took money back of since, less can be opened again than was settled.
            var number = Key.Of(allocation.Document);
            if (undone.Provider is not null)
            {
                (_takenBack ??= []).Add(number);
            }
            else if (allocation.Kind != ItemKind.Prepayment && !allocation.FromAdvance
                && _takenBack?.Contains(number) != true)
            {
                findings.Effect(
                    Relation.Allocation, Links.Allocation(payment, account, undone.Attempt, allocation));
            }

            if (allocation.Kind == ItemKind.Prepayment)
                AskAgain(allocation, findings);
            else
                Reopen(allocation, findings);
        }

        if (undone.Provider is null)
        {
            findings.Effect(
                Relation.TakingBack,
                Links.TakingBack(
                    payment, account, undone.Attempt, undone.Through?.Value, undone.AtAttempt,
                    undone.AmountMinor));
            if (undone.Through is null)
                findings.Cause(Relation.TakenBack, Links.Match(payment, account, undone.Attempt, 0));
        }
        else if (SettlementRowId.IsRow(undone.Payment))
        {
            CarryOut(undone.Payment, undone.Attempt, -undone.AmountMinor, findings);
        }

        if (sum != undone.AmountMinor)
        {
            findings.Break(
                Invariant.MoneyConserved, $"{undone.AmountMinor} taken back",
                $"the sum of what is open again, no longer on account and no longer a refund, {sum}");
        }

        LedgerCheck.Run(undone, findings);
    }

    /// <summary>A row of a provider's payout: it was asked for, and the settlement is told.</summary>
    private void CarryOut(PaymentId row, int attempt, long amountMinor, Findings findings)
    {
        var link = Links.Row(Key.Of(row.Value), account, attempt, amountMinor);
        findings.Effect(Relation.RowAsked, link);
        findings.Cause(Relation.RowAnswered, link);
    }

    private void Settle(in Allocation allocation, Findings findings)
    {
        var number = Key.Of(allocation.Document);
        if (!allocation.IsImported)
        {
            findings.Cause(
                Relation.Settlement,
                Links.Settlement(
                    Key.Of(allocation.Order.Value), number, allocation.SettledMinor, allocation.OpenMinor));
        }

        long open = 0;
        _items?.TryGetValue(number, out open);
        var isMore = Math.Abs(allocation.SettledMinor) > Math.Abs(open);
        if (isMore || open - allocation.SettledMinor != allocation.OpenMinor)
        {
            findings.Break(
                Invariant.MoneyConserved,
                $"{allocation.SettledMinor} for {allocation.Document}, {allocation.OpenMinor} left open",
                $"at most the {open} that were open of it, and what is left of them");
        }

        CheckSkonto(allocation, findings);
        SetOpen(number, allocation.OpenMinor);
    }

    private void Reopen(in Allocation allocation, Findings findings)
    {
        var number = Key.Of(allocation.Document);
        if (!allocation.IsImported)
        {
            findings.Cause(
                Relation.Reopening,
                Links.Settlement(
                    Key.Of(allocation.Order.Value), number, allocation.SettledMinor, allocation.OpenMinor));
        }

        long open = 0;
        _items?.TryGetValue(number, out open);
        if (open + allocation.SettledMinor != allocation.OpenMinor)
        {
            findings.Break(
                Invariant.MoneyConserved,
                $"{allocation.SettledMinor} of {allocation.Document} open again, {allocation.OpenMinor} in all",
                $"{open + allocation.SettledMinor}, as {open} were open of it");
        }

        CheckSkonto(allocation, findings);
        SetOpen(number, allocation.OpenMinor);
    }

    private static void CheckSkonto(in Allocation allocation, Findings findings)
    {
        if (allocation.SkontoTaxes is { } taxes && AdvanceTax.GrossOf(taxes) != allocation.SkontoMinor)
        {
            findings.Break(
                Invariant.MoneyConserved, $"a discount of {allocation.SkontoMinor} for {allocation.Document}",
                "the sum of its nets and taxes");
        }
    }

    private void SetOpen(ulong number, long openMinor)
    {
        if (openMinor == 0)
            _items?.Remove(number);
        else
            (_items ??= [])[number] = openMinor;
    }

    private void Prepay(in Allocation allocation, Findings findings)
    {
        var order = Key.Of(allocation.Order.Value);
        findings.Cause(Relation.PrepaidMoney, Key.Mix(order, allocation.SettledMinor));
        _advances ??= [];
        var advance = _advances.GetValueOrDefault(order);
        advance = new Advance(
            advance.AskedMinor, advance.PaidMinor + allocation.SettledMinor,
            advance.HeldMinor + allocation.SettledMinor, findings.Place);
        if (advance.PaidMinor > advance.AskedMinor)
        {
            findings.Break(
                Invariant.MoneyConserved, $"{advance.PaidMinor} in advance for {allocation.Order}",
                $"at most the {advance.AskedMinor} that were asked for");
        }

        _advances[order] = advance;
    }

    private void AskAgain(in Allocation allocation, Findings findings)
    {
        var order = Key.Of(allocation.Order.Value);
        findings.Cause(Relation.PrepaidMoney, Key.Mix(order, -allocation.SettledMinor));
        Consume(order, allocation.SettledMinor, "taken back", findings);
        if (_advances is not null && _advances.TryGetValue(order, out var advance))
            _advances[order] = advance with { PaidMinor = advance.PaidMinor - allocation.SettledMinor };
    }
}
