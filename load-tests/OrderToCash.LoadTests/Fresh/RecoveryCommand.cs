using System.CommandLine;
using OrderToCash.Adapters.Sqlite;

namespace OrderToCash.LoadTests.Fresh;

/// <summary><c>recovery</c>: how soon a journal that a killed process left takes commands again.</summary>
internal static class RecoveryCommand
{
    private const double BarMs = 5000;

    public static Command Create()
    {
        var events = new Option<long>("--events")
        {
            Description = "events of the journal", DefaultValueFactory = _ => 1_000_000,
        };
        var folder = new Option<string?>("--folder")
        {
            Description = "where the journal goes, and stays; one that is there is taken. Default: a temporary folder",
        };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 3 };
        var json = new Option<string?>("--json") { Description = "file to write the result to" };
        var command = new Command("recovery", "How soon a journal that a killed process left takes commands again.")
        {
            events, folder, runs, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(events), parsed.GetValue(folder), parsed.GetValue(runs), parsed.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        long wanted, string? folder, int runs, string? json, CancellationToken cancellationToken)
    {
        using var place = new FreshFolder(folder);
        var counted = 0L;
        var path = await KilledPeak.LeaveAsync(
            place.Path, "black-friday", wanted,
            async (journal, token) => counted = await KilledPeak.CountEventsAsync(journal, token), cancellationToken);
        var bytes = KilledPeak.BytesOf(path);
        var results = new OpenResult[runs];
        for (var run = 0; run < runs; run++)
        {
            var result = results[run] = await FreshProcess.OpenAsync(path, [], cancellationToken);
            Console.WriteLine(
                $"  run {run + 1}: process started in {result.StartMs,7:N0} ms, every shard active after "
                + $"{result.ActiveMs,7:N0} ms, payments matched again after {result.MatchedMs,7:N0} ms more");
        }

        if (counted == 0)
        {
            // Only now: whoever opens it first does what is to be measured.
            await using var journal = SqliteJournal.Open(path, new SqliteJournalOptions());
            counted = await KilledPeak.CountEventsAsync(journal, cancellationToken);
        }

        Console.WriteLine($"  of {counted:N0} events, {bytes / 1048576.0:N0} MiB, left by a killed process");
        var holds = Array.TrueForAll(results, result => result.StartMs + result.ActiveMs <= BarMs);
        Console.WriteLine($"  bar: active within {BarMs:N0} ms of the process's start: {(holds ? "holds" : "MISSED")}");
        var report = new FreshReport(
            "recovery", FreshFolder.Machine, DateTimeOffset.UtcNow, counted, bytes, BarMs, holds, results);
        await FreshFolder.WriteAsync(json, report, cancellationToken);
        return holds ? 0 : 1;
    }
}
