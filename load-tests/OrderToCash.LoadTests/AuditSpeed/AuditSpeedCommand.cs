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
    /// <summary>Of an order of the peak run with one line: placed to closed, over all entities.</summary>
    private const int EventsPerOrder = 13;

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
            Description = "collect garbage after each batch: the figure of memory is right, that of speed is not",
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
        var held = GC.GetTotalMemory(forceFullCollection: true);
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
        var garbage = memory ? "" : ", garbage included";
        Console.WriteLine($"""
            {Environment.ProcessorCount} cores, .NET {Environment.Version}, {readers} readers
              events/s         {report.EventsPerSecond,12:N0}
              CPU µs/event     {cpuMicroseconds,12:N2}
              allocated/event  {allocated / Math.Max(report.Events, 1),12:N0}
              memory/order     {(peak.Bytes - held) / orders,12:N0}   bytes at most{garbage}
            """);
        return report.Holds ? 0 : 1;
    }

    private static async Task<IJournal> FillAsync(int orders, CancellationToken cancellationToken)
    {
        var journal = new RecordingJournal(new VolatileJournal(ShardMap.DefaultShardCount));
        var options = new PeakOptions(
            "volatile", orders, Profile.BlackFriday, 4096, null, null, ShardMap.DefaultShardCount, 1, null, false,
            null);
        await new PeakRun(options, journal).RunAsync(cancellationToken);
        return journal;
    }

    /// <summary>The most memory seen at a batch's end.</summary>
    private sealed class PeakMemory(bool collect) : IProgress<AuditProgress>
    {
        private long _bytes;

        public long Bytes => Interlocked.Read(ref _bytes);

        public void Report(AuditProgress value)
        {
            var now = GC.GetTotalMemory(forceFullCollection: collect);
            var seen = Interlocked.Read(ref _bytes);
            while (now > seen)
            {
                var before = Interlocked.CompareExchange(ref _bytes, now, seen);
                if (before == seen)
                    break;
                seen = before;
            }
        }
    }
}
