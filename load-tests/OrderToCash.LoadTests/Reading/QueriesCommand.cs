using System.CommandLine;
using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.Reading;

/// <summary><c>queries</c>: how fast questions are answered while orders come in.</summary>
internal static class QueriesCommand
{
    public static Command Create()
    {
        var stored = new Option<int>("--stored")
        {
            Description = "orders that `fill` (and earlier runs) put into the store", Required = true,
        };
        var rate = new Option<int>("--rate")
        {
            Description = "orders a second that come in meanwhile", DefaultValueFactory = _ => 2_000,
        };
        var seconds = new Option<int>("--seconds") { DefaultValueFactory = _ => 30 };
        var asked = new Option<int>("--asked")
        {
            Description = "questions of each kind a second", DefaultValueFactory = _ => 50,
        };
        var command = new Command(
            "queries", "Ask for orders by id and for filtered pages while orders come in, on a filled store.")
        {
            stored, rate, seconds, asked, KeptStore.Store, KeptStore.Folder, KeptStore.Connection, KeptStore.Schema,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            KeptStore.Options(parsed) with
            {
                Rate = parsed.GetValue(rate),
                Orders = parsed.GetValue(rate) * parsed.GetValue(seconds),
                FirstNumber = parsed.GetValue(stored),
                Projections = true,
            },
            parsed.GetValue(asked), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(PeakOptions options, int asked, CancellationToken cancellationToken)
    {
        await using var place = await StorePlace.CreateAsync(options);
        await using var journal = new RecordingJournal(await place.OpenAsync(cancellationToken));
        await using var model = place.Questions();
        await using var projections = new ProjectionWatch(journal, place.ReadModels(journal.Info));
        await projections.CatchUpAsync(cancellationToken);
        var status = await model.ReadStatusAsync(cancellationToken);
        Console.WriteLine($"{options.Store}: {options.FirstNumber:N0} orders stored, {status.Events:N0} events");

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var askers = Questions.All(options.FirstNumber, options.Seed)
            .Select(question => new Asker(question, asked)).ToList();
        var asking = askers.ConvertAll(asker => Task.Run(() => asker.RunAsync(model, stop.Token), stop.Token));
        var result = await new PeakRun(options, journal, projections).RunAsync(cancellationToken);
        await stop.CancelAsync();
        await Task.WhenAll(asking);

        foreach (var asker in askers) Console.WriteLine("  " + asker);
        var lag = result.Projections?.LagMs;
        Console.WriteLine(
            $"  meanwhile {result.OrdersPerSecond:N0} orders/s ({result.Closed:N0} closed), read models p50 "
            + $"{lag?.P50:N0} ms, p99 {lag?.P99:N0} ms behind; a store of {options.FirstNumber + options.Orders:N0} "
            + "orders now: hand that to --stored the next time");
        return askers.TrueForAll(static asker => asker.Failed == 0) ? 0 : 1;
    }
}
