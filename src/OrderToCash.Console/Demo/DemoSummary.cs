using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OrderToCash.Application.Audit;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Demo;

/// <summary>What became of the hour, read from the journal.</summary>
internal sealed class DemoSummary
{
    private readonly ImmutableArray<Figures> _orders;
    private readonly ImmutableArray<string> _mistaken;
    private readonly DemoMatching _matching;
    private readonly AuditReport _audit;

    private DemoSummary(
        ImmutableArray<Figures> orders, ImmutableArray<string> mistaken, DemoMatching matching, AuditReport audit)
    {
        _orders = orders;
        _mistaken = mistaken;
        _matching = matching;
        _audit = audit;
    }

    /// <summary>
    /// True where every invariant holds, every order costs what its customer meant, and everything was booked once and
    /// as it was meant.
    /// </summary>
    public bool Holds => _audit.Holds && _matching.Holds && _mistaken.IsEmpty;

    /// <summary>Each wrong booking and each order that was read wrongly, in a line.</summary>
    public IEnumerable<string> Mistakes => _matching.Wrong
        .Select(static one => $"wrong: payment {one.Payment} \"{one.Text}\", {one.Reason}; meant was {one.Meant}")
        .Concat(_mistaken);

    /// <summary>Reads the journal.</summary>
    public static async Task<DemoSummary> ReadAsync(
        IJournal journal, AuditReport audit, DemoRun run, CancellationToken cancellationToken)
    {
        var orders = await OrderScan.RunAsync(
            journal, Environment.ProcessorCount,
            static order => new Figures(
                order.Id.Value, order.TotalMinor, order.Status, order.Invoices.Length,
                order.Invoices.Sum(invoice => invoice.GrossMinor),
                order.Invoices.Sum(invoice => invoice.OpenMinor)),
            cancellationToken);
        var matching = await DemoMatching.ReadAsync(journal, run.Truth, cancellationToken);
        return new DemoSummary(orders, Mistaken(orders, run.Totals()), matching, audit);
    }

    /// <summary>Orders that cost another total here than where they come from, or came from nowhere, or not at all.
    /// </summary>
    private static ImmutableArray<string> Mistaken(ImmutableArray<Figures> orders, Dictionary<string, long> meant)
    {
        var mistaken = ImmutableArray.CreateBuilder<string>();
        foreach (var order in orders)
        {
            if (!meant.Remove(order.Id, out var total) || total != order.TotalMinor)
                mistaken.Add($"wrong: order {order.Id} costs {order.TotalMinor} cents; meant was {total}");
        }

        mistaken.AddRange(meant.Keys.Select(static id => $"wrong: order {id} is not there"));
        return mistaken.DrainToImmutable();
    }

    /// <summary>As JSON.</summary>
    public JsonObject ToJson(DemoRun run, DemoMirror mirror)
    {
        var acknowledgements = mirror.Acknowledgements();
        var oversold = _audit.Invariants.First(one => one.Number == Invariant.NoOversell).BreakCount;
        return new JsonObject
        {
            ["orders"] = _orders.Length,
            ["byStatus"] = new JsonObject(_orders.CountBy(order => order.Status).OrderBy(pair => pair.Key).Select(
                pair => KeyValuePair.Create<string, JsonNode?>(Nodes.Word(pair.Key), pair.Value))),
            ["inputs"] = Nodes.List(run.Intakes, intake => new JsonObject
            {
                ["format"] = intake.Key, ["read"] = intake.Value.Read, ["accepted"] = intake.Value.Accepted,
                ["duplicates"] = intake.Value.Duplicates,
                ["nothingToDo"] = intake.Value.NothingToDo, ["rejected"] = intake.Value.Rejected,
            }),
            ["ordersReadWrongly"] = _mistaken.Length,
            ["oversold"] = oversold,
            ["invoices"] = _orders.Sum(order => order.Invoices),
            ["invoiced"] = Nodes.Money(_orders.Sum(order => order.GrossMinor), Currency.Eur),
            ["paid"] = Nodes.Money(_orders.Sum(order => order.GrossMinor - order.OpenMinor), Currency.Eur),
            ["open"] = Nodes.Money(_orders.Sum(order => order.OpenMinor), Currency.Eur),
            ["bankTransactions"] = _matching.Decisions.Length,
            ["payments"] = _matching.Payments,
            ["paymentsPerSecond"] = Rate(_matching.Payments, run.BankTime.TotalSeconds),
            ["matchRate"] = Rate(_matching.Matched, _matching.Payments),
            ["wrongBookings"] = _matching.Wrong.Length,
            ["precision"] = Rate(_matching.Decided - _matching.Wrong.Length, _matching.Decided),
            ["waitingForPerson"] = _matching.Count(DemoVerdict.ForPerson),
            ["waitingForReport"] = _matching.Count(DemoVerdict.Waits),
            ["examples"] = DemoExamples.ToJson(_matching),
            ["ordersPerSecond"] = Rate(mirror.Placed, run.OrdersTime.TotalSeconds),
            ["ackP50Ms"] = Percentile(acknowledgements, 50),
            ["ackP99Ms"] = Percentile(acknowledgements, 99),
            ["events"] = _audit.Events,
            ["auditHolds"] = _audit.Holds,
        };
    }

    private static decimal Rate(long part, double whole) =>
        whole > 0 ? Math.Round((decimal)(part / whole), part > whole ? 0 : 4) : 0;

    private static decimal Percentile(TimeSpan[] sorted, int percent) => sorted.Length == 0
        ? 0
        : Math.Round((decimal)sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)].TotalMilliseconds, 1);

    private sealed record Figures(
        string Id, long TotalMinor, OrderStatus Status, int Invoices, long GrossMinor, long OpenMinor);
}
