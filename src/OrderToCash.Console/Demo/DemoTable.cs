using System.Text.Json.Nodes;
using Spectre.Console;

namespace OrderToCash.Console.Demo;

/// <summary>The hour's figures as a table, and its examples below, for a person.</summary>
internal static class DemoTable
{
    /// <summary>Wide enough that no figure is wrapped.</summary>
    private const int WidthOfFiles = 100;

    private const string Examples = "examples";

    /// <summary>Writes what <see cref="DemoSummary.ToJson"/> says.</summary>
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
            if (name != Examples)
                AddRows(table, name, value);
        }

        console.Write(table);
        foreach (var example in result[Examples]?.AsArray().OfType<JsonObject>() ?? [])
            WriteExample(console, example);
    }

    private static void AddRows(Table table, string name, JsonNode? value)
    {
        switch (value)
        {
            case JsonObject statuses:
                foreach (var (status, count) in statuses)
                    table.AddRow("  " + status, $"{count?.GetValue<int>():N0}");
                break;
            case JsonArray intakes:
                table.AddRow("read = accepted + duplicate + ignored + refused", "");
                foreach (var intake in intakes.OfType<JsonObject>())
                {
                    table.AddRow(
                        "  " + intake["format"],
                        $"{intake["read"]} = {intake["accepted"]} + {intake["duplicates"]} + "
                        + $"{intake["nothingToDo"]} + {intake["rejected"]}");
                }

                break;
            default:
                table.AddRow(Label(name), Markup.Escape(Text(name, value)));
                break;
        }
    }

    private static void WriteExample(IAnsiConsole console, JsonObject example)
    {
        console.WriteLine();
        console.WriteLine(
            $"\"{example["text"]}\", {example["amount"]}: {example["decision"]}, {example["score"]} points");
        console.WriteLine($"  {example["reason"]}");
    }

    private static string Text(string name, JsonNode? value) => name switch
    {
        "matchRate" => $"{value?.GetValue<decimal>():P1}",
        "precision" => $"{value?.GetValue<decimal>():P2}",
        "auditHolds" => value?.GetValue<bool>() == true ? "all eight invariants hold" : "BROKEN: run o2c audit",
        _ => value?.ToString() ?? "",
    };

    private static string Label(string name) => name switch
    {
        "ordersReadWrongly" => "orders that cost another total than was meant",
        "oversold" => "oversold (by the audit)",
        "bankTransactions" => "bank transactions, each counted once",
        "payments" => "payments of customers, and what banks took back",
        "paymentsPerSecond" => "payments read, matched and booked a second",
        "matchRate" => "payments matched without a person",
        "wrongBookings" => "booked wrongly",
        "precision" => "precision against the demo's own truth",
        "waitingForPerson" => "waiting for a person",
        "waitingForReport" => "payouts that wait for their report",
        "ordersPerSecond" => "orders a second",
        "ackP50Ms" => "acknowledged durably after, p50 ms",
        "ackP99Ms" => "acknowledged durably after, p99 ms",
        "auditHolds" => "audit",
        _ => name,
    };
}
