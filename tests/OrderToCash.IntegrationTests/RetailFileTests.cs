using System.Diagnostics;
using OrderToCash.Tests;
using Xunit.Abstractions;

namespace OrderToCash.IntegrationTests;

/// <summary>Real orders with real dirt: invoice lines of a British wholesaler.</summary>
public sealed class RetailFileTests(ITestOutputHelper output)
{
    /// <summary>A month and a half; the whole takes minutes on a small machine.</summary>
    private const int Lines = 40_000;

    private const string Packed = "orders/online_retail_2010-12_2011-08.csv.xz";

    [SharedDataFact(Packed)]
    public async Task Months_of_real_orders_go_through_and_the_audit_holds()
    {
        using var folder = new O2cFolder();
        var file = Path.Combine(folder.Root, "retail.csv");
        await UnpackAsync(SharedData.FullPath(Packed), file);

        var result = await folder.RunAsync(
            "ingest", "orders", "--format", "retail-csv", "--auto-stock", "1000000", file);

        var summary = result.Summary();
        output.WriteLine(summary.ToJsonString());
        // The file has refunds and returns that belong to no order: they are refused, by name.
        Assert.InRange(result.ExitCode, 0, 1);
        Assert.True((bool?)summary["complete"]);
        Assert.InRange((int?)summary["accepted"] ?? 0, 1_500, int.MaxValue);
        Assert.Equal(
            (int?)summary["read"],
            (int?)summary["accepted"] + (int?)summary["duplicates"] + (int?)summary["rejected"]);
        await folder.AuditAsync();

        // The read models that followed the import are those that a rebuild makes, row by row.
        var verified = await folder.RunAsync("projections", "verify", "--json");
        output.WriteLine(verified.Document().ToJsonString());
        Assert.Equal(0, verified.ExitCode);
    }

    private static async Task UnpackAsync(string packed, string file)
    {
        using var process = Process.Start(new ProcessStartInfo("xz", ["-dc", packed]) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException("xz was not started.");
        await using (var target = File.CreateText(file))
        {
            for (var count = 0; count < Lines; count++)
            {
                var line = await process.StandardOutput.ReadLineAsync();
                Assert.NotNull(line);
                await target.WriteAsync(line + "\n");
            }
        }

        // It still has lines to write.
        process.Kill();
        await process.WaitForExitAsync();
    }
}
