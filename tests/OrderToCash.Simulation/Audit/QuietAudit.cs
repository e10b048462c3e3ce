using OrderToCash.Application;
using OrderToCash.Domain.Ledger;
using OrderToCash.Domain.Orders;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.World;

namespace OrderToCash.Simulation.Audit;

/// <summary>What has to hold once nothing is on its way any more: the invariants, over the whole journal.</summary>
internal sealed partial class QuietAudit(JournalModel model, Verdict verdict)
{
    private readonly Dictionary<EntityId, object> _replayed = [];

    /// <summary>Replays everything from zero, then checks all of it.</summary>
    /// <param name="placed">Orders of which somebody was told that they are taken in.</param>
    public void Run(DateTimeOffset now, IReadOnlyCollection<string> placed)
    {
        Replay();
        if (!verdict.Holds)
            return;

        foreach (var order in placed)
            verdict.Require(model.Orders.ContainsKey(order), $"Order {order} was answered and is not in the journal.");

        foreach (var order in model.Orders.Values)
            Check(order, now);

        foreach (var (id, sku) in model.Skus)
            Check(id, sku);

        CheckInvoices();
        CheckPayments();
        CheckAdvances();
        CheckLedger();
    }

    /// <summary>A state in memory is what its events from zero on give.</summary>
    public void CheckLive(in EntityId entity, string live)
    {
        var replayed = ProbedKind.TextOf(EntityKinds.ByName[entity.Kind], _replayed[entity]);
        verdict.Require(
            replayed == live, $"{entity} is in memory\n  {live}\nand its events give\n  {replayed}");
    }

    private void Replay()
    {
        foreach (var (entity, happened) in model.Events)
        {
            var kind = EntityKinds.ByName[entity.Kind];
            if (!_replayed.TryGetValue(entity, out var state))
                state = kind.Initial(entity.Id);

            _replayed[entity] = kind.Evolve(state, happened);
        }
    }

    private void CheckInvoices()
    {
        foreach (var series in model.Series.Values)
        {
            foreach (var ((order, request), number) in series.Given)
            {
                var invoice = model.Orders.GetValueOrDefault(order)?.Invoices.GetValueOrDefault(request);
                verdict.Require(
                    invoice?.Number == number,
                    $"{number} was given to {order} {request}, which has {invoice?.Number}.");
            }
        }

        foreach (var (id, account) in model.Accounts)
        {
            foreach (var (number, item) in account.Items)
            {
                var invoice = model.Orders.GetValueOrDefault(item.Order)?.Invoices.Values
                    .FirstOrDefault(invoice => invoice.Number == number);
                if (invoice is null)
                {
                    verdict.Fail($"{id} has an item {number} of {item.Order}, which has no such invoice.");
                    continue;
                }

                verdict.Same(invoice.Content.GrossMinor, item.GrossMinor, $"{id}: total of {number}");
                verdict.Same(
                    item.OpenMinor, item.GrossMinor - invoice.SettledMinor, $"{item.Order}: open of {number}");
            }
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

        verdict.Same(entries, model.Payments.Count, $"Payments, one for each entry");
        foreach (var (id, payment) in model.Payments)
        {
            if (payment.Matched is null)
            {
                verdict.Require(
                    payment.IsParked || payment.Transaction?.SignedMinor <= 0, $"Payment {id} waits for nobody.");
                continue;
            }

            var applied = model.Accounts.GetValueOrDefault(payment.Matched.Shares[0].Account.Value)?.Payments
                .GetValueOrDefault(id);
            verdict.Require(
                payment.Applied is not null && applied is not null, $"Payment {id} is matched and never applied.");
            verdict.Same(
                payment.Transaction?.SignedMinor ?? 0,
                (payment.Applied?.OnAccountMinor ?? 0)
                + (payment.Applied?.Allocations.Sum(static part => part.AmountMinor) ?? 0),
                $"Parts of payment {id}");
        }

        foreach (var (id, account) in model.Accounts)
        {
            foreach (var payment in account.Payments.Keys)
            {
                verdict.Require(
                    model.Payments.ContainsKey(payment), $"{id} applied {payment}, which no bank booked.");
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
        verdict.Same(model.Banks.Values.Sum(static bank => bank.BookedMinor), ledger[AccountRole.Bank], $"Bank");
        verdict.Same(
            model.Accounts.Values.Sum(static account => account.Items.Values.Sum(static item => item.OpenMinor)),
            ledger[AccountRole.Receivables], $"Receivables");
        verdict.Same(
            -model.Accounts.Values.Sum(static account => account.Advances.Values.Sum(static held => held.HeldMinor)),
            ledger[AccountRole.AdvancesReceived] + ledger[AccountRole.AdvancesVat], $"Advances");
        verdict.Same(
            -model.Payments.Values.Where(static payment => payment.Applied is null && !payment.IsAside)
                .Sum(static payment => payment.Transaction?.SignedMinor ?? 0),
            ledger[AccountRole.PaymentsInTransit], $"Payments in transit");
    }

    private OrderState StateOf(string order) => (OrderState)_replayed[new EntityId("order", order)];
}
