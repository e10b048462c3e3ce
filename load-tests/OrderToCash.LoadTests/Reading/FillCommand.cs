using System.CommandLine;
using System.Diagnostics;
using OrderToCash.Adapters.Files;
using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Projections;
using OrderToCash.Application.Publishers;
using OrderToCash.Engine.Shards;
using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.Reading;

/// <summary>
/// <c>fill</c>: a store with many orders for questions to be asked of: the real engine carries each to cash, then the
/// read models are built from the journal.
/// </summary>
internal static class FillCommand
{
    public static Command Create()
    {
        var orders = new Option<int>("--orders")
        {
            Description = "0: only build the read models", DefaultValueFactory = _ => 2_000_000,
        };
        var first = new Option<int>("--first")
        {
            Description = "the first order's number, to fill a store further",
        };
        var journalOnly = new Option<bool>("--journal-only")
        {
            Description = "leave the read models to a later `fill --orders 0`, to fill a store piece by piece",
        };
        var command = new Command("fill", "Fill a store with orders carried to cash, and build its read models.")
        {
            orders, first, journalOnly, KeptStore.Store, KeptStore.Folder, KeptStore.Connection, KeptStore.Schema,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            KeptStore.Options(parsed) with
            {
                Orders = parsed.GetValue(orders),
                FirstNumber = parsed.GetValue(first),
            },
            parsed.GetValue(journalOnly), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        PeakOptions options, bool isJournalOnly, CancellationToken cancellationToken)
    {
        await using var place = await StorePlace.CreateAsync(options);
        await using var journal = new RecordingJournal(await place.OpenAsync(cancellationToken));
        if (options.Orders > 0)
        {
            await using var images = await place.OpenImagesAsync(cancellationToken);
            var result = await new PeakRun(options, journal, null, KeptStore.MatcherImages(images))
                .RunAsync(cancellationToken);
            Console.WriteLine(
                $"{result.Closed:N0} orders carried to cash in {result.Seconds:N1} s, {result.OrdersPerSecond:N0}/s: "
                + $"{1e6 / result.OrdersPerSecond:N0} µs an order, {1e6 * result.CpuSeconds / result.Orders:N0} µs of "
                + "this process's CPU");
        }

        if (isJournalOnly)
            return 0;

        var clock = Stopwatch.StartNew();
        var progress = new LastProgress();
        await ProjectionRebuild.RunAsync(
            journal, place.ReadModels(journal.Info), TimeProvider.System, progress, cancellationToken);
        var seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine(
            $"read models built of {progress.Events:N0} events in {seconds:N1} s, {progress.Events / seconds:N0} "
            + "events/s");
        return 0;
    }

    private sealed class LastProgress : IProgress<RebuildProgress>
    {
        public long Events { get; private set; }

        public void Report(RebuildProgress value) => Events = value.Events;
    }
}

/// <summary>The options of runs on a store that stays.</summary>
internal static class KeptStore
{
    public static Option<string> Store { get; } = new("--store")
    {
        Description = "sqlite or postgres", DefaultValueFactory = _ => "sqlite",
    };

    public static Option<string?> Folder { get; } = new("--folder") { Description = "where the SQLite store is" };

    public static Option<string?> Connection { get; } = new("--connection")
    {
        Description = "the PostgreSQL server; a cluster of its own would go with the run",
    };

    public static Option<string> Schema { get; } = new("--schema")
    {
        Description = "the schema in PostgreSQL", DefaultValueFactory = _ => "o2c_filled",
    };

    /// <summary>What the matcher knows goes on from run to run.</summary>
    public static MatcherImages MatcherImages(IPublisherImages images) =>
        new(images, ScratchFile.Open, TimeProvider.System)
        {
            OnNote = static (note, text) => Console.WriteLine($"matcher's image {note}: {text}"),
        };

    public static PeakOptions Options(ParseResult parsed) => new(
        parsed.GetValue(Store) ?? "", 0, Profile.BlackFriday, 4096, null, null, ShardMap.DefaultShardCount, 1,
        parsed.GetValue(Folder), false, null, 0, null, parsed.GetValue(Connection), false, 0,
        parsed.GetValue(Schema));
}
