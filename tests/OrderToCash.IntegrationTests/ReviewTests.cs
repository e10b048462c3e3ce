using System.Text.Json.Nodes;
using OrderToCash.Domain.Payments;
using OrderToCash.IntegrationTests.Http;

namespace OrderToCash.IntegrationTests;

/// <summary>Payments that nobody could match, and what a person decides: at the console and on a server.</summary>
public sealed class ReviewTests
{
    private static readonly string[] Items =
    [
        "customer,document,issueDate,dueDate,amount,currency,skontoPercent,skontoDays,customerName,iban",
        "C-1,RE-1,2026-11-20,2026-12-04,100.00,EUR,2,14,Ada Muster,", "C-1,RE-2,2026-11-20,2026-12-04,50.00,EUR,,,,",
        "C-2,RE-3,2026-11-20,2026-12-04,50.00,EUR,,,Berta Beispiel,", "C-2,RE-9,2026-11-20,2026-12-04,9.00,EUR,,,,",
        "C-1,RE-9,2026-11-20,2026-12-04,9.00,EUR,,,,",
        "C-3,2026100007,2026-11-20,2026-12-04,77.00,EUR,,,Cora Czerny,AT483200000012345864",
        "C-3,2026100008,2026-11-20,2026-12-04,77.00,EUR,,,,", "C-3,2026100009,2026-11-20,2026-12-04,31.00,EUR,,,,",
    ];

    [Fact]
    public async Task A_person_decides_and_takes_back_at_the_console()
    {
        using var folder = new O2cFolder();
        await PrepareAsync(folder, folder.RunAsync);

        await DecideAllAsync(folder.RunAsync, folder.RunAsync);

        await folder.AuditAsync();
    }

    [Fact]
    public async Task A_person_decides_and_takes_back_on_a_server()
    {
        await using var served = await ServedFolder.StartAsync();
        var folder = served.Folder;
        Task<O2cResult> RunAsync(params IEnumerable<string> arguments) =>
            folder.RunAsync([.. arguments, "--server", served.Address.ToString()]);
        await PrepareAsync(folder, RunAsync);

        await DecideAllAsync(RunAsync, RunAsync);

        await served.StopAsync();
        await folder.AuditAsync();
    }

    /// <summary>A merchant can use matching alone: items of another system, a statement, paid.</summary>
    [Fact]
    public async Task Named_items_are_paid_by_themselves_and_a_suggestion_is_accepted()
    {
        using var folder = new O2cFolder();
        (await folder.RunAsync("accounts", "add", Inputs.Account.Value)).Ends(0);
        (await folder.RunAsync("ingest", "items", folder.Write("items.csv", Items))).Ends(0);
        BankTransaction Of(string reference, long minor, string text) => Inputs.Transfer(reference, minor, text) with
        {
            CounterpartyName = "Cora Czerny",
            CounterpartyIban = "AT483200000012345864",
        };
        var statement = folder.WriteStatements(
            "s.xml", Inputs.Account,
            [Of("P-000001", 3100, "Rechnung 2026100009"), Of("P-000002", 7700, "with thanks")]);
        (await folder.RunAsync("ingest", "bank", statement)).Ends(0);

        var paid = await folder.ShowAsync("payment", Inputs.Account.Value + "/P-000001");
        Assert.Equal(("applied", "C-3"), ((string?)paid["status"], (string?)paid["account"]));
        var id = Inputs.Account.Value + "/P-000002";
        var shown = (await folder.RunAsync("review", "show", id)).Ends(0).Document()["suggestions"]!.AsArray();
        Assert.Equal(
            ["2026100007", "2026100008"],
            shown.Select(one => (string?)Assert.Single(one!["settles"]!.AsArray())!["document"]).Order());
        Assert.NotEmpty(shown[1]!["evidence"]!.AsArray());
        var chosen = (string?)shown[1]!["settles"]![0]!["document"];
        var row = Assert.Single(
            (await folder.RunAsync("review", "list")).Ends(0).Document()["review"]!.AsArray());
        Assert.Equal((2, id), ((int?)row!["suggestions"], (string?)row["payment"]));

        var accepted = (await folder.RunAsync("review", "accept", id, "--suggestion", "2")).Ends(0).Document();

        Assert.Equal(
            (chosen, "0.00 EUR"),
            ((string?)Assert.Single(accepted["settled"]!.AsArray())!["document"], (string?)accepted["onAccount"]));
        Assert.Equal(
            "77.00", (string?)(await folder.ShowAsync("account", "C-3"))["totals"]![0]!["openInvoices"]);
        await folder.AuditAsync();
    }

