using System.Text.Json.Nodes;

namespace OrderToCash.IntegrationTests;

/// <summary>From goods to cash with the commands of the README, and what interrupts or repeats them.</summary>
public sealed class EndToEndTests
{
    private const int Orders = 4_000;

    [Fact]
    public async Task An_order_goes_from_stock_to_cash_and_repeats_change_nothing()
    {
        using var folder = new O2cFolder();
        (await folder.RunAsync("accounts", "add", Inputs.Account.Value)).Ends(0);
        var stock = folder.Write("stock.ndjson", Inputs.Stock("A-1", 10), Inputs.Stock("A-2", 10));
        var orders = folder.Write(
            "orders.ndjson",
            Inputs.Order("100001", pieces: 2),
            Inputs.Order("100002", "A-2", customer: "c-2", payment: "\"method\":\"prepayment\""),
            Inputs.Order(
                "100003", customer: "c-3",
                payment: "\"method\":\"psp\",\"provider\":\"paypal\",\"reference\":\"PP3\",\"status\":\"captured\","
                    + "\"amount\":\"23.80\""));
        Assert.Equal(2, Accepted(await folder.RunAsync("ingest", "stock", stock)));
        Assert.Equal(3, Accepted(await folder.RunAsync("ingest", "orders", orders)));
        var prepaid = folder.WriteStatements(
            "prepaid.xml", Inputs.Account, [Inputs.Transfer("T1", Inputs.PieceMinor, "Vorkasse Bestellung 100002")]);
        Assert.Equal(1, Accepted(await folder.RunAsync("ingest", "bank", prepaid)));

        var picks = (await folder.RunAsync("export", "picks", "--warehouse", "BER1")).Ends(0).Lines;
        Assert.Equal(3, picks.Length);
        var shipments = folder.Write("shipments.ndjson", picks);
        Assert.Equal(3, Accepted(await folder.RunAsync("ingest", "shipments", shipments)));
        var invoice = (await folder.ShowAsync("order", "shop:100001"))["invoices"]![0]!["number"]!.GetValue<string>();
        var paid = folder.WriteStatements(
            "paid.xml", Inputs.Account, [Inputs.Transfer("T1", Inputs.PieceMinor, "Vorkasse Bestellung 100002")],
            [Inputs.Transfer("T2", 2 * Inputs.PieceMinor, $"Rechnung {invoice}")]);
        Assert.Equal(1, Accepted(await folder.RunAsync("ingest", "bank", paid)));

        foreach (var order in (string[])["shop:100001", "shop:100002", "shop:100003"])
            Assert.Equal("closed", (string?)(await folder.ShowAsync("order", order))["status"]);
        Assert.Empty((await folder.RunAsync("export", "picks", "--warehouse", "BER1")).Ends(0).Lines);
        var audit = await folder.AuditAsync();
        (string Verb, string File)[] all =
            [("stock", stock), ("orders", orders), ("shipments", shipments), ("bank", prepaid), ("bank", paid)];
        foreach (var (verb, file) in all)
        {
            // By another path, so that it is read again in spite of the checkpoint.
            var again = Path.Combine(folder.Root, "again-" + Path.GetFileName(file));
            File.Copy(file, again);
            Assert.Equal(0, Accepted(await folder.RunAsync("ingest", verb, again)));
            Assert.Equal(0, Accepted(await folder.RunAsync("ingest", verb, file)));
        }

        Assert.Equal(Facts(audit), Facts(await folder.AuditAsync()));
        (await folder.RunAsync("journal", "verify")).Ends(0);
    }

    [Fact]
    public async Task Ctrl_c_stops_an_ingest_and_the_same_command_completes_it()
    {
        using var folder = new O2cFolder();
        (await folder.RunAsync(
            "ingest", "stock", folder.Write("stock.ndjson", Inputs.Stock("A-1", 2 * Orders)))).Ends(0);
        // Ten files: one alone may be in memory as a whole before the signal comes.
        var files = Enumerable.Range(0, 10).Select(file => folder.Write(
            $"orders-{file}.ndjson",
            Enumerable.Range((file * Orders / 10) + 1, Orders / 10).Select(x => Inputs.Order($"{x}")))).ToArray();
        await using (var stopped = folder.Start(["ingest", "orders", .. files]))
        {
            Assert.True(await stopped.WaitForLinesAsync(1));
            stopped.PressCtrlC();
            var result = (await stopped.WaitAsync()).Ends(130);
            Assert.Contains("Run the same command again", result.Error, StringComparison.Ordinal);
            Assert.DoesNotContain(result.Objects(), answer => (string?)answer["result"] == "rejected");
        }

        var rest = (await folder.RunAsync(["ingest", "orders", .. files])).Ends(0).Summary();

        Assert.True((bool?)rest["complete"]);
        Assert.InRange((int?)rest["accepted"] ?? 0, 1, Orders);
        await using var journal = await folder.OpenJournalAsync();
        var counts = await EventCounts.ReadAsync(journal);
        for (var number = 1; number <= Orders; number++)
            Assert.Equal(1, counts.Of($"order/shop:{number}", "order.placed"));
        await folder.AuditAsync();
    }

