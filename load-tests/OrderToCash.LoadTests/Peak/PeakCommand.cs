using System.CommandLine;
using System.Text.Json;
using OrderToCash.Application.Audit;
using OrderToCash.Engine.Shards;

namespace OrderToCash.LoadTests.Peak;

/// <summary><c>peak</c>: the full life of many orders, and what the bare store would have done.</summary>
internal static class PeakCommand
{
    public static Command Create()
    {
        var store = new Option<string>("--store")
        {
            Description = "volatile, sqlite or postgres",
            DefaultValueFactory = _ => "sqlite",
        };
        store.AcceptOnlyFromAmong("volatile", "sqlite", "postgres");
        var orders = new Option<int>("--orders") { DefaultValueFactory = _ => 50_000 };
        var profile = new Option<string>("--profile")
        {
            Description = "flat, black-friday or hot-sku",
            DefaultValueFactory = _ => "black-friday",
        };
        profile.AcceptOnlyFromAmong("flat", "black-friday", "hot-sku");
        var inFlight = new Option<int>("--in-flight") { DefaultValueFactory = _ => 4096 };
        var rate = new Option<double?>("--rate") { Description = "orders a second offered (open loop)" };
        var stock = new Option<int?>("--stock") { Description = "pieces of each SKU; orders beyond are rejected" };
        var shards = new Option<int>("--shards") { DefaultValueFactory = _ => ShardMap.DefaultShardCount };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1 };
        var folder = new Option<string?>("--folder")
        {
            Description = "where the store goes; kept. Default: a temporary folder, deleted",
        };
        var noCeiling = new Option<bool>("--no-ceiling");
        var warmUp = new Option<int?>("--warm-up")
        {
            Description = "orders before the clock starts. Default: a tenth, at least 5,000; none with --stock",
        };
        var beside = new Option<string?>("--beside")
        {
            Description = "a profile to run before, in the same process, for the ratio of the two",
        };
        beside.AcceptOnlyFromAmong("flat", "black-friday", "hot-sku");
        var connection = new Option<string?>("--connection")
        {
            Description = "the server for --store postgres. Default: a temporary cluster of the machine's binaries",
        };
        var projections = new Option<bool>("--projections")
        {
            Description = "let read models follow, and run the engine alone before, for the ratio of the two",
        };
        var customers = CustomersOption();
        var states = new Option<int?>("--states")
        {
            Description = "memory for states in MiB: with less, more customers have left it when they come again",
        };
        var json = new Option<string?>("--json") { Description = "file to write the result to" };
        var command = new Command("peak", "The full life of many orders, beside the bare store in the same run.")
        {
            store, orders, profile, inFlight, rate, stock, shards, seed, folder, noCeiling, warmUp, beside, connection,
            projections, customers, states, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new PeakOptions(
                parsed.GetValue(store) ?? "", parsed.GetValue(orders),
                ProfileOf(parsed.GetValue(profile)) ?? Profile.BlackFriday,
                parsed.GetValue(inFlight), parsed.GetValue(rate), parsed.GetValue(stock), parsed.GetValue(shards),
                parsed.GetValue(seed), parsed.GetValue(folder), !parsed.GetValue(noCeiling), parsed.GetValue(json),
                parsed.GetValue(warmUp), ProfileOf(parsed.GetValue(beside)), parsed.GetValue(connection),
                parsed.GetValue(projections), Customers: parsed.GetValue(customers),
                StatesMegabytes: parsed.GetValue(states)),
            cancellationToken));
        return command;
    }

    private static Option<int> CustomersOption()
    {
        var customers = new Option<int>("--customers")
        {
            Description = "customers that orders come from", DefaultValueFactory = _ => OrderGenerator.DefaultCustomers,
        };
        customers.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--customers: at least 1.");
        });
        return customers;
    }

    private static Profile? ProfileOf(string? name) => name is null
        ? null
        : Enum.Parse<Profile>(name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);

    private static async Task<int> RunAsync(PeakOptions options, CancellationToken cancellationToken)
    {
        PeakResult? beside = null;
        if (options.Beside is { } profile)
        {
            // In a folder of its own, which goes with it.
            beside = await MeasureAsync(
                options with { Profile = profile, Folder = null, Ceiling = false }, cancellationToken);
            Print(beside);
            GC.Collect();
        }

        PeakResult? alone = null;
        if (options.Projections)
        {
            alone = await MeasureAsync(
                options with { Projections = false, Folder = null, Schema = null, Ceiling = false }, cancellationToken);
            Print(alone);
            GC.Collect();
        }

        var result = await MeasureAsync(options, cancellationToken);
        result.EngineAlone = alone is null ? null : new BesideResult(
            alone.Profile, alone.OrdersPerSecond, Math.Round(result.OrdersPerSecond / alone.OrdersPerSecond, 3));
        result.Beside = beside is null ? null : new BesideResult(
            beside.Profile, beside.OrdersPerSecond, Math.Round(result.OrdersPerSecond / beside.OrdersPerSecond, 3));
        Print(result);
        if (options.Json is { } file)
        {
            await File.WriteAllTextAsync(
                file, JsonSerializer.Serialize(result, ResultJson.Default.PeakResult) + "\n", cancellationToken);
        }

        return result.AuditHolds is false || result.Closed == 0 ? 1 : 0;
    }

    private static async Task<PeakResult> MeasureAsync(PeakOptions options, CancellationToken cancellationToken)
    {
        await using var place = await StorePlace.CreateAsync(options);
        await using var journal = new RecordingJournal(await place.OpenAsync(cancellationToken));
        await using var projections =
            options.Projections ? new ProjectionWatch(journal, place.ReadModels(journal.Info)) : null;
        var run = new PeakRun(options, journal, projections);
        var result = await run.RunAsync(cancellationToken);
        var audit = await JournalAudit.RunAsync(journal, new AuditOptions(), null, cancellationToken);
        result.AuditHolds = audit.Holds;
        result.AuditEventsPerSecond = Math.Round(audit.EventsPerSecond);
        if (options.Ceiling)
        {
            result.CeilingEventsPerSecond = Math.Round(
                await place.MeasureCeilingAsync(journal, journal.Commits, run.WarmUpCommits, cancellationToken), 1);
            result.Ratio = Math.Round(result.EventsPerSecond / result.CeilingEventsPerSecond.Value, 3);
        }

        return result;
    }

    private static void Print(PeakResult result)
    {
        Console.WriteLine($"""
            {result.Store}, {result.Profile}, {result.Orders:N0} orders after {result.WarmUpOrders:N0} to warm up, {result.InFlight:N0} in flight ({result.Machine})
              orders/s        {result.OrdersPerSecond,12:N0}   {result.Closed:N0} closed, {result.Confirmed:N0} confirmed
              events/s        {result.EventsPerSecond,12:N0}   {result.EventsPerOrder:N2} an order, {result.BytesPerEvent:N0} bytes each, {result.EventsPerCommit:N0} a commit
              bare store      {result.CeilingEventsPerSecond,12:N0}   ratio {result.Ratio:P1}
              acknowledged ms {result.AckMs.P50,12:N1}   p99 {result.AckMs.P99:N1}   p99.9 {result.AckMs.P999:N1}
              completed ms    {result.CompletionMs.P50,12:N1}   p99 {result.CompletionMs.P99:N1}   p99.9 {result.CompletionMs.P999:N1}
              CPU s           {result.CpuSeconds,12:N1}   in {result.Seconds:N1} s, {result.GcPauseSeconds:N1} s of it paused by {result.Collections} collections
              allocated/order {result.AllocatedBytesPerOrder,12:N0}   peak memory {result.PeakMemoryBytes / 1048576:N0} MiB
              audit holds     {result.AuditHolds,12}   {result.AuditEventsPerSecond:N0} events/s
              tenths: wall µs {Tenths(result, tenth => tenth.WallMicroseconds)}
                       CPU µs {Tenths(result, tenth => tenth.CpuMicroseconds)}   an order
                   memory MiB {Tenths(result, tenth => tenth.PeakMemoryBytes / 1048576.0)}   at most
            """);
        if (result.Projections is { } followed)
        {
            Console.WriteLine(
                $"  read models     {followed.LagMs.P50,12:N0}   ms behind, p99 {followed.LagMs.P99:N0}; caught up "
                + $"{followed.CatchUpSeconds:N1} s after the end; {followed.EventsPerBatch:N0} events a batch, busy "
                + $"{followed.BusySeconds:N1} s");
        }

        if (result.EngineAlone is { } alone)
        {
            Console.WriteLine(
                $"  of engine alone {alone.Ratio,12:P1}   of its {alone.OrdersPerSecond:N0} orders/s");
        }

        if (result.Growth is { } growth)
        {
            Console.WriteLine(
                $"  growth          {growth.Wall,12:N2}   wall, {growth.Cpu:N2} CPU an order: the last tenth over the "
                + $"first {growth.FirstOrders:N0}; memory {growth.Memory:N2} over the first tenth's");
        }

        if (result.Beside is { } beside)
        {
            Console.WriteLine(
                $"  beside {beside.Profile,-8} {beside.Ratio,12:P1}   of its {beside.OrdersPerSecond:N0} orders/s");
        }
    }

    private static string Tenths(PeakResult result, Func<OrderCost, double> what) =>
        string.Join(' ', result.Tenths.Select(tenth => $"{what(tenth),7:N0}"));
}
