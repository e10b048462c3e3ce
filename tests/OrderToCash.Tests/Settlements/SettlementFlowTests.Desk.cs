using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Ledger;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Reading;
using OrderToCash.Tests.Audit;
using OrderToCash.Tests.Orders;

namespace OrderToCash.Tests.Settlements;

/// <content>What a person says of rows, and the list of payouts.</content>
public sealed partial class SettlementFlowTests
{
    [Fact]
    public async Task A_row_that_a_person_gives_to_a_customer_settles_the_document()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.SellAsync("1", null, 100m);
        await shop.ReportAsync(Fee(100), Sale("77", 10_000, 300));
        await shop.PayOutAsync(9_600);
        await shop.RestAsync();

        var answer = await AllocateAsync(shop, 2, "RE-2026-0000001");

        Assert.Null(answer.Refusal);
        var shown = SettlementAnswers.Of(answer, 2);
        Assert.Equal(
            ("accepted", 2, "settled", Lives.Account),
            ((string?)shown["result"], (int?)shown["row"], (string?)shown["status"], (string?)shown["account"]));
        var settled = Assert.Single(shown["settled"]!.AsArray())!;
        Assert.Equal(
            ("RE-2026-0000001", "100.00", "0.00"),
            ((string?)settled["document"], (string?)settled["amount"], (string?)settled["stillOpen"]));
        await shop.RestAsync();
        Assert.Empty((await shop.AccountAsync()).Invoices);
        Assert.Equal("Bank 9600, PspFees 400", await shop.LedgerAsync(AccountRole.Revenue, AccountRole.OutputVat));

        Assert.True((await AllocateAsync(shop, 2, "RE-2026-0000001")).IsRepeat);
        var other = (await AllocateAsync(shop, 2, "shopify:1")).Refusal;
        Assert.Equal("row-not-open", other?.Reason);
        Assert.EndsWith("undo the payout first", other?.Found, StringComparison.Ordinal);
        await shop.AssertHoldsAsync();
    }

    [Fact]
    public async Task A_row_is_not_given_to_what_is_not_there()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.SellAsync("1", null, 100m);
        await shop.ReportAsync(Fee(100), Sale("77", 10_000, 300));

        Assert.Equal("unknown-settlement", await RefusedAsync("paypal/404", 2, Lives.Account, "RE-2026-0000001"));
        Assert.Equal("no-such-row", await RefusedAsync(Payout, 0, Lives.Account, "RE-2026-0000001"));
        Assert.Equal("no-such-row", await RefusedAsync(Payout, 3, Lives.Account, "RE-2026-0000001"));
        Assert.Equal("unknown-customer", await RefusedAsync(Payout, 2, "shopify:nobody", "RE-2026-0000001"));
        Assert.Equal("unknown-document", await RefusedAsync(Payout, 2, Lives.Account, "RE-2026-0000404"));
        Assert.Equal("row-not-open", await RefusedAsync(Payout, 1, Lives.Account, "RE-2026-0000001"));
        Assert.Equal(1, (await shop.SettlementAsync()).OpenCount);

        // The money is not there yet: the row is the customer's, and the account is asked when it comes.
        var answer = await AllocateAsync(shop, 2, "shopify:1");
        Assert.Equal("waits for the payout", (string?)SettlementAnswers.Of(answer, 2)["status"]);
        await shop.PayOutAsync(9_600);
        await shop.RestAsync();
        Assert.Empty((await shop.AccountAsync()).Invoices);
        await shop.AssertHoldsAsync();

        async Task<string?> RefusedAsync(string settlement, int row, string customer, string document) =>
            (await AllocateAsync(shop, row, document, settlement, customer)).Refusal?.Reason;
    }

    [Fact]
    public async Task What_the_account_refuses_is_said_and_the_row_is_open_again()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.SellAsync("1", null, 100m);
        await shop.ReportAsync(Row("t1", SettlementRowKind.Chargeback, null, -10_000));
        await shop.PayOutAsync(-10_000);
        await shop.RestAsync();

        var refusal = (await AllocateAsync(shop, 1, "RE-2026-0000001")).Refusal;

        Assert.Equal(
            ("refused-by-account", "nothing of it is settled, says account " + Lives.Account),
            (refusal?.Reason, refusal?.Found));
        Assert.Equal(1, (await shop.SettlementAsync()).OpenCount);
        await shop.AssertHoldsAsync();
    }

    [Fact]
    public async Task Payouts_are_listed_by_id_page_by_page_with_what_is_unallocated()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.SellAsync("1", PspStatus.Captured, 100m);
        await shop.ReportAsync(
            Sale("1", 10_000, 300), Sale("77", 5_000, 150), Row("t9", SettlementRowKind.Refund, "78", -1_000));
        foreach (var payout in (string[])["po_2", "po_1"])
        {
            await shop.World.TellAsync(Kinds.Settlement, "stripe/" + payout, new SettlementCommand.Record(
                new SettlementReport("stripe", payout, Currency.Eur, -200, null, [Fee(200)]), SampleOrders.Ada));
        }

        await shop.RestAsync();

        var first = await SettlementAnswers.ListAsync(shop.World.Journal, new PageRequest(2), default);
        Assert.Equal(["paypal/1000000000042", "stripe/po_1"], IdsOf(first));
        Assert.Equal("stripe/po_1", (string?)first["next"]);
        var line = first["settlements"]![0]!.DeepClone();
        Assert.Equal(
            ("paypal", "1000000000042", "135.50", "EUR", "recorded"),
            ((string?)line["provider"], (string?)line["payout"], (string?)line["amount"], (string?)line["currency"],
                (string?)line["status"]));
        Assert.Equal(shop.World.Now.ToString("yyyy-MM-dd"), (string?)line["date"]);
        Assert.Equal(
            (3, 2, "40.00"),
            ((int?)line["rows"], (int?)line["unallocatedRows"], (string?)line["unallocated"]));
        var last = await SettlementAnswers.ListAsync(
            shop.World.Journal, new PageRequest(2, (string?)first["next"]), default);
        Assert.Equal(["stripe/po_2"], IdsOf(last));
        Assert.Null(last["next"]);
        Assert.Equal("0.00", (string?)last["settlements"]![0]!["unallocated"]);
    }

    private static IEnumerable<string?> IdsOf(System.Text.Json.Nodes.JsonObject page) =>
        page["settlements"]!.AsArray().Select(static line => (string?)line!["settlement"]);

    private static Task<RowAnswer> AllocateAsync(
        Shop shop, int row, string document, string settlement = Payout, string customer = Lives.Account) =>
        new RowDesk(
            shop.World.Journal, TimeProvider.System,
            (entity, command) => shop.World.Host.AskAsync(entity, command, new Origin("test", "ada"), default))
            .AllocateAsync(settlement, row, new AccountId(customer), document, SampleOrders.Ada, default);
}
