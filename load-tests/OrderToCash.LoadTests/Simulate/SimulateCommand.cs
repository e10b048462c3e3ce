using System.CommandLine;
using System.Diagnostics;
using OrderToCash.Simulation;

namespace OrderToCash.LoadTests.Simulate;

/// <summary><c>simulate</c>: seeded lives of the whole system with faults, as many as one has time for.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var seeds = new Option<int?>("--seeds") { Description = "how many seeds; default 1,000" };
        var from = new Option<int>("--from") { Description = "the first seed", DefaultValueFactory = _ => 1 };
        var minutes = new Option<double?>("--minutes") { Description = "go on for so long instead" };
        var seed = new Option<int?>("--seed") { Description = "this seed alone" };
        var trace = new Option<bool>("--trace") { Description = "print what happens; with --seed" };
        var orders = new Option<int>("--orders") { Description = "orders a seed", DefaultValueFactory = _ => 50 };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => Environment.ProcessorCount };
        var all = new Option<bool>("--all") { Description = "go on where a seed fails, and tell of each at the end" };
        var command = new Command("simulate", "Seeded lives of the whole system: crashes, lost answers, zombies.")
        {
            seeds, from, minutes, seed, trace, orders, threads, all,
        };
        command.SetAction(parsed => parsed.GetValue(seed) is { } one
            ? RunOne(one, parsed.GetValue(orders), parsed.GetValue(trace))
            : new SimulateMany(
                    parsed.GetValue(from), parsed.GetValue(orders), parsed.GetValue(threads), parsed.GetValue(all))
                .Run(parsed.GetValue(seeds), parsed.GetValue(minutes)));
        return command;
    }

    private static int RunOne(int seed, int orders, bool isTraced)
    {
        var clock = Stopwatch.StartNew();
        var result = SimulationRun.Run(
            new SimulationOptions(seed) { Orders = orders, Trace = isTraced ? Console.Out : null });
        Console.WriteLine(
            $"Seed {seed}: {(result.Holds ? "everything held" : result.Problem)}\n"
            + $"  {result.Events:N0} events, {result.Orders:N0} orders ({result.ClosedOrders:N0} closed), "
            + $"{result.Replies:N0} replies, {result.Crashes} crashes, {result.Moves} moves, "
            + $"{clock.ElapsedMilliseconds:N0} ms, trace {result.TraceHash:x16}");
        return result.Holds ? 0 : 1;
    }
}
