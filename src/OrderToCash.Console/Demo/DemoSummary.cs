using System.Collections.Immutable;
using System.Text.Json.Nodes;
using OrderToCash.Application;
using OrderToCash.Application.Audit;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;
using OrderToCash.Server.Views;
using Spectre.Console;

namespace OrderToCash.Console.Demo;

/// <summary>What became of the hour, read from the journal.</summary>
internal sealed class DemoSummary
{
    /// <summary>Wide enough that no figure is wrapped.</summary>
    private const int WidthOfFiles = 100;

    private readonly ImmutableArray<Figures> _orders;
    private readonly int _payments;
    private readonly int _matched;
    private readonly AuditReport _audit;

    private DemoSummary(ImmutableArray<Figures> orders, int payments, int matched, AuditReport audit)
    {
        _orders = orders;
        _payments = payments;
        _matched = matched;
        _audit = audit;
    }

    /// <summary>True where every invariant holds.</summary>
    public bool Holds => _audit.Holds;

    /// <summary>Reads the journal.</summary>
    public static async Task<DemoSummary> ReadAsync(
        IJournal journal, AuditReport audit, CancellationToken cancellationToken)
    {
        var orders = await OrderScan.RunAsync(
            journal, Environment.ProcessorCount,
            static order => new Figures(
                order.Status, order.Invoices.Length, order.Invoices.Sum(invoice => invoice.GrossMinor),
                order.Invoices.Sum(invoice => invoice.OpenMinor)),
            cancellationToken);
        var payments = await EntityScan.RunAsync<PaymentState, object>(
            journal, EntityKinds.Payment, Environment.ProcessorCount, static _ => false,
            static payment => payment.Transaction is { SignedMinor: > 0 } ? payment.Status : null,
            cancellationToken);
        return new DemoSummary(
            orders, payments.Length,
            payments.Count(status => status is PaymentStatus.Applied or PaymentStatus.Matched), audit);
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
                ["duplicates"] = intake.Value.Duplicates, ["rejected"] = intake.Value.Rejected,
            }),
            ["oversold"] = oversold,
            ["invoices"] = _orders.Sum(order => order.Invoices),
            ["invoiced"] = Nodes.Money(_orders.Sum(order => order.GrossMinor), Currency.Eur),
            ["paid"] = Nodes.Money(_orders.Sum(order => order.GrossMinor - order.OpenMinor), Currency.Eur),
            ["open"] = Nodes.Money(_orders.Sum(order => order.OpenMinor), Currency.Eur),
            ["payments"] = _payments,
            ["matchRate"] = Rate(_matched, _payments),
            ["ordersPerSecond"] = Rate(mirror.Placed, run.OrdersTime.TotalSeconds),
            ["ackP50Ms"] = Percentile(acknowledgements, 50),
            ["ackP99Ms"] = Percentile(acknowledgements, 99),
            ["events"] = _audit.Events,
            ["auditHolds"] = _audit.Holds,
        };
    }

    /// <summary>As a table for a person.</summary>
    public static void Write(JsonObject result)
    {
        var isRedirected = System.Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(System.Console.Out),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = isRedirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
        });
        if (isRedirected)
            console.Profile.Width = WidthOfFiles;
        var table = new Table { Title = new TableTitle("One Black Friday hour") }.AddColumns("what", "figure");
        table.Columns[1].RightAligned();
        foreach (var (name, value) in result)
        {
            switch (value)
            {
                case JsonObject statuses:
                    foreach (var (status, count) in statuses)
                        table.AddRow("  " + status, $"{count?.GetValue<int>():N0}");
                    break;
                case JsonArray intakes:
                    foreach (var intake in intakes.OfType<JsonObject>())
                    {
                        table.AddRow(
                            $"  {intake["format"]} read / accepted / duplicate / rejected",
                            $"{intake["read"]} / {intake["accepted"]} / {intake["duplicates"]} / {intake["rejected"]}");
                    }

                    break;
                default:
                    table.AddRow(Label(name), Markup.Escape(Text(name, value)));
                    break;
            }
        }

        console.Write(table);
    }

    private static string Text(string name, JsonNode? value) => name switch
    {
        "matchRate" => $"{value?.GetValue<decimal>():P1}",
        "auditHolds" => value?.GetValue<bool>() == true ? "all eight invariants hold" : "BROKEN: run o2c audit",
        _ => value?.ToString() ?? "",
    };

    private static string Label(string name) => name switch
    {
        "oversold" => "oversold (by the audit)",
        "matchRate" => "payments matched without a person",
        "ordersPerSecond" => "orders a second",
        "ackP50Ms" => "acknowledged durably after, p50 ms",
        "ackP99Ms" => "acknowledged durably after, p99 ms",
        "auditHolds" => "audit",
        _ => name,
    };

    private static decimal Rate(long part, double whole) =>
        whole > 0 ? Math.Round((decimal)(part / whole), part > whole ? 0 : 4) : 0;

    private static decimal Percentile(TimeSpan[] sorted, int percent) => sorted.Length == 0
        ? 0
        : Math.Round((decimal)sorted[Math.Min(sorted.Length - 1, sorted.Length * percent / 100)].TotalMilliseconds, 1);

    private sealed record Figures(OrderStatus Status, int Invoices, long GrossMinor, long OpenMinor);
}