    [Fact]
    public async Task Decisions_over_http_name_the_field_and_keep_their_answer()
    {
        await using var served = await ServedFolder.StartAsync();
        Task<O2cResult> RunAsync(params IEnumerable<string> arguments) =>
            served.Folder.RunAsync([.. arguments, "--server", served.Address.ToString()]);
        await PrepareAsync(served.Folder, RunAsync);
        await QueueAsync(RunAsync, 5);
        var path = $"/v1/payments/{Inputs.Account.Value}%2FP-000001";

        var shown = await served.GetAsync($"/v1/review/{Inputs.Account.Value}%2FP-000001");
        Assert.Equal("98.00 EUR", (string?)shown["amount"]);
        Assert.Equal("unknown-document", await RefusedAsync("/assign", """{"documents":["RE-404"]}""", 422));
        Assert.Equal("missing-field", await RefusedAsync("/assign", "{}", 422));
        Assert.Equal(
            "invalid-number", await RefusedAsync("/split", """{"parts":[{"document":"RE-1","amount":"x"}]}""", 422));
        Assert.Equal("no-such-suggestion", await RefusedAsync("/accept", """{"suggestion":7}""", 422));
        Assert.Equal("unknown-customer", await RefusedAsync("/on-account", """{"customer":"C-404"}""", 422));
        Assert.Equal("not-undoable", await RefusedAsync("/undo", """{"reason":"x"}""", 409));
        Assert.Equal(404, (await served.PostAsync("/v1/payments/none/ignore", """{"reason":"x"}""")).Status);

        const string Split = """{"parts":[{"document":"RE-1","amount":98.00,"skonto":"2.00"}]}""";
        var (status, body) = await served.PostAsync(path + "/split", Split, "Idempotency-Key", "k-1");
        Assert.Equal((200, "applied", "C-1"), (status, (string?)body["status"], (string?)body["account"]));
        Assert.Equal("2.00 EUR", (string?)body["settled"]![0]!["discount"]);
        var (again, same) = await served.PostAsync(path + "/split", Split, "Idempotency-Key", "k-1");
        Assert.True(again == 200 && JsonNode.DeepEquals(body, same));
        Assert.Equal("already-decided", await RefusedAsync("/split", Split, 409));

        var (client, _) = await served.WithKeyAsync("reader", "read");
        using var reader = client;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while ((int)(await served.Client.GetAsync("/v1/review")).StatusCode != 401)
            patience.Token.ThrowIfCancellationRequested();
        Assert.Equal(200, (int)(await reader.GetAsync("/v1/review")).StatusCode);
        Assert.Equal(403, (await ServedFolder.PostAsync(
            reader, path + "/undo", """{"reason":"x"}"""u8.ToArray(), "application/json")).Status);

        async Task<string?> RefusedAsync(string verb, string json, int expected)
        {
            var (found, problem) = await served.PostAsync(path + verb, json);
            Assert.Equal(expected, found);
            Assert.NotNull((string?)problem["field"]);
            return (string?)problem["reason"];
        }
    }

    private static async Task PrepareAsync(O2cFolder folder, Func<IEnumerable<string>, Task<O2cResult>> run)
    {
        (await run(["accounts", "add", Inputs.Account.Value])).Ends(0);
        (await run(["ingest", "items", folder.Write("items.csv", Items)])).Ends(0);
        BankTransaction[] entries =
        [
            Payment("P-000001", 9800), Payment("P-000002", 10000), Payment("P-000003", 12000),
            Payment("P-000004", 333), Payment("P-000005", 444),
        ];
        (await run(["ingest", "bank", folder.WriteStatements("s.xml", Inputs.Account, entries)])).Ends(0);
    }

    // Nothing that a matcher could go by.
    private static BankTransaction Payment(string reference, long minor) => Inputs.Transfer(
        reference, minor, "with thanks") with
    { CounterpartyName = "Zoe Zander", CounterpartyIban = "AT611904300234573201" };

