using System.CommandLine;
using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.Reading;

/// <summary><c>queries</c>: how fast questions are answered while orders come in.</summary>
internal static class QueriesCommand
{
    /// <summary>So many seconds' orders come before it measures.</summary>
    private const int WarmUpSeconds = 5;

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
            AskersProcess.CreateCommand(),
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            KeptStore.Options(parsed) with
            {
                Rate = parsed.GetValue(rate),
                Orders = parsed.GetValue(rate) * parsed.GetValue(seconds),
                FirstNumber = parsed.GetValue(stored),
                Projections = true,
                WarmUp = WarmUpSeconds * parsed.GetValue(rate),
            },
            parsed.GetValue(asked), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(PeakOptions options, int asked, CancellationToken cancellationToken)
    {
        await using var place = await StorePlace.CreateAsync(options);
        await using var journal = new RecordingJournal(await place.OpenAsync(cancellationToken));
        await using var projections = new ProjectionWatch(journal, place.ReadModels(journal.Info));
        await projections.CatchUpAsync(cancellationToken);
        await using (var model = place.Questions())
        {
            var status = await model.ReadStatusAsync(cancellationToken);
            Console.WriteLine($"{options.Store}: {options.FirstNumber:N0} orders stored, {status.Events:N0} events");
        }

        using var askers = AskersProcess.Start(options, asked);
        await using var images = await place.OpenImagesAsync(cancellationToken);
        var result = await new PeakRun(
            options, journal, projections, KeptStore.MatcherImages(images), askers.StartMeasuring)
            .RunAsync(cancellationToken);
        var (answers, areAnswered) = await askers.EndAsync(cancellationToken);
        Console.Write(answers);
        var lag = result.Projections?.LagMs;
        Console.WriteLine(
            $"  meanwhile {result.OrdersPerSecond:N0} orders/s ({result.Closed:N0} closed), read models p50 "
            + $"{lag?.P50:N0} ms, p99 {lag?.P99:N0} ms behind; a store of "
            + $"{options.FirstNumber + options.WarmUpOrders + options.Orders:N0} orders now: hand that to --stored "
            + "the next time");
        return areAnswered ? 0 : 1;
    }
}
