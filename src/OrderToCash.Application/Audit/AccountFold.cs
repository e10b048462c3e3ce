using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;

namespace OrderToCash.Application.Audit;

/// <summary>A customer account: what is open of its items, and advances until they are consumed.</summary>
internal sealed partial class AccountFold(ulong account) : EntityFold
{
    /// <summary>Open invoices by number: what is open.</summary>
    private Dictionary<ulong, long>? _items;

    /// <summary>Invoices that a provider took money back of.</summary>
    private HashSet<ulong>? _takenBack;

    /// <summary>Prepayments by order.</summary>
    private Dictionary<ulong, Advance>? _advances;

    /// <inheritdoc/>
    public override EntityFold Apply(object domainEvent, Findings findings)
    {
        switch ((AccountEvent)domainEvent)
        {
            case AccountEvent.ItemOpened opened: Open(opened, findings); break;
            case AccountEvent.PaymentApplied applied: Take(applied, findings); break;
            case AccountEvent.PaymentUndone undone: TakeBack(undone, findings); break;
            case AccountEvent.ItemImported imported: Import(imported, findings); break;
            case AccountEvent.PaymentRefused refused when SettlementRowId.IsRow(refused.Payment):
                CarryOut(refused.Payment, refused.Attempt, refused.AmountMinor, findings);
                break;
            case AccountEvent.PaymentRefused refused:
                var refusal = Links.Match(Key.Of(refused.Payment.Value), account, refused.Attempt, 0);
                findings.Cause(Relation.Application, refusal);
                findings.Effect(Relation.Match, Links.Match(
                    Key.Of(refused.Payment.Value), account, refused.Attempt, refused.AmountMinor));
                break;
            case AccountEvent.PrepaymentOpened opened: Await(opened, findings); break;
            case AccountEvent.OrderWithdrawn withdrawn when withdrawn.RefundMinor != 0:
                Consume(Key.Of(withdrawn.Order.Value), withdrawn.RefundMinor, "refunded", findings);
                LedgerCheck.Run(withdrawn, findings);
                break;
            case AccountEvent.CreditGranted granted: Answer(granted.Order.Value, granted.Revision, findings); break;
            case AccountEvent.CreditRefused refused: Answer(refused.Order.Value, refused.Revision, findings); break;
            case AccountEvent.Blocked blocked:
                findings.Cause(Relation.Block, Links.Block(account, blocked.Reason));
                break;
            case AccountEvent.Unblocked:
                findings.Cause(Relation.Block, Links.Block(account, null));
                break;
            default: break;
        }

        return this;
    }

    /// <summary>What is held now has to be for orders that are not over.</summary>
    public override void Finish(Findings findings, Watermarks watermarks)
    {
        if (_advances is null)
            return;
        foreach (var (order, advance) in _advances)
        {
            if (advance.HeldMinor > 0)
                findings.Cause(Relation.HeldAdvance, order, advance.Place);
        }
    }

    private static void Answer(string order, int revision, Findings findings)
    {
        var key = Key.Mix(Key.Of(order), revision);
        findings.Effect(Relation.CreditRequest, key);
        findings.Cause(Relation.CreditAnswer, key);
    }

    private void Open(AccountEvent.ItemOpened opened, Findings findings)
    {
        findings.Count(Checked.Items);
        var (order, number) = (Key.Of(opened.Order.Value), Key.Of(opened.Number));
        findings.Effect(
            Relation.Item, Links.Item(account, order, number, opened.GrossMinor, Links.Taxes(opened.Taxes)));
        var sum = opened.AdvanceMinor + opened.PspMinor + opened.RoundingMinor + opened.OpenMinor;
        if (sum != opened.GrossMinor || opened.OpenMinor < 0)
        {
            findings.Break(
                Invariant.MoneyConserved, $"{opened.Number} of {opened.GrossMinor}",
                $"the sum of advance, provider, rounding and open, {sum}");
        }

        LedgerCheck.Run(opened, findings);
        if (opened.AdvanceMinor != 0)
            Consume(order, opened.AdvanceMinor, "consumed by " + opened.Number, findings);
        var settled = opened.GrossMinor - opened.OpenMinor;
        if (settled > 0)
            findings.Cause(Relation.Settlement, Links.Settlement(order, number, settled, opened.OpenMinor));
        if (opened.OpenMinor > 0)
            (_items ??= [])[number] = opened.OpenMinor;
    }

    private void Await(AccountEvent.PrepaymentOpened opened, Findings findings)
    {
        var order = Key.Of(opened.Order.Value);
        findings.Effect(Relation.Prepayment, Links.Prepayment(account, order, opened.AmountMinor));
        _advances ??= [];
        var advance = _advances.GetValueOrDefault(order);
        _advances[order] = advance with { AskedMinor = advance.AskedMinor + opened.AmountMinor };
    }

    private void Consume(ulong order, long amountMinor, string how, Findings findings)
    {
        var advance = _advances?.GetValueOrDefault(order) ?? default;
        if (amountMinor > advance.HeldMinor || amountMinor < 0)
        {
            findings.Break(
                Invariant.MoneyConserved, $"{amountMinor} of advances {how}",
                $"at most the {advance.HeldMinor} that are held");
        }

        (_advances ??= [])[order] = advance with
        {
            HeldMinor = advance.HeldMinor - amountMinor,
            Place = findings.Place,
        };
    }

    /// <summary>Money asked for in advance in all, paid in all, and of it what no invoice has consumed.</summary>
    /// <param name="Place">The last event that changed what is held.</param>
    private readonly record struct Advance(long AskedMinor, long PaidMinor, long HeldMinor, EventPlace Place);
}
