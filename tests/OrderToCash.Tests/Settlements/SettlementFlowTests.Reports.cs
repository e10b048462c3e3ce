using System.Globalization;
using System.Text;
using System.Text.Json;
using OrderToCash.Adapters.Banks;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Tests.Audit;
using OrderToCash.Tests.Orders;

namespace OrderToCash.Tests.Settlements;

/// <content>Reports as files, on the way that bank files take.</content>
public sealed partial class SettlementFlowTests
{
    private const string Stripe =
        "automatic_payout_id,automatic_payout_effective_at_utc,balance_transaction_id,created_utc,currency,gross,"
        + "fee,net,reporting_category,source_id,description,payment_metadata[order_id]\n"
        + "po_1,2026-03-18 00:00:00,txn_1,2026-03-15 10:00:00,eur,100.00,3.00,97.00,charge,ch_1,Order 1,1\n";

    [Fact]
    public async Task A_report_among_bank_files_is_told_by_its_content_and_counts_once()
    {
        await using var shop = await Shop.OpenAsync();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Stripe));
        using var source = await BankSources.OpenAsync("kontoauszug.txt", stream, SampleOrders.Ada, default);
        var intake = new VolatileIntakeStore();
        var first = await new Pipeline(shop.World.Host, intake, TimeProvider.System)
            .RunAsync(source, "bank", "test", default);
        Assert.Equal((1, 0, 0), (first.Accepted, first.Duplicates, first.Rejected));

        Assert.Equal("duplicate", await AgainAsync(Stripe));
        Assert.Equal("exists-with-different-content", await AgainAsync(Stripe.Replace(",1\n", ",2\n")));

        async Task<string?> AgainAsync(string text)
        {
            using var again = new MemoryStream(Encoding.UTF8.GetBytes(text));
            using var opened = await BankSources.OpenAsync("report", again, SampleOrders.Ada, default);
            IntakeOutcome? outcome = null;
            await new Pipeline(
                shop.World.Host, new VolatileIntakeStore(), TimeProvider.System, (_, became) => outcome = became)
                .RunAsync(opened, "bank", "test", default);
            return outcome?.Reason ?? outcome?.Word;
        }
    }

    [SharedDataTheory("cashapp/mixed/psp", "cashapp/hard/psp")]
    [InlineData("mixed")]
    [InlineData("hard")]
    public async Task Labelled_reports_settle_the_items_that_they_should(string set)
    {
        var folder = SharedData.FullPath("cashapp/" + set);
        var truth = File.ReadLines(Path.Combine(folder, "settlement_truth.jsonl"))
            .Select(static line => JsonDocument.Parse(line).RootElement).ToList();
        await using var shop = await Shop.OpenAsync();
        var documents = await ImportAsync(shop, folder, truth);
        foreach (var path in Directory.GetFiles(Path.Combine(folder, "psp")))
        {
            using var source = await BankSources.OpenAsync(path, SampleOrders.Ada, default);
            await foreach (var item in source.ReadAsync(0, default))
            {
                var (to, command) = Assert.Single(item.Commands);
                var report = Assert.IsType<SettlementCommand.Record>(command).Report;
                await shop.World.TellAsync(to.Kind, to.Id, command);
                await shop.World.BookAsync(to.Id, report.PayoutMinor);
                await shop.World.TellAsync(
                    Kinds.Payment, AuditWorld.Iban.Value + "/" + to.Id, new PaymentCommand.Decide(
                        new MatchDecision(MatchOutcome.Settle, "payout id", MatchFacts.OfPerson) { Payout = to.Id },
                        SampleOrders.Ada));
            }
        }

        await shop.RestAsync();
        foreach (var row in truth.Where(static row => row.GetProperty("kind").GetString() == "sale"))
        {
            var id = $"{row.GetProperty("provider").GetString()}/{row.GetProperty("payout").GetString()}";
            var settlement = (SettlementState)(await EntityLoad.ReadAsync(
                shop.World.Journal, new EntityId(Kinds.Settlement, id), default)).State;
            Assert.Equal(SettlementStatus.Settled, settlement.Status);
            var index = settlement.Report!.Rows.Select(static one => one.Id).ToList()
                .IndexOf(row.GetProperty("row").GetString()!);
            var applied = Assert.Single(settlement.Rows[index].Share!.Allocations);
            Assert.Equal(documents[row.GetProperty("item").GetString()!], applied.Document);
            Assert.Equal(0, applied.OpenMinor);
        }

        await shop.AssertHoldsAsync();
    }

    // The open items that the reports pay, as the set lists them.
    private static async Task<Dictionary<string, string>> ImportAsync(
        Shop shop, string folder, List<JsonElement> truth)
    {
        var wanted = truth.Select(static row => row.GetProperty("item").GetString()!).ToHashSet();
        var documents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Combine(folder, "open_items.csv")).Skip(1))
        {
            var fields = line.Split(',');
            if (!wanted.Contains(fields[0]))
                continue;
            var minor = (long)(decimal.Parse(fields[8], CultureInfo.InvariantCulture) * 100);
            documents[fields[0]] = fields[3];
            await shop.World.TellAsync(Kinds.Account, "erp:" + fields[2], new AccountCommand.ImportItem(
                new ImportedItem(
                    fields[3], ItemKind.Invoice, fields[4], null, new DateOnly(2026, 1, 31), new DateOnly(2026, 3, 2),
                    minor, Currency.Eur, [], new ImportedCustomer(fields[2], null, [])),
                SampleOrders.Ada));
        }

        return documents;
    }
}
