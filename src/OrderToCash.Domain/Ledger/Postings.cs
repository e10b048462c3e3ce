using System.Collections.Immutable;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Ledger;

/// <summary>
/// The double-entry postings of money events. A pure function of the event, so the ledger can't disagree with the
/// journal; the postings of each event sum to zero.
/// </summary>
/// <remarks>
/// Revenue is recognised by the account's <see cref="AccountEvent.ItemOpened"/>, which is caused exactly once by each
/// numbered invoice; the order's own events about it post nothing.
/// </remarks>
public static class Postings
{
    /// <summary>The postings of an event; empty where it moves no money.</summary>
    /// <param name="entityId">The entity that it happened to, without its kind.</param>
    public static ImmutableArray<Posting> Of(string entityId, object domainEvent) => domainEvent switch
    {
        AccountEvent.ItemOpened opened => OfInvoice(entityId, opened),
        AccountEvent.PaymentApplied applied => OfApplied(entityId, applied),
        AccountEvent.OrderWithdrawn withdrawn => OfWithdrawn(entityId, withdrawn),
        AccountEvent.PaymentUndone undone => OfUndone(entityId, undone),
        AccountEvent.ItemImported imported => OfImported(entityId, imported),
        PaymentEvent.Received received => OfReceived(entityId, received),
        PaymentEvent.SetAside aside => OfAside(
            entityId, aside.Kind, aside.AmountMinor, aside.Currency, aside.Date),
        PaymentEvent.ReversalDone done => OfFee(entityId, done.FeeMinor, done.Currency, done.Date),
        PaymentEvent.Undone undone => OfUndone(entityId, undone),
        SettlementEvent settlement => SettlementPostings.Of(entityId, settlement),
        _ => [],
    };

    private static ImmutableArray<Posting> OfInvoice(string account, AccountEvent.ItemOpened opened)
    {
        var lines = new Lines(opened.Currency, opened.Number, opened.InvoiceDate);
        lines.Add(AccountRole.Receivables, null, account, opened.GrossMinor);
        long taxed = 0;
        foreach (var tax in opened.Taxes)
        {
            lines.Add(AccountRole.Revenue, tax.Rate, null, -tax.NetMinor);
            lines.Add(AccountRole.OutputVat, tax.Rate, null, -tax.TaxMinor);
            taxed += tax.NetMinor + tax.TaxMinor;
        }

        // Net and tax that don't sum to the gross leave cents, which are shown rather than hidden in revenue.
        lines.Add(AccountRole.RoundingDifferences, null, null, taxed - opened.GrossMinor);

        var settled = opened.AdvanceMinor + opened.PspMinor + opened.RoundingMinor;
        lines.Add(AccountRole.Receivables, null, account, -settled);
        lines.AddAdvance(opened.AdvanceMinor, opened.AdvanceTaxes, 1);
        lines.Add(AccountRole.PspClearing, null, opened.Provider, opened.PspMinor);
        lines.Add(AccountRole.RoundingDifferences, null, null, opened.RoundingMinor);
        return lines.ToImmutable();
    }

    private static ImmutableArray<Posting> OfReceived(string payment, PaymentEvent.Received received)
    {
        var transaction = received.Transaction;
        var lines = new Lines(transaction.Currency, payment, transaction.BookingDate);
        lines.Add(AccountRole.Bank, null, received.OwnAccount.Value, transaction.SignedMinor);
        lines.Add(AccountRole.PaymentsInTransit, null, payment, -transaction.SignedMinor);
        return lines.ToImmutable();
    }

    private static ImmutableArray<Posting> OfApplied(string account, AccountEvent.PaymentApplied applied)
    {
        var source = (applied.Through ?? applied.Payment).Value;
        var lines = new Lines(applied.Currency, applied.Payment.Value, applied.ValueDate);
        AddMoney(lines, source, applied.Provider, applied.AmountMinor);
        AddAllocations(lines, account, applied.Allocations, 1);
        lines.Add(AccountRole.CustomerCredits, null, account, -applied.OnAccountMinor);
        lines.Add(AccountRole.RefundsPayable, null, account, -applied.RefundMinor);
        return lines.ToImmutable();
    }

    private static ImmutableArray<Posting> OfUndone(string account, AccountEvent.PaymentUndone undone)
    {
        var source = (undone.Through ?? undone.Payment).Value;
        var lines = new Lines(undone.Currency, undone.Payment.Value, undone.Date);
        AddMoney(lines, source, undone.Provider, -undone.AmountMinor);
        AddAllocations(lines, account, undone.Reopened, -1);
        lines.Add(AccountRole.CustomerCredits, null, account, undone.OnAccountMinor);
        lines.Add(AccountRole.RefundsPayable, null, account, undone.RefundMinor);
        return lines.ToImmutable();
    }

