using System.CommandLine;
using System.Diagnostics;
using OrderToCash.Adapters.Sqlite;
using OrderToCash.Application.Audit;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.AuditSpeed;

/// <summary><c>audit-speed</c>: how many events a second an audit checks, decoding included.</summary>
internal static class AuditSpeedCommand
{
    /// <summary>Of an order of the peak run, placed to closed, over all entities: 21.07 were measured.</summary>
    private const int EventsPerOrder = 21;

    public static Command Create()
    {
        var store = new Option<string?>("--store") { Description = "an existing SQLite journal; opened read-only" };
        var events = new Option<int>("--events")
        {
            Description = "without --store: so many events of a peak run, in memory",
            DefaultValueFactory = _ => 1_000_000,
        };
        var readers = new Option<int>("--readers") { DefaultValueFactory = _ => Environment.ProcessorCount };
        var memory = new Option<bool>("--memory")
        {
            Description = "collect garbage after each batch and tell the memory; the speed is then none",
        };
        var json = new Option<bool>("--json") { Description = "print the report as JSON" };
        var command = new Command("audit-speed", "How many events a second an audit checks.")
        {
            store, events, readers, memory, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(store), parsed.GetValue(events), parsed.GetValue(readers), parsed.GetValue(memory),
            parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string? store, int events, int readers, bool memory, bool json, CancellationToken cancellationToken)
    {
        await using var journal = store is null
            ? await FillAsync(events / EventsPerOrder, cancellationToken)
            : SqliteJournal.Open(store, new SqliteJournalOptions { Mode = SqliteJournalMode.ReadOnly });
        GC.Collect();
        var process = Process.GetCurrentProcess();
        var (cpu, allocated) = (process.TotalProcessorTime, GC.GetTotalAllocatedBytes());
        var peak = new PeakMemory(memory);
        var report = await JournalAudit.RunAsync(
            journal, new AuditOptions { Readers = readers }, peak, cancellationToken);
        process.Refresh();
        var cpuMicroseconds = (process.TotalProcessorTime - cpu).TotalMicroseconds / Math.Max(report.Events, 1);
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        Console.WriteLine(json ? report.ToJson() : string.Join(Environment.NewLine, report.ToLines()));
        var orders = Math.Max(
            report.Invariants[3].Counts.First(count => count.What == "orders").Count, 1);
        Console.WriteLine($"""
            {Environment.ProcessorCount} cores, .NET {Environment.Version}, {readers} readers
              events/s         {report.EventsPerSecond,12:N0}
              CPU µs/event     {cpuMicroseconds,12:N2}
              allocated/event  {allocated / Math.Max(report.Events, 1),12:N0}
            """);
        if (memory)
        {
            Console.WriteLine(
                $"  memory/order     {peak.GrownBytes / orders,12:N0}   bytes at most, after the first batch");
        }

        return report.Holds ? 0 : 1;
    }

    private static async Task<IJournal> FillAsync(int orders, CancellationToken cancellationToken)
    {
        var journal = new RecordingJournal(new VolatileJournal(ShardMap.DefaultShardCount));
        var options = new PeakOptions(
            "volatile", orders, Profile.BlackFriday, 4096, null, null, ShardMap.DefaultShardCount, 1, null, false,
            null, WarmUp: 0);
        await new PeakRun(options, journal).RunAsync(cancellationToken);
        return journal;
    }

    /// <summary>By how much memory grew from the first batch's end to the most that was seen.</summary>
    private sealed class PeakMemory(bool collect) : IProgress<AuditProgress>
    {
        private readonly Lock _gate = new();
        private long _first;
        private long _most;

        public long GrownBytes
        {
            get
            {
                lock (_gate)
                    return _most - _first;
            }
        }

        public void Report(AuditProgress value)
        {
            if (!collect)
                return;
            var now = GC.GetTotalMemory(forceFullCollection: true);
            lock (_gate)
            {
                _first = _first == 0 ? now : _first;
                _most = Math.Max(_most, now);
            }
        }
    }
}
