using System.CommandLine;
using System.Diagnostics;
using OrderToCash.Adapters.Banks;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.LoadTests.Parse;

/// <summary><c>parse</c>: how fast bank statements are read, and in how much memory.</summary>
internal static class ParseCommand
{
    public const string Camt = "camt";
    private const int MegaBytes = 1_000_000;

    /// <summary>
    /// How the file of a format is written: the stream, and at least so many bytes; how many entries are in it.
    /// </summary>
    public static readonly Dictionary<string, Func<Stream, long, int>> Generators = new()
    {
        [Camt] = CamtGenerator.Write,
        ["mt940"] = Mt940Generator.Write,
    };

    public static Command Create()
    {
        var format = new Option<string>("--format") { DefaultValueFactory = _ => Camt };
        format.AcceptOnlyFromAmong([.. Generators.Keys]);
        var megabytes = new Option<int>("--megabytes")
        {
            Description = "size of the generated file, one statement; it is deleted afterwards",
            DefaultValueFactory = _ => 100,
        };
        var file = new Option<string?>("--file") { Description = "an existing file instead" };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 3 };
        var command = new Command("parse", "How fast bank statements are read.") { format, megabytes, file, runs };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var existing = parsed.GetValue(file);
            var path = existing ?? Generate(parsed.GetRequiredValue(format), parsed.GetValue(megabytes));
            try
            {
                await RunAsync(path, parsed.GetValue(runs), cancellationToken);
            }
            finally
            {
                if (existing is null)
                    File.Delete(path);
            }

            return 0;
        });
        return command;
    }

    private static string Generate(string format, int megabytes)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var stream = File.Create(path);
        Generators[format](stream, (long)megabytes * MegaBytes);
        return path;
    }

    private static async Task RunAsync(string path, int runs, CancellationToken cancellationToken)
    {
        var process = Process.GetCurrentProcess();
        Console.WriteLine($"{Environment.ProcessorCount} cores, .NET {Environment.Version}, {path}");
        for (var run = 1; run <= runs; run++)
        {
            process.Refresh();
            var cpu = process.TotalProcessorTime;
            var allocated = GC.GetTotalAllocatedBytes();
            var watch = Stopwatch.StartNew();
            using var source = await BankSources.OpenAsync(path, new Actor("feed:bank"), cancellationToken);
            var (statements, transactions, refused) = (0L, 0L, 0L);
            await foreach (var item in source.ReadAsync(0, cancellationToken))
            {
                statements += item.HasMore ? 0 : 1;
                refused += item.Rejection is null ? 0 : 1;
                foreach (var message in item.Commands)
                    transactions += message.Command is BankCommand.BookEntries book ? book.Entries.Length : 0;
            }

            watch.Stop();
            process.Refresh();
            var bytes = source.TotalBytes ?? 0;
            var seconds = (process.TotalProcessorTime - cpu).TotalSeconds;
            allocated = GC.GetTotalAllocatedBytes() - allocated;
            Console.WriteLine($"""
                run {run}: {bytes / MegaBytes:N0} MB, {statements:N0} statements, {refused:N0} refused
                  transactions       {transactions,10:N0}
                  MB/s               {bytes / watch.Elapsed.TotalSeconds / MegaBytes,10:N1}   hashed, verified, read
                  MB/s of a core     {bytes / seconds / MegaBytes,10:N1}
                  transactions/s     {transactions / watch.Elapsed.TotalSeconds,10:N0}
                  allocated/byte     {allocated / (double)bytes,10:N2}
                  peak memory        {process.PeakWorkingSet64 / MegaBytes,10:N0} MB of the process
                """);
        }
    }
}
