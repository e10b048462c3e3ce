using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.IntegrationTests.Postgres;
using OrderToCash.LoadTests.Parse;

namespace OrderToCash.LoadTests.Ingest;

/// <summary><c>ingest</c>: in how much memory <c>o2c ingest bank</c> takes in a large statement.</summary>
internal static class IngestCommand
{
    private const double BarMegabytes = 300;
    private const double MegaBytes = 1_000_000;

    public static Command Create()
    {
        var megabytes = new Option<int>("--megabytes")
        {
            Description = "size of the statement, which is generated and deleted afterwards",
            DefaultValueFactory = _ => 200,
        };
        var format = new Option<string>("--format") { DefaultValueFactory = _ => ParseCommand.Camt };
        format.AcceptOnlyFromAmong([.. ParseCommand.Generators.Keys]);
        var items = new Option<int>("--items")
        {
            Description = "open items that the first entries name, imported before, each of a customer of its own",
        };
        var store = new Option<string>("--store") { DefaultValueFactory = _ => "sqlite" };
        store.AcceptOnlyFromAmong("sqlite", "postgres");
        var json = new Option<string?>("--json") { Description = "write the result there" };
        var command = new Command("ingest", "In how much memory o2c takes in a large bank statement.")
        {
            megabytes, format, items, store, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(megabytes), parsed.GetRequiredValue(format), parsed.GetValue(items),
            parsed.GetRequiredValue(store), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        int megabytes, string format, int items, string store, string? json, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("o2c-ingest-").FullName;
        var cluster = store == "postgres"
            ? await PostgresCluster.StartAsync(data: null, "shared_buffers=512MB", "max_wal_size=4GB") : null;
        try
        {
            var place = cluster is null
                ? "sqlite:" + Path.Combine(folder, "store") : "postgres:" + cluster.ConnectionString;
            var result = await MeasureAsync(folder, place, megabytes, format, items, cancellationToken);
            result = result with { Store = store };
            if (json is not null)
                await File.WriteAllTextAsync(json, result.ToJson() + "\n", cancellationToken);
            return Print(result) ? 0 : 1;
        }
        finally
        {
            if (cluster is not null)
                await cluster.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IngestResult> MeasureAsync(
        string folder, string store, int megabytes, string format, int items, CancellationToken cancellationToken)
    {
        await ProgramRun.RunAsync(cancellationToken, "accounts", "add", CamtGenerator.Account, "--store", store);
        if (items > 0)
        {
            var list = Path.Combine(folder, "items.csv");
            await using (var stream = File.Create(list))
                ItemsGenerator.Write(stream, items);
            var imported = await ProgramRun.RunAsync(
                cancellationToken, "ingest", "items", list, "--store", store, "--json");
            Console.WriteLine(
                $"import of {items:N0} items: exit code {imported.ExitCode}, {imported.Wall.TotalSeconds:N1} s, "
                + $"{imported.Memory.PeakPrivateBytes / MegaBytes:N0} MB of private memory");
        }

        var statement = Path.Combine(folder, "statement");
        int entries;
        await using (var stream = File.Create(statement))
            entries = ParseCommand.Generators[format](stream, megabytes * (long)MegaBytes);
        var run = await ProgramRun.RunAsync(
            cancellationToken, "ingest", "bank", statement, "--store", store, "--json");
        var report = JsonNode.Parse(run.Output.TrimEnd().Split('\n')[^1])
            ?? throw new InvalidOperationException("o2c ingest bank said nothing.");
        var audit = await ProgramRun.RunAsync(cancellationToken, "audit", "--store", store, "--json");
        return new IngestResult(
            $"{Environment.ProcessorCount} cores, {Environment.OSVersion}, .NET {Environment.Version}",
            DateTimeOffset.UtcNow, store, format, (long)(new FileInfo(statement).Length / MegaBytes), items, entries,
            Math.Round(run.Wall.TotalSeconds, 1), Math.Round(entries / run.Wall.TotalSeconds),
            Math.Round(run.Memory.Cpu.TotalSeconds, 1), Math.Round(run.Memory.PeakPrivateBytes / MegaBytes),
            Math.Round(run.Memory.PeakResidentBytes / MegaBytes), run.Memory.TenthsMegabytes(),
            (long?)report["accepted"] ?? 0, run.ExitCode == 0 && audit.ExitCode == 0);
    }

    private static bool Print(IngestResult result)
    {
        var isWithin = result.PeakPrivateMegabytes <= BarMegabytes;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {result.Machine}
              statement            {result.Megabytes,8:N0} MB, {result.Format}, {result.Entries:N0} entries, {result.Store}
              entries/s            {result.EntriesPerSecond,8:N0}   {result.Seconds:N1} s, {result.CpuSeconds:N1} s CPU
              private memory       {result.PeakPrivateMegabytes,8:N0} MB at most, bar {BarMegabytes}: {(isWithin ? "met" : "MISSED")}
              of each tenth        {string.Join(" ", result.TenthsMegabytes)}
              with pages of files  {result.PeakResidentMegabytes,8:N0} MB, which the system takes back
              statements accepted  {result.Accepted,8:N0}, audit holds: {result.AuditHolds}
            """));
        return isWithin && result is { Accepted: 1, AuditHolds: true };
    }
}
