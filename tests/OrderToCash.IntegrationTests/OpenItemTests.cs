using OrderToCash.IntegrationTests.Http;

namespace OrderToCash.IntegrationTests;

/// <summary>Open items of another system, from files and over HTTP.</summary>
public sealed class OpenItemTests
{
    private const string Header =
        "item_id,kind,customer_id,document_no,order_no,rf_reference,issue_date,due_date,amount,currency,"
        + "skonto_percent,skonto_until,skonto_amount";

    private static readonly string[] Items =
    [
        Header, "I0,invoice,C-1,2026100001,SO-2,RF981024710000000,2026-11-01,2026-12-01,676.60,EUR,2,2026-11-15,13.53",
        "I1,invoice,C-1,2026100002,SO-3,,2026-11-01,2026-12-01,23.80,EUR,,,",
        "G0,credit,C-1,GS-1,SO-3,,2026-11-02,2026-12-01,-3.80,EUR,,,",
        "I2,invoice,C-2,2026100003,SO-4,,2026-11-01,2026-13-01,1.00,EUR,,,",
        "I3,invoice,C-2,2026100004,SO-5,,2026-11-01,2026-12-01,10.00,XXX,,,",
    ];

    private const string Changed =
        "I1,invoice,C-1,2026100002,SO-3,,2026-11-01,2026-12-01,23.90,EUR,,,";

    [Fact]
    public async Task Items_come_in_once_and_what_is_wrong_is_kept_with_its_reason()
    {
        using var folder = new O2cFolder();
        var customers = folder.Write(
            "customers.csv", "customer_id,customer_no,name,iban", "C-1,100353,Ada Muster,DE89370400440532013000");
        Assert.Equal(1, (int?)(await folder.RunAsync("ingest", "items", customers)).Ends(0).Summary()["accepted"]);
        var items = folder.Write("open_items.csv", Items);

        var taken = (await folder.RunAsync("ingest", "items", items)).Ends(1).Summary();
        Assert.Equal((3, 2), ((int?)taken["accepted"], (int?)taken["rejected"]));
        var copy = folder.Write("again.csv", [.. Items[..4], Changed]);
        var again = (await folder.RunAsync("ingest", "items", copy)).Ends(1).Summary();
        Assert.Equal((0, 3, 1), ((int?)again["accepted"], (int?)again["duplicates"], (int?)again["rejected"]));

        var account = await folder.ShowAsync("account", "C-1");
        Assert.Equal(
            ["2026100001", "2026100002", "GS-1"],
            account["openInvoices"]!.AsArray().Select(item => (string?)item!["number"]).Order());
        Assert.Equal("696.60", (string?)account["totals"]![0]!["openInvoices"]);
        var day = await folder.QuarantinedAsync("open_items.csv", 5);
        Assert.Equal(("invalid-date", "dueDate", "2026-13-01"), (
            day.Rejection.Reason, day.Rejection.Place, day.Rejection.Found));
        Assert.StartsWith(Header, System.Text.Encoding.UTF8.GetString(day.Raw.Span), StringComparison.Ordinal);
        Assert.Equal(
            "unknown-currency", (await folder.QuarantinedAsync("open_items.csv", 6)).Rejection.Reason);
        Assert.Equal(
            "exists-with-different-content", (await folder.QuarantinedAsync("again.csv", 5)).Rejection.Reason);
        await folder.AuditAsync();
    }

    [Fact]
    public async Task A_server_takes_them_one_by_one_as_a_stream_and_from_the_console()
    {
        await using var served = await ServedFolder.StartAsync();
        const string Item =
            """{"customer":"C-1","document":"RE-1","issueDate":"2026-11-01","amount":"23.80","currency":"EUR"}""";

        var (status, body) = await served.PostAsync("/v1/open-items", Item);
        Assert.Equal((201, "accepted", "C-1"), (status, (string?)body["result"], (string?)body["account"]));
        Assert.Equal(200, (await served.PostAsync("/v1/open-items", Item)).Status);
        var (refused, problem) = await served.PostAsync("/v1/open-items", Item.Replace("23.80", "0"));
        Assert.Equal((422, "amount"), (refused, (string?)problem["field"]));
        var (conflict, other) = await served.PostAsync("/v1/open-items", Item.Replace("23.80", "23.90"));
        Assert.Equal((409, "exists-with-different-content"), (conflict, (string?)other["reason"]));
        await using (var upload = await served.UploadAsync("/v1/open-items"))
        {
            await upload.WriteAsync(
                System.Text.Encoding.UTF8.GetBytes(Item + "\n" + Item.Replace("RE-1", "RE-2") + "\n{}\n"),
                CancellationToken.None);
            await upload.CompleteAsync(CancellationToken.None);
            Assert.Equal(200, await upload.ReadStatusAsync(CancellationToken.None));
            string[] expected = ["duplicate", "accepted", "rejected"];
            foreach (var result in expected)
            {
                var line = O2cResult.Parse((await upload.ReadLineAsync(CancellationToken.None))!);
                Assert.Equal(result, (string?)line["result"]);
            }
        }

        var file = served.Folder.Write("open_items.csv", Items);
        var sent = (await served.Folder.RunAsync("ingest", "items", file, "--server", served.Address.ToString()))
            .Ends(1).Summary();
        Assert.Equal((3, 2), ((int?)sent["accepted"], (int?)sent["rejected"]));
        Assert.Contains(
            "/v1/open-items", (await served.GetAsync("/openapi/v1.json"))["paths"]!.AsObject().Select(p => p.Key));
        await served.StopAsync();
        await served.Folder.AuditAsync();
    }
}
