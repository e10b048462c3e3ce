using System.CommandLine;
using System.Text.Json;
using OrderToCash.Application.Audit;
using OrderToCash.Engine.Shards;
using OrderToCash.LoadTests.Matching;
using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.Payments;

/// <summary><c>payments</c>: statements the whole way, and what the bare store would have done.</summary>
internal static class PaymentsCommand
{
    private const int MinWarmUp = 10_000;

    public static Command Create()
    {
        var store = new Option<string>("--store")
        {
            Description = "volatile, sqlite or postgres",
            DefaultValueFactory = _ => "sqlite",
        };
        store.AcceptOnlyFromAmong("volatile", "sqlite", "postgres");
        var payments = new Option<int>("--payments") { DefaultValueFactory = _ => 200_000 };
        var items = new Option<int?>("--items") { Description = "open items. Default: twice the payments" };
        var perFile = new Option<int>("--per-file")
        {
            Description = "payments of a file, which is one statement",
            DefaultValueFactory = _ => 10_000,
        };
        var shards = new Option<int>("--shards") { DefaultValueFactory = _ => ShardMap.DefaultShardCount };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1 };
        var folder = new Option<string?>("--folder")
        {
            Description = "where the store goes; kept. Default: a temporary folder, deleted",
        };
        var noCeiling = new Option<bool>("--no-ceiling");
        var noProjections = new Option<bool>("--no-projections") { Description = "no read models follow" };
        var connection = new Option<string?>("--connection")
        {
            Description = "the server for --store postgres. Default: a temporary cluster of the machine's binaries",
        };
        var json = new Option<string?>("--json") { Description = "file to write the result to" };
        var command = new Command("payments", "Bank statements from file to read models, beside the bare store.")
        {
            store, payments, items, perFile, shards, seed, folder, noCeiling, noProjections, connection, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var count = parsed.GetValue(payments);
            var warmUp = Math.Max(MinWarmUp, count / 10 / 2 * 2);
            return RunAsync(
                new PaymentsOptions(
                    parsed.GetValue(store) ?? "", count,
                    Math.Max(parsed.GetValue(items) ?? 2 * count, count + warmUp), parsed.GetValue(perFile), warmUp,
                    parsed.GetValue(shards), parsed.GetValue(seed), parsed.GetValue(folder),
                    !parsed.GetValue(noCeiling), parsed.GetValue(connection), !parsed.GetValue(noProjections),
                    parsed.GetValue(json)),
                cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(PaymentsOptions options, CancellationToken cancellationToken)
    {
        var world = new MatchWorld(options.Items, options.Seed);
        using var feeds = new Feeds();
        feeds.Write(world, options.Count, options.WarmUp, options.PerFile);
        await PaymentsRun.ParseAsync(feeds, 0, options.Count, cancellationToken);
        var parse = await PaymentsRun.ParseAsync(feeds, 1, options.Count, cancellationToken);

        await using var place = await StorePlace.CreateAsync(options.StoreOptions);
        await using var journal = new RecordingJournal(await place.OpenAsync(cancellationToken));
        await using var projections =
            options.Projections ? new ProjectionWatch(journal, place.ReadModels(journal.Info)) : null;
        var run = new PaymentsRun(options, journal, feeds, world, projections);
        var result = await run.RunAsync(parse, cancellationToken);
        var audit = await JournalAudit.RunAsync(journal, new AuditOptions(), null, cancellationToken);
        result.AuditHolds = audit.Holds;
        if (options.Ceiling)
        {
            result.CeilingEventsPerSecond = Math.Round(
                await place.MeasureCeilingAsync(journal, journal.Commits, run.WarmUpCommits, cancellationToken), 1);
            result.Ratio = Math.Round(result.EventsPerSecond / result.CeilingEventsPerSecond.Value, 3);
        }

        Print(result);
        if (options.Json is { } file)
        {
            await File.WriteAllTextAsync(
                file, JsonSerializer.Serialize(result, PaymentsResultJson.Default.PaymentsResult) + "\n",
                cancellationToken);
        }

        return result.AuditHolds is true && result.Outcomes.Received == options.Count ? 0 : 1;
    }

    private static void Print(PaymentsResult result)
    {
        var (parts, outcomes) = (result.Parts, result.Outcomes);
        Console.WriteLine($"""
            {result.Store}, {result.Payments:N0} payments after {result.WarmUpPayments:N0} to warm up, {result.Items:N0} open items ({result.Machine})
              payments/s        {result.PaymentsPerSecond,10:N0}   the whole way, in {result.Seconds:N1} s
              events/s          {result.EventsPerSecond,10:N0}   {result.EventsPerPayment:N2} a payment, {result.BytesPerEvent:N0} bytes each, {result.EventsPerCommit:N0} a commit
              bare store        {result.CeilingEventsPerSecond,10:N0}   ratio {result.Ratio:P1}
              parse alone       {parts.Parse.PaymentsPerSecond,10:N0}   payments/s, {parts.Parse.Bytes / 1e6:N0} MB in {parts.Parse.Seconds:N1} s, {parts.Parse.CpuSeconds:N1} s CPU
              all booked after  {parts.BookedSeconds,10:N1}   s, decided {parts.DecidedSeconds:N1}, applied {parts.AppliedSeconds:N1}, readable {parts.ReadableSeconds:N1}
              became            {outcomes.Applied,10:N0}   applied, {outcomes.Parked:N0} to a person, {outcomes.SetAside:N0} set aside
              CPU µs/payment    {result.CpuMicrosecondsPerPayment,10:N0}   {result.CpuSeconds:N1} s; {result.GcPauseSeconds:N1} s paused by {result.Collections} collections
              allocated/payment {result.AllocatedBytesPerPayment,10:N0}   peak memory {result.PeakMemoryBytes / 1048576:N0} MiB, index {result.MatcherIndexBytes / 1048576:N0} MiB
              audit holds       {result.AuditHolds,10}
            """);
        if (result.Projections is { } followed)
        {
            Console.WriteLine(
                $"  read models       {followed.LagMs.P50,10:N0}   ms behind, p99 {followed.LagMs.P99:N0}; caught up "
                + $"{followed.CatchUpSeconds:N1} s after the end; {followed.EventsPerBatch:N0} events a batch, busy "
                + $"{followed.BusySeconds:N1} s");
        }
    }
}
