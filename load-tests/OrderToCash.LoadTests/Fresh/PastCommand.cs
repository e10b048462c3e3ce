using System.CommandLine;
using OrderToCash.Adapters.Sqlite;
using OrderToCash.Domain.Flows;
using OrderToCash.Engine.Shards;

namespace OrderToCash.LoadTests.Fresh;

/// <summary><c>past</c>: how soon a fresh process answers the first command to a SKU with a long past.</summary>
internal static class PastCommand
{
    private const double BarMs = 100;

    /// <summary>The one SKU of the profile <c>hot-sku</c>.</summary>
    private const string HotSku = "SKU-00000";

    public static Command Create()
    {
        var events = new Option<long>("--events")
        {
            Description = "events of the SKU", DefaultValueFactory = _ => 100_000,
        };
        var folder = new Option<string?>("--folder")
        {
            Description = "where the journal goes, and stays; one that is there is taken. Default: a temporary folder",
        };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 3 };
        var json = new Option<string?>("--json") { Description = "file to write the result to" };
        var command = new Command("past", "How soon the first command to a SKU with a long past is answered.")
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
        var sku = new EntityId(Kinds.Sku, HotSku);
        var path = await KilledPeak.LeaveAsync(
            place.Path, "hot-sku", wanted, (journal, token) => KilledPeak.CountEventsAsync(journal, sku, token),
            cancellationToken);
        // The past is to be measured, not the reactions of orders that were on their way.
        await FreshProcess.OpenAsync(path, ["--drain"], cancellationToken);
        long events;
        await using (var journal = SqliteJournal.Open(path, new SqliteJournalOptions()))
        {
            events = await KilledPeak.CountEventsAsync(journal, sku, cancellationToken);
        }

        Console.WriteLine($"{sku} has {events:N0} events in its past");
        var results = await MeasureAsync(path, HotSku, runs, "with its snapshot", cancellationToken);
        var holds = Array.TrueForAll(results, result => result.FirstAnswerMs <= BarMs);
        Console.WriteLine($"  bar: the first answer within {BarMs:N0} ms: {(holds ? "holds" : "MISSED")}");
        var bare = new OpenResult[runs];
        for (var run = 0; run < runs; run++)
        {
            await using (var journal = SqliteJournal.Open(path, new SqliteJournalOptions()))
            {
                await journal.DeleteSnapshotsAsync(cancellationToken);
            }

            bare[run] = (await MeasureAsync(path, HotSku, 1, "from its events alone", cancellationToken))[0];
        }

        // What a fresh process takes for any first command: methods are compiled, files are opened.
        var unknown = await MeasureAsync(path, "SKU-NEW", runs, "a SKU without a past", cancellationToken);

        var report = new FreshReport(
            "past", FreshFolder.Machine, DateTimeOffset.UtcNow, events, KilledPeak.BytesOf(path), BarMs, holds, results,
            bare, unknown);
        await FreshFolder.WriteAsync(json, report, cancellationToken);
        return holds ? 0 : 1;
    }

    private static async Task<OpenResult[]> MeasureAsync(
        string path, string sku, int runs, string how, CancellationToken cancellationToken)
    {
        var results = new OpenResult[runs];
        for (var run = 0; run < runs; run++)
        {
            var result = results[run] = await FreshProcess.OpenAsync(path, ["--sku", sku], cancellationToken);
            Console.WriteLine(
                $"  {how,-22} first answer after {result.FirstAnswerMs,8:N1} ms, the second after "
                + $"{result.SecondAnswerMs,6:N1} ms");
        }

        return results;
    }
}
