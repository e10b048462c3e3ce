using OrderToCash.Domain.Ledger;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Simulation.Audit;

/// <content>Money: where each payment is, and that the books say the same.</content>
internal sealed partial class QuietAudit
{
    /// <summary>What the banks really moved was booked once, whatever their files did.</summary>
    /// <param name="truth">Σ by own account and payer.</param>
    public void CheckBanks(IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> truth)
    {
        foreach (var (bank, payers) in truth)
        {
            var booked = model.Banks[bank].ByPayer;
            foreach (var (payer, minor) in payers)
                verdict.Same(minor, booked.GetValueOrDefault(payer), $"{bank}: booked {payer}");

            foreach (var payer in booked.Keys)
                verdict.Require(payers.ContainsKey(payer), $"{bank}: booked {payer}, which the bank never moved.");
        }
    }

    private void CheckPayments()
    {
        var entries = 0;
        foreach (var (bank, account) in model.Banks)
        {
            entries += account.Entries.Count;
            foreach (var (identity, entry) in account.Entries)
            {
                var payment = model.Payments.GetValueOrDefault(bank + "/" + identity);
                if (payment?.Transaction is not { } transaction || transaction.SignedMinor != entry.SignedMinor)
                    verdict.Fail($"Entry {identity} of {bank} became no payment of its amount.");
            }
        }

        verdict.Same(
            entries, model.Payments.Values.Count(static payment => payment.Transaction is not null),
            $"Payments, one for each entry");
        foreach (var payment in model.Payments.Values)
            payment.CheckQuiet(model);

        foreach (var (id, account) in model.Accounts)
        {
            foreach (var ((payment, attempt), share) in account.Shares)
            {
                var known = model.Payments.GetValueOrDefault(payment)?.Shares.GetValueOrDefault((id, attempt));
                verdict.Same(
                    known?.AmountMinor ?? 0, share.LeftMinor,
                    $"{id} has of {payment} by decision {attempt}, as that knows it");
            }
        }
    }

    /// <summary>An order that is over leaves no money and no claim in advance behind.</summary>
    private void CheckAdvances()
    {
        foreach (var (id, account) in model.Accounts)
        {
            foreach (var (order, advance) in account.Advances)
            {
                verdict.Require(
                    advance is { HeldMinor: 0, OpenMinor: 0 } || model.Orders.GetValueOrDefault(order)?.IsOver == false,
                    $"{id} holds {advance.HeldMinor} in advance and asks {advance.OpenMinor} for {order}, "
                    + $"which is no open order.");
            }
        }
    }

    /// <summary>Balances of the postings are what the models add up to by themselves.</summary>
    private void CheckLedger()
    {
        var ledger = model.Ledger;
        verdict.Same(0, ledger.SumMinor, $"Sum of all postings");
        foreach (var (id, bank) in model.Banks)
            verdict.Same(bank.BookedMinor, ledger[AccountRole.Bank, id], $"Bank {id}");

        long asideMinor = 0;
        foreach (var (id, payment) in model.Payments)
        {
            verdict.Same(
                -payment.InTransitMinor, ledger[AccountRole.PaymentsInTransit, id],
                $"{id}, {payment.Place}, in transit");
            if (payment.Place == PaymentModel.PaymentPlace.Aside)
                asideMinor += payment.SignedMinor;
        }

        foreach (var (id, account) in model.Accounts)
        {
            verdict.Same(
                account.Items.Values.Sum(static item => item.OpenMinor), ledger[AccountRole.Receivables, id],
                $"Receivables of {id}");
            verdict.Same(-account.OnAccountMinor, ledger[AccountRole.CustomerCredits, id], $"Credits of {id}");
            verdict.Same(-account.RefundMinor, ledger[AccountRole.RefundsPayable, id], $"Refunds payable to {id}");
        }

        verdict.Same(
            -model.Accounts.Values.Sum(static account => account.Advances.Values.Sum(static held => held.HeldMinor)),
            ledger[AccountRole.AdvancesReceived] + ledger[AccountRole.AdvancesVat], $"Advances");
        verdict.Same(
            -asideMinor, ledger[AccountRole.OwnTransfers] + ledger[AccountRole.OtherTransactions], $"Set aside");
        CheckCosts();
    }

    /// <summary>Discounts, charges and differences are those of what is settled now, and the fees of returns.</summary>
    private void CheckCosts()
    {
        var ledger = model.Ledger;
        var settled = model.Accounts.Values
            .SelectMany(static account => account.Shares.Values).SelectMany(static share => share.Left).ToArray();
        var feesMinor = model.Payments.Values
            .Where(static payment => payment.Place == PaymentModel.PaymentPlace.TookBack)
            .Sum(static payment => payment.Reversal?.FeeMinor ?? 0);
        verdict.Same(
            settled.Sum(static part => part.ChargesMinor) + feesMinor, ledger[AccountRole.BankCharges],
            $"Bank charges");
        verdict.Same(
            settled.Sum(static part => part.WriteOffMinor), ledger[AccountRole.PaymentDifferences],
            $"Payment differences");
    }
}
