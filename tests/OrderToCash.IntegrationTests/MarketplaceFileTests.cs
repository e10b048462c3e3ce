using OrderToCash.Tests;

namespace OrderToCash.IntegrationTests;

/// <summary>Documents of platforms through the program: taken, repeated, refused, cancelled.</summary>
public sealed class MarketplaceFileTests
{
    private const string Order = """
        {"id":820982911946154508,"name":"#1001","created_at":"2026-11-27T00:00:01+01:00",
        "updated_at":"2026-11-27T00:00:01+01:00",
        "currency":"EUR","taxes_included":true,"test":false,"financial_status":"paid","total_price":"10.00",
        "shipping_address":{"name":"Ada","address1":"Hauptstr. 5","zip":"10115","city":"Berlin","country_code":"DE"},
        "line_items":[{"id":1,"sku":"A-1","title":"Tea","quantity":1,"price":"10.00","tax_lines":[{"price":"1.60",
        "rate":0.19}]}]}
        """;

    [Fact]
    public async Task A_shops_orders_are_taken_once_and_cancelled_and_what_is_wrong_can_be_tried_again()
    {
        using var folder = new O2cFolder();
        var line = Order.ReplaceLineEndings("");
        var test = line.Replace("\"test\":false", "\"test\":true", StringComparison.Ordinal);
        var bad = line.Replace("\"EUR\"", "\"EUX\"", StringComparison.Ordinal);
        var deliveries = Directory.CreateDirectory(Path.Combine(folder.Root, "deliveries")).FullName;
        await File.WriteAllTextAsync(Path.Combine(deliveries, "1.ndjson"), $"{line}\n{line}\n{test}\n{bad}\n");
        var cancelled = line.Replace(
            "\"test\":false", "\"test\":false,\"cancelled_at\":\"2026-11-28T00:00:00Z\"", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(deliveries, "2.json"), cancelled);

        var result = await folder.RunAsync(
            "ingest", "orders", "--format", "shopify", "--shop", "tea-shop", deliveries);

        Assert.Equal(1, result.ExitCode);
        var answers = result.Objects().Where(answer => answer["position"] is not null).ToList();
        Assert.Equal(
            ["accepted", "duplicate", "nothing-to-do", "rejected", "accepted"],
            answers.Select(answer => (string?)answer["result"]));
        Assert.Equal("test-order", (string?)answers[2]["reason"]);
        var shown = await folder.ShowAsync("order", "tea-shop:1001");
        Assert.Contains("cancelled", shown.ToJsonString(), StringComparison.OrdinalIgnoreCase);
        var retried = await folder.RunAsync("quarantine", "retry", "1");
        Assert.Contains("unknown-currency", string.Join('\n', retried.Lines), StringComparison.Ordinal);
        await folder.AuditAsync();
    }

    [SharedDataFact("marketplaces")]
    public async Task All_samples_go_through_and_the_audit_holds()
    {
        using var folder = new O2cFolder();
        foreach (var platform in Directory.EnumerateDirectories(SharedData.FullPath("marketplaces")))
        {
            var files = Directory.EnumerateFiles(platform).Where(
                file => Path.GetFileName(file) != "SOURCES.md").ToArray();
            if (files.Length == 0)
                continue;
            var result = await folder.RunAsync(
                ["ingest", "orders", "--format", "auto", "--shop", Path.GetFileName(platform), .. files]);
            var summary = files.Length > 1 ? result.Objects().Last() : result.Summary();

            Assert.Equal(
                (int?)summary["read"],
                (int?)summary["accepted"] + (int?)summary["duplicates"] + (int?)summary["rejected"]
                + (int?)summary["nothingToDo"]);
        }

        await folder.AuditAsync();
    }
}