    private static async Task<JsonArray> QueueAsync(Func<IEnumerable<string>, Task<O2cResult>> run, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var rows = (await run(["review", "list"])).Ends(0).Document()["review"]!.AsArray();
            if (rows.Count == count)
                return rows;
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task DecideAllAsync(
        Func<IEnumerable<string>, Task<O2cResult>> run, Func<IEnumerable<string>, Task<O2cResult>> read)
    {
        static string Id(int number) => $"{Inputs.Account.Value}/P-{number:D6}";
        async Task<JsonObject> DoAsync(int exit, params string[] arguments) =>
            (await run(["review", .. arguments])).Ends(exit).Document();
        async Task<string?> RefusedAsync(params string[] arguments) => (string?)(await DoAsync(1, arguments))["reason"];

        await QueueAsync(read, 5);
        Assert.Single((await DoAsync(0, "list", "--limit", "1"))["review"]!.AsArray());
        Assert.Equal("98.00 EUR", (string?)(await DoAsync(0, "show", Id(1)))["amount"]);

        Assert.Equal("unknown-payment", await RefusedAsync("assign", "none", "RE-1"));
        Assert.Equal("unknown-document", await RefusedAsync("assign", Id(1), "RE-404"));
        Assert.Equal("ambiguous-document", await RefusedAsync("assign", Id(1), "RE-9"));
        Assert.Equal("sum-differs", await RefusedAsync("split", Id(1), "RE-1=97.00"));
        var split = await DoAsync(0, "split", Id(1), "RE-1=98.00,skonto=2.00", "--note", "as agreed by phone");
        Assert.Equal(
            ("applied", "as agreed by phone"), ((string?)split["status"], (string?)split["reason"]));
        Assert.Equal("already-decided", await RefusedAsync("assign", Id(1), "RE-2"));

        Assert.Equal("document-settled", await RefusedAsync("assign", Id(2), "RE-1", "--customer", "C-1"));
        var two = await DoAsync(0, "assign", Id(2), "RE-2", "RE-3");
        Assert.Equal(
            ["RE-2", "RE-3"], two["settled"]!.AsArray().Select(one => (string?)one!["document"]).Order());
        var undone = await DoAsync(0, "undo", Id(2), "--reason", "wrong one");
        Assert.Equal("parked", (string?)undone["status"]);
        Assert.Equal("not-undoable", await RefusedAsync("undo", Id(2), "--reason", "again"));
        Assert.Equal("100.00 EUR", (string?)(await DoAsync(
            0, "assign", Id(2), "RE-2", "RE-9", "--customer", "C-1"))["amount"]);

        Assert.Equal("unknown-customer", await RefusedAsync("on-account", Id(3), "C-404"));
        Assert.Equal("120.00 EUR", (string?)(await DoAsync(0, "on-account", Id(3), "C-2"))["onAccount"]);
        Assert.Equal("set-aside", (string?)(await DoAsync(0, "ignore", Id(4), "--reason", "a trial"))["status"]);

        var left = Assert.Single(await QueueAsync(read, 1));
        Assert.Equal(Id(5), (string?)left!["payment"]);
        var account = (await read(["show", "account", "C-1"])).Ends(0).Document();
        Assert.Empty(account["openInvoices"]!.AsArray());
        Assert.Equal("41.00", (string?)account["totals"]![0]!["onAccount"]);
        var why = (await read(["show", "payment", Id(1), "--why"])).Ends(0).Document();
        Assert.Matches("^(user|key):", (string?)why["decidedBy"]);
        await ForgetsAsync(run);
    }

    // Two payments taught the payer of C-1, the third went to C-2.
    private static async Task ForgetsAsync(Func<IEnumerable<string>, Task<O2cResult>> run)
    {
        const string Iban = "AT611904300234573201";
        async Task<JsonArray> LearnedAsync(params string[] arguments) =>
            (await run(["learned", "list", .. arguments])).Ends(0).Document()["learned"]!.AsArray();

        var known = Assert.Single(await LearnedAsync("--customer", "C-1"))!;
        Assert.Equal((Iban, 1, "payments"), ((string?)known["iban"], (int?)known["count"], (string?)known["from"]));
        var first = (await run(["learned", "list", "--limit", "1"])).Ends(0).Document();
        Assert.Equal("C-1", (string?)Assert.Single(first["learned"]!.AsArray())!["account"]);
        Assert.Equal(
            ["C-2", "C-3"],
            (await LearnedAsync("--after", (string)first["next"]!)).Select(row => (string?)row!["account"]));

        (await run(["learned", "forget", "--iban", "AT61 1904 3002 3457 3201", "--customer", "C-1"])).Ends(0);
        Assert.Empty(await LearnedAsync("--customer", "C-1"));
        (await run(["learned", "forget", "--iban", Iban, "--customer", "C-1"])).Ends(1);
        (await run(["learned", "forget", "--customer", "C-1"])).Ends(2);
        (await run(["learned", "list", "--customer", "C-404"])).Ends(1);
    }
}
