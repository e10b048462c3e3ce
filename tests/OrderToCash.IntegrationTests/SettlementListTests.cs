using System.Text.Json.Nodes;
using OrderToCash.IntegrationTests.Http;

namespace OrderToCash.IntegrationTests;

/// <summary>A provider's payout with a row of an unknown order: a person says whose it is, at the console and on a
/// server.</summary>
public sealed class SettlementListTests
{
    private const string Payout = "paypal/1000000007919";

    private static readonly string[] Report =
    [
        "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Fee,Net,Transaction ID,Invoice Number,Balance,"
            + "Balance Impact",
        "11/27/2026,1,CET,,General Withdrawal,Completed,EUR,-97.00,0.00,-97.00,1000000007919,,0.00,Debit",
        "11/26/2026,1,CET,Ada,Express Checkout Payment,Completed,EUR,100.00,-3.00,97.00,T1,SO1,97.00,Credit",
    ];

    [Fact]
    public async Task A_row_is_given_to_a_customer_at_the_console()
    {
        using var folder = new O2cFolder();
        await DecideAsync(folder, folder.RunAsync);
        await folder.AuditAsync();
    }

    [Fact]
    public async Task A_row_is_given_to_a_customer_on_a_server()
    {
        await using var served = await ServedFolder.StartAsync();
        await DecideAsync(served.Folder, arguments =>
            served.Folder.RunAsync([.. arguments, "--server", served.Address.ToString()]));
        var path = $"/v1/settlements/{Uri.EscapeDataString(Payout)}/allocate";

        var body = """{"row":1,"customer":"C-1","document":"RE-1"}""";
        var (status, again) = await served.PostAsync(path, body);
        Assert.Equal((200, "duplicate"), (status, (string?)again["result"]));
        Assert.Equal((422, "missing-field"), await RefusedAsync(path, """{"customer":"C-1","document":"RE-1"}"""));
        Assert.Equal((422, "missing-field"), await RefusedAsync(path, """{"row":1,"customer":"C-1"}"""));
        Assert.Equal(
            (409, "row-not-open"), await RefusedAsync(path, """{"row":1,"customer":"C-1","document":"RE-2"}"""));
        Assert.Equal(
            (404, "unknown-settlement"), await RefusedAsync("/v1/settlements/paypal%2F404/allocate", body));
        Assert.Equal(400, (int)(await served.Client.GetAsync("/v1/settlements?limit=0")).StatusCode);
        var openApi = await served.GetAsync("/openapi/v1.json");
        Assert.NotNull(openApi["paths"]!["/v1/settlements/{id}/allocate"]!["post"]);
        Assert.NotNull(openApi["components"]!["schemas"]!["rowAllocation"]);
        await served.StopAsync();
        await served.Folder.AuditAsync();

        async Task<(int, string?)> RefusedAsync(string at, string json)
        {
            var (found, problem) = await served.PostAsync(at, json);
            return (found, (string?)problem["reason"]);
        }
    }

    private static async Task DecideAsync(O2cFolder folder, Func<IEnumerable<string>, Task<O2cResult>> run)
    {
        (await run(["accounts", "add", Inputs.Account.Value])).Ends(0);
        (await run(["ingest", "items", folder.Write(
            "items.csv", "customer,document,issueDate,dueDate,amount,currency",
            "C-1,RE-1,2026-11-20,2026-12-04,100.00,EUR", "C-1,RE-2,2026-11-20,2026-12-04,5.00,EUR")])).Ends(0);
        (await run(["ingest", "bank", folder.Write("paypal.csv", Report)])).Ends(0);

        var line = await LineAsync(run);
        Assert.Equal(
            (Payout, "97.00", "EUR", "2026-11-27", "recorded", 1, "100.00"),
            ((string?)line["settlement"], (string?)line["amount"], (string?)line["currency"], (string?)line["date"],
                (string?)line["status"], (int?)line["unallocatedRows"], (string?)line["unallocated"]));
        var page = (await run(["settlements", "list", "--limit", "1", "--after", Payout])).Ends(0).Document();
        Assert.Empty(page["settlements"]!.AsArray());

        var refused = (await AllocateAsync("RE-404", 1))["rejection"]!;
        Assert.Equal(("unknown-document", "RE-404"), ((string?)refused["reason"], (string?)refused["found"]));
        var given = await AllocateAsync("RE-1", 0);
        Assert.Equal(
            ("accepted", "waits for the payout", "C-1"),
            ((string?)given["result"], (string?)given["status"], (string?)given["account"]));

        var money = Inputs.Transfer("P-000001", 9700, "PAYPAL 1000000007919 AUSZAHLUNG");
        (await run(["ingest", "bank", folder.WriteStatements("s.xml", Inputs.Account, [money])])).Ends(0);
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((string?)(line = await LineAsync(run))["status"] != "settled")
            patience.Token.ThrowIfCancellationRequested();
        Assert.Equal((0, "0.00"), ((int?)line["unallocatedRows"], (string?)line["unallocated"]));
        while ((string?)(await RowAsync())["status"] != "settled")
            patience.Token.ThrowIfCancellationRequested();
        Assert.Equal("RE-1", (string?)Assert.Single((await RowAsync())["settled"]!.AsArray())!["document"]);

        async Task<JsonObject> AllocateAsync(string document, int exit) =>
            (await run(["settlements", "allocate", Payout, "1", "--customer", "C-1", "--document", document]))
                .Ends(exit).Document();
        async Task<JsonNode> RowAsync() =>
            (await run(["show", "settlement", Payout])).Ends(0).Document()["rows"]![0]!;
    }

    private static async Task<JsonNode> LineAsync(Func<IEnumerable<string>, Task<O2cResult>> run) =>
        Assert.Single((await run(["settlements", "list"])).Ends(0).Document()["settlements"]!.AsArray())!;
}
