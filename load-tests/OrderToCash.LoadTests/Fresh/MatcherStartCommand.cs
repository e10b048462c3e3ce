using System.CommandLine;
using System.Diagnostics;
using OrderToCash.Adapters.Files;
using OrderToCash.Application;
using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Hosting;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.LoadTests.Peak;
using OrderToCash.LoadTests.Reading;

namespace OrderToCash.LoadTests.Fresh;

/// <summary>
/// <c>matcher-start</c>: how long the matcher takes to start on a filled store: by all events, by those that it needs,
/// and by its image; and how long it stands still while that is kept.
/// </summary>
internal static class MatcherStartCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    public static Command Create()
    {
        var command = new Command("matcher-start", "How long the matcher takes to start on a store of `fill`.")
        {
            KeptStore.Store, KeptStore.Folder, KeptStore.Connection, KeptStore.Schema,
        };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(KeptStore.Options(parsed) with { Shards = 16 }, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(PeakOptions options, CancellationToken cancellationToken)
    {
        await using var place = await StorePlace.CreateAsync(options);
        await using var journal = await place.OpenAsync(cancellationToken);
        await using var images = await place.OpenImagesAsync(cancellationToken);
        var events = (await journal.ReadShardRowsAsync(cancellationToken)).Sum(static row => row.State.Position);
        Console.WriteLine($"{events:N0} events in {options.Store}");
        MatcherImages Keeping(int least) => new(images, ScratchFile.Open, TimeProvider.System)
        {
            MaxEvents = int.MaxValue,
            MinEventsAtEnd = least,
            OnNote = static (note, text) => Console.WriteLine($"  image {note}: {text}"),
        };

        // A journal that passes on has no readings of its own: all events come, with all that is stored of them.
        await StartAsync("all events", events, new RecordingJournal(journal), null, cancellationToken);
        await StartAsync("the events it needs", events, journal, Keeping(0), cancellationToken);
        await StartAsync("its image", events, journal, Keeping(int.MaxValue), cancellationToken);
        return 0;
    }

    private static async Task StartAsync(
        string by, long events, IJournal journal, MatcherImages? images, CancellationToken cancellationToken)
    {
        using var shelf = new PackedTransactionShelf(ScratchFile.Open);
        using var matcher = new PaymentMatcher(TimeProvider.System, MatchPolicy.Default, shelf, images);
        await using var host = new EngineHost(
            journal, EntityKinds.All, TimeProvider.System,
            new ShardOptions { ReactionsVersion = EntityKinds.ReactionsVersion });
        await host.StartAsync(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var process = Process.GetCurrentProcess();
        var (cpu, clock) = (process.TotalProcessorTime, Stopwatch.StartNew());
        var running = matcher.RunAsync(journal, EntityKinds.ByName, host, stop.Token);
        while (matcher.PendingCount > 0 && !running.IsCompleted)
            await Task.Delay(Look, cancellationToken);

        var seconds = clock.Elapsed.TotalSeconds;
        process.Refresh();
        Console.WriteLine(
            $"by {by}: {seconds:N2} s, {events / seconds:N0} events/s, "
            + $"{(process.TotalProcessorTime - cpu).TotalSeconds:N2} s of this process's CPU, index "
            + $"{matcher.IndexBytes.Total:N0} bytes");
        await stop.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // It follows until it is stopped.
        }

        if (images is not null)
            await matcher.EndAsync(journal, isAtRest: true, cancellationToken);
    }
}