    // What providers take back stands with the refunds of their report until it is tied to its customer.
    private static void AddMoney(Lines lines, string payment, string? provider, long amountMinor)
    {
        if (provider is null)
            lines.Add(AccountRole.PaymentsInTransit, null, payment, amountMinor);
        else if (amountMinor > 0)
            lines.Add(AccountRole.PspClearing, null, provider, amountMinor);
        else
            lines.Add(AccountRole.PspRefunds, null, provider, amountMinor);
    }

    // Sign 1 settles, -1 opens again.
    private static void AddAllocations(
        Lines lines, string account, ImmutableArray<Allocation> allocations, int sign)
    {
        var payment = lines.Document;
        foreach (var allocation in allocations)
        {
            lines.Document = allocation.Document;
            if (allocation.Kind == ItemKind.Prepayment)
                lines.AddAdvance(allocation.SettledMinor, allocation.Taxes, -sign);
            else
                lines.Add(AccountRole.Receivables, null, account, -sign * allocation.SettledMinor);
            if (allocation.SkontoTaxes is { } taxes)
            {
                foreach (var tax in taxes)
                {
                    lines.Add(AccountRole.SkontoGranted, tax.Rate, null, sign * tax.NetMinor);
                    lines.Add(AccountRole.OutputVat, tax.Rate, null, sign * tax.TaxMinor);
                }
            }
            else
            {
                lines.Add(AccountRole.SkontoGranted, null, null, sign * allocation.SkontoMinor);
            }

            lines.Add(AccountRole.BankCharges, null, null, sign * allocation.ChargesMinor);
            lines.Add(AccountRole.PaymentDifferences, null, null, sign * allocation.WriteOffMinor);
        }

        lines.Document = payment;
    }

    private static ImmutableArray<Posting> OfImported(string account, AccountEvent.ItemImported imported)
    {
        var lines = new Lines(imported.Currency, imported.Document, imported.IssueDate);
        lines.Add(AccountRole.Receivables, null, account, imported.AmountMinor);
        lines.Add(AccountRole.OpeningBalances, null, null, -imported.AmountMinor);
        return lines.ToImmutable();
    }

    private static ImmutableArray<Posting> OfAside(
        string payment, AsideKind kind, long amountMinor, Currency currency, DateOnly date)
    {
        var lines = new Lines(currency, payment, date);
        lines.Add(AccountRole.PaymentsInTransit, null, payment, amountMinor);
        lines.Add(
            kind == AsideKind.Transfer ? AccountRole.OwnTransfers : AccountRole.OtherTransactions, null, null,
            -amountMinor);
        return lines.ToImmutable();
    }

    private static ImmutableArray<Posting> OfFee(string payment, long feeMinor, Currency currency, DateOnly date)
    {
        var lines = new Lines(currency, payment, date);
        lines.Add(AccountRole.BankCharges, null, null, feeMinor);
        lines.Add(AccountRole.PaymentsInTransit, null, payment, -feeMinor);
        return lines.ToImmutable();
    }

    // What accounts take back for it they post themselves.
    private static ImmutableArray<Posting> OfUndone(string payment, PaymentEvent.Undone undone) => undone switch
    {
        { Aside: { } kind } => OfAside(payment, kind, -undone.AmountMinor, undone.Currency, undone.Date),
        { Reverses: not null } => OfFee(payment, -undone.FeeMinor, undone.Currency, undone.Date),
        _ => [],
    };

    private static ImmutableArray<Posting> OfWithdrawn(string account, AccountEvent.OrderWithdrawn withdrawn)
    {
        if (withdrawn.RefundMinor == 0)
            return [];
        var lines = new Lines(withdrawn.Currency, withdrawn.Order.Value, null);
        lines.AddAdvance(withdrawn.RefundMinor, withdrawn.RefundTaxes, 1);
        lines.Add(AccountRole.RefundsPayable, null, account, -withdrawn.RefundMinor);
        return lines.ToImmutable();
    }

    internal sealed class Lines(Currency currency, string document, DateOnly? date)
    {
        private readonly ImmutableArray<Posting>.Builder _postings = ImmutableArray.CreateBuilder<Posting>();

        public string Document { get; set; } = document;

        public void Add(AccountRole role, decimal? rate, string? subAccount, long amountMinor)
        {
            if (amountMinor != 0)
                _postings.Add(new Posting(role, rate, subAccount, amountMinor, currency, Document, date));
        }

        // Sign 1 takes from advances (debit), -1 adds to them (credit).
        public void AddAdvance(long amountMinor, ImmutableArray<TaxAmount>? taxes, int sign)
        {
            if (taxes is not { } split)
            {
                Add(AccountRole.AdvancesReceived, null, null, sign * amountMinor);
                return;
            }

            foreach (var tax in split)
            {
                Add(AccountRole.AdvancesReceived, tax.Rate, null, sign * tax.NetMinor);
                Add(AccountRole.AdvancesVat, tax.Rate, null, sign * tax.TaxMinor);
            }
        }

        public ImmutableArray<Posting> ToImmutable() => _postings.DrainToImmutable();
    }
}