    [Fact]
    public async Task Show_and_audit_read_beside_a_running_writer()
    {
        using var folder = new O2cFolder();
        (await folder.RunAsync(
            "ingest", "stock", folder.Write("stock.ndjson", Inputs.Stock("A-1", 2 * Orders)))).Ends(0);
        (await folder.RunAsync("ingest", "orders", folder.Write("one.ndjson", Inputs.Order("0")))).Ends(0);
        var orders = folder.Write("orders.ndjson", Enumerable.Range(1, Orders).Select(x => Inputs.Order($"{x}")));
        // It reads standard input until that ends, so it runs as long as the readers take.
        await using var writer = folder.Start("ingest", "orders", orders, "-");
        Assert.True(await writer.WaitForLinesAsync(1));

        Assert.Equal("shop:0", (string?)(await folder.ShowAsync("order", "shop:0"))["order"]);
        await folder.AuditAsync();
        Assert.True(await writer.WaitForLinesAsync(Orders));
        await folder.AuditAsync();
        (await folder.RunAsync("journal", "verify")).Ends(0);

        writer.CloseInput();
        Assert.Equal(Orders, Accepted(await writer.WaitAsync()));
    }

    [Fact]
    public async Task A_copy_with_another_number_of_shards_audits_and_verifies_the_same()
    {
        using var folder = new O2cFolder();
        (await folder.RunAsync("ingest", "stock", folder.Write("stock.ndjson", Inputs.Stock("A-1", 1000)))).Ends(0);
        (await folder.RunAsync(
            "ingest", "orders",
            folder.Write("orders.ndjson", Enumerable.Range(1, 300).Select(x => Inputs.Order($"{x}", pieces: 2)))))
            .Ends(0);
        (await folder.RunAsync(
            "ingest", "shipments",
            folder.Write("shipments.ndjson", Enumerable.Range(1, 100).Select(x => Inputs.Shipment($"{x}", 2)))))
            .Ends(0);
        (await folder.RunAsync("drain")).Ends(0);

        var copied = (await folder.RunAsync("journal", "copy", "--to", "sqlite:copy", "--shards", "3")).Ends(0);

        Assert.Equal(3, (int?)copied.Document()["shards"]);
        var copy = (await folder.RunOnAsync("copy", "audit")).Ends(0).Document();
        Assert.Equal(Facts(await folder.AuditAsync()), Facts(copy));
        (await folder.RunAsync("journal", "verify")).Ends(0);
        Assert.True((bool?)(await folder.RunOnAsync("copy", "journal", "verify")).Ends(0).Document()["whole"]);
        (await folder.RunOnAsync("copy", "ingest", "orders", folder.Write("new.ndjson", Inputs.Order("new")))).Ends(0);
    }

    [Fact]
    public async Task The_demonstration_books_nothing_wrongly_and_its_audit_holds()
    {
        using var folder = new O2cFolder();

        var result = (await folder.RunAsync("demo", "--orders", "1000")).Ends(0);

        var summary = result.Document();
        Assert.True((bool?)summary["auditHolds"]);
        Assert.Equal(0, (int?)summary["oversold"]);
        Assert.InRange((int?)summary["invoices"] ?? 0, 1, int.MaxValue);
        Assert.Equal((0, 1m), ((int?)summary["wrongBookings"], (decimal?)summary["precision"]));
        Assert.InRange((decimal?)summary["matchRate"] ?? 0, 0.9m, 0.9999m);
        Assert.InRange((int?)summary["waitingForPerson"] ?? 0, 1, 60);
        foreach (var format in (string[])["camt.053", "mt940"])
        {
            var intake = Assert.Single(summary["inputs"]!.AsArray(), one => (string?)one?["format"] == format);
            Assert.Equal((8, 0), ((int?)intake!["accepted"], (int?)intake["rejected"]));
        }

        Assert.Contains(summary["inputs"]!.AsArray(), static one => (string?)one?["format"] == "paypal");
        Assert.Equal(0, (int?)summary["waitingForReport"]);
        Assert.Equal(0, (int?)summary["ordersReadWrongly"]);
        var examples = summary["examples"]!.AsArray();
        Assert.Equal(3, examples.Select(static one => (string?)one?["reason"]).Distinct().Count());
        Assert.Contains(examples, static one => (string?)one?["missing"] is not null);
    }

    [Fact]
    public async Task The_demonstration_takes_orders_in_four_foreign_formats_and_every_input_counts_once()
    {
        using var folder = new O2cFolder();

        var summary = (await folder.RunAsync("demo", "--orders", "900", "--seed", "7")).Ends(0).Document();

        var orders = summary["inputs"]!.AsArray().Where(
            static one => ((string?)one?["format"])?.StartsWith("orders", StringComparison.Ordinal) == true).ToArray();
        Assert.Equal(
            [
                "orders", "orders/edifact/edi", "orders/shopify/shop-de", "orders/ubl/peppol",
                "orders/woocommerce/shop-at",
            ],
            orders.Select(static one => (string?)one?["format"]));
        Assert.All(orders, static one => Assert.Equal(
            (int?)one?["read"], new[] { "accepted", "duplicates", "nothingToDo", "rejected" }.Sum(
                name => (int?)one?[name])));
        Assert.All(orders, static one => Assert.InRange((int?)one?["accepted"] ?? 0, 80, 400));
        foreach (var name in (string[])["duplicates", "nothingToDo", "rejected"])
            Assert.InRange(orders.Sum(one => (int?)one?[name] ?? 0), 2, 60);
        Assert.Equal((900, 0), ((int?)summary["orders"], (int?)summary["ordersReadWrongly"]));
    }

    private static int Accepted(O2cResult result) => (int?)result.Ends(0).Summary()["accepted"] ?? -1;

    /// <summary>What an audit found, without when and how fast, and without the caches that it found.</summary>
    private static string[] Facts(JsonObject audit) =>
    [
        .. audit["invariants"]!.AsArray().SelectMany(invariant => invariant!["counts"]!.AsArray()
            .Select(count => $"{invariant["name"]}, {invariant["holds"]}: {count!["count"]} {count["what"]}")
            .Where(fact => !fact.Contains("snapshots", StringComparison.Ordinal))),
    ];
}
