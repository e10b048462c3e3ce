using OrderToCash.Application;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Orders.Checks;
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

        CheckBlocks();
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

    /// <summary>Whoever advises orders has heard of every block, and of its end.</summary>
    private void CheckBlocks()
    {
        var checks = _replayed.GetValueOrDefault(new EntityId(Kinds.Checks, StoreChecks.Id)) as ChecksState;
        foreach (var (id, account) in model.Accounts)
        {
            var known = checks?.Blocked.GetValueOrDefault(id);
            verdict.Require(
                known == account.BlockedFor,
                $"{id} is blocked for '{account.BlockedFor}', the store's checks know of '{known}'.");
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
                if (item.Order is null)
                    continue;

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

    private OrderState StateOf(string order) => (OrderState)_replayed[new EntityId("order", order)];
}
