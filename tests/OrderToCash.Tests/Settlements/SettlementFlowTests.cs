using System.Collections.Immutable;
using OrderToCash.Application;
using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Hosting;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Ledger;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Tests.Audit;
using OrderToCash.Tests.Orders;

namespace OrderToCash.Tests.Settlements;

/// <summary>
/// Payouts in a whole world: orders, accounts, payments and settlements on the real engine, rows tied to orders by the
/// publisher. After each step the audit holds, and the ledger says where every cent is.
/// </summary>
public sealed partial class SettlementFlowTests
{
    private const string Payout = "paypal/1000000000042";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Report_and_money_meet_in_either_order(bool isReportFirst)
    {
        await using var shop = await Shop.OpenAsync();
        await shop.SellAsync("1", PspStatus.Captured, 100m);
        await shop.SellAsync("2", PspStatus.Captured, 50m, isShipped: false);
        if (isReportFirst)
            await shop.ReportAsync(Sale("1", 10_000, 300), Sale("2", 5_000, 150), Fee(200));
        await shop.PayOutAsync(14_350);
        if (!isReportFirst)
            await shop.ReportAsync(Sale("1", 10_000, 300), Sale("2", 5_000, 150), Fee(200));

        await shop.RestAsync();
        Assert.Equal(PaymentStatus.Settled, (await shop.PaymentAsync()).Status);
        var settlement = await shop.SettlementAsync();
        Assert.Equal((SettlementStatus.Settled, 0), (settlement.Status, settlement.OpenCount));
        // Of the second order the provider has the money that its invoice will settle.
        Assert.Equal(
            "Bank 14350, PspClearing -5000, PspFees 650",
            await shop.LedgerAsync(AccountRole.Revenue, AccountRole.OutputVat));
        await shop.World.ShipAsync("shopify:2", "1", 1);
        Assert.Equal("Bank 14350, PspFees 650", await shop.LedgerAsync(AccountRole.Revenue, AccountRole.OutputVat));
        await shop.AssertHoldsAsync();
    }

    [Fact]
    public async Task An_order_that_the_provider_did_not_promise_is_settled_by_its_row()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.SellAsync("1", null, 100m);
        await shop.ReportAsync(Sale("1", 10_000, 300));
        await shop.PayOutAsync(9_700);
        await shop.RestAsync();
        Assert.Empty((await shop.AccountAsync()).Invoices);
        var row = Assert.Single((await shop.SettlementAsync()).Rows);
        Assert.Equal("RE-2026-0000001", Assert.Single(row.Share!.Allocations).Document);
        Assert.Equal("Bank 9700, PspFees 300", await shop.LedgerAsync(AccountRole.Revenue, AccountRole.OutputVat));
        var order = (OrderState)(await EntityLoad.ReadAsync(
            shop.World.Journal, new EntityId(Kinds.Order, "shopify:1"), default)).State;
        Assert.True(order.IsOver);
        await shop.AssertHoldsAsync();
    }

    [Fact]
    public async Task What_nobody_knows_stays_visible_until_a_person_says_whose_it_is()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ReportAsync(Sale("77", 10_000, 300), Row("t9", SettlementRowKind.Other, null, -100));
        await shop.PayOutAsync(9_600);
        await shop.RestAsync();
        var settlement = await shop.SettlementAsync();
        Assert.Equal(2, settlement.OpenCount);
        Assert.Equal("a person: rows whose customer is not known, 2 of them", settlement.WaitsFor);
        Assert.Equal("Bank 9600, PspFees 300, PspUnallocated -9900", await shop.LedgerAsync());

        await shop.TellAsync(new SettlementCommand.Allocate(
            [
                new RowTarget(0, RowUse.Customer, new AccountId("shopify:c-17"), "shopify:77"),
                new RowTarget(1, RowUse.Other, new AccountId(""), ""),
            ],
            SampleOrders.Ada));
        await shop.RestAsync();
        Assert.Equal(0, (await shop.SettlementAsync()).OpenCount);
        Assert.Equal(
            "Bank 9600, CustomerCredits -10000, OtherTransactions 100, PspFees 300", await shop.LedgerAsync());
        await shop.AssertHoldsAsync();
    }

    [Fact]
    public async Task An_order_that_comes_after_its_row_is_told_when_it_comes()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ReportAsync(Sale("1", 10_000, 300));
        await shop.PayOutAsync(9_700);
        await shop.RestAsync();
        Assert.Equal(1, (await shop.SettlementAsync()).OpenCount);
        await shop.SellAsync("1", PspStatus.Captured, 100m);
        await shop.RestAsync();
        Assert.Equal(0, (await shop.SettlementAsync()).OpenCount);
        Assert.Equal("Bank 9700, PspFees 300", await shop.LedgerAsync(AccountRole.Revenue, AccountRole.OutputVat));
        await shop.AssertHoldsAsync();
    }

    [Fact]
    public async Task A_number_alone_does_not_make_an_order_the_rows()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.SellAsync("1", null, 100m);
        await shop.ReportAsync(Sale("1", 9_900, 300));
        await shop.PayOutAsync(9_600);
        await shop.RestAsync();
        Assert.Equal(1, (await shop.SettlementAsync()).OpenCount);
        Assert.Equal(10_000, Assert.Single((await shop.AccountAsync()).Invoices).Value.OpenMinor);
    }

    [Fact]
    public async Task Refunds_and_chargebacks_open_again_what_was_settled_and_undoing_restores_everything()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.SellAsync("1", PspStatus.Captured, 100m);
        await shop.SellAsync("2", null, 80m);
        var before = await shop.LedgerAsync();
        var accountBefore = await shop.HoldingsAsync();
        await shop.ReportAsync(
            Row("back", SettlementRowKind.Chargeback, "shopify:1", -10_000, 1_500),
            Row("refund", SettlementRowKind.Refund, "RE-2026-0000002", -2_000), Sale("2", 8_000, 240),
            Row("held", SettlementRowKind.Reserve, null, -500),
            Row("usd", SettlementRowKind.Conversion, null, 9_000));
        await shop.PayOutAsync(2_760);
        await shop.RestAsync();
        var settlement = await shop.SettlementAsync();
        Assert.All(settlement.Rows, static row => Assert.Null(row.Reason));
        Assert.Equal(
            [10_000, 2_000],
            (await shop.AccountAsync()).Invoices.Values.OrderBy(static item => item.Number)
                .Select(static item => item.OpenMinor));
        Assert.Equal(
            "Receivables 12000, Bank 2760, PspClearing 10000, PspFees 1740, PspReserves 500, ExchangeDifferences -9000",
            await shop.LedgerAsync(AccountRole.Revenue, AccountRole.OutputVat));
        await shop.AssertHoldsAsync();

        await shop.UndoAsync();
        await shop.RestAsync();
        Assert.Equal(SettlementStatus.Recorded, (await shop.SettlementAsync()).Status);
        Assert.Equal(PaymentStatus.Parked, (await shop.PaymentAsync()).Status);
        Assert.Equal(accountBefore, await shop.HoldingsAsync());
        Assert.Equal(before, await shop.LedgerAsync(AccountRole.Bank, AccountRole.PaymentsInTransit));
        await shop.AssertHoldsAsync();

        await shop.DecideAsync();
        await shop.RestAsync();
        Assert.Equal((SettlementStatus.Settled, 2), (
            (await shop.SettlementAsync()).Status, (await shop.SettlementAsync()).Run));
        await shop.AssertHoldsAsync();
    }

    [Fact]
    public async Task A_refund_of_what_was_never_settled_waits_for_a_person_with_the_reason()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.SellAsync("1", null, 100m);
        await shop.ReportAsync(Row("refund", SettlementRowKind.Refund, "shopify:1", -10_000));
        await shop.PayOutAsync(-10_000);
        await shop.RestAsync();
        var row = Assert.Single((await shop.SettlementAsync()).Rows);
        Assert.Equal((RowStatus.Open, "no refund of this amount is owed to the customer"), (row.Status, row.Reason));
        Assert.Equal("Receivables 10000, Bank -10000, PspRefunds 10000", await shop.LedgerAsync(
            AccountRole.Revenue, AccountRole.OutputVat));
        await shop.AssertHoldsAsync();
    }

    [Fact]
    public async Task Money_that_is_not_the_reports_is_parked_with_the_reason()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ReportAsync(Sale("1", 10_000, 300));
        await shop.PayOutAsync(9_699);
        await shop.RestAsync();
        var payment = await shop.PaymentAsync();
        Assert.Equal(PaymentStatus.Parked, payment.Status);
        Assert.Equal(
            "the report of paypal/1000000000042 pays out 97.00 EUR, the bank booked 96.99 EUR", payment.Reason);
        Assert.Equal("Bank 9699, PaymentsInTransit -9699", await shop.LedgerAsync());
        await shop.AssertHoldsAsync();
    }

    [Fact]
    public async Task Parts_of_a_payout_are_settled_and_undone_together()
    {
        await using var shop = await Shop.OpenAsync();
        await shop.ReportAsync(Sale("1", 10_000, 300));
        await shop.PayOutAsync(6_000, isPart: true);
        await shop.PayOutAsync(3_700, isPart: true);
        await shop.RestAsync();
        Assert.Equal(PaymentStatus.Settled, (await shop.PaymentAsync(1)).Status);
        Assert.Equal(PaymentStatus.Settled, (await shop.PaymentAsync(2)).Status);
        await shop.AssertHoldsAsync();

        await shop.UndoAsync(2);
        await shop.RestAsync();
        var other = await shop.PaymentAsync(1);
        Assert.Equal(PaymentStatus.Parked, other.Status);
        Assert.StartsWith(
            "another part of payout paypal/1000000000042 was undone", other.Reason, StringComparison.Ordinal);
        Assert.Equal("Bank 9700, PaymentsInTransit -9700", await shop.LedgerAsync());
        await shop.AssertHoldsAsync();
    }

    [Fact]
    public async Task What_an_entry_is_made_of_is_kept_with_its_payment_whichever_comes_first()
    {
        await using var shop = await Shop.OpenAsync();
        var details = ImmutableArray.Create(shop.World.Transaction("E-1/1", 60), shop.World.Transaction("E-1/2", 40));
        await shop.World.TellAsync(Kinds.Bank, AuditWorld.Iban.Value, new BankCommand.NoteDetails(
            "E-1", 0, details, SampleOrders.Ada));
        await shop.World.BookAsync("E-1", 100);
        await shop.World.TellAsync(Kinds.Bank, AuditWorld.Iban.Value, new BankCommand.NoteDetails(
            "E-1", 1, [shop.World.Transaction("E-1/3", 1)], SampleOrders.Ada));
        await shop.RestAsync();
        var payment = (PaymentState)(await EntityLoad.ReadAsync(
            shop.World.Journal, new EntityId(Kinds.Payment, AuditWorld.Iban.Value + "/E-1"), default)).State;
        Assert.Equal(100, payment.Transaction!.SignedMinor);
        Assert.Equal(["E-1/1", "E-1/2", "E-1/3"], payment.Details.Select(static one => one.Identity));
        Assert.Equal(
            PaymentReply.Duplicate,
            Payment.Decide(payment, new PaymentCommand.NoteDetails(details, 1), default).Reply);
        await shop.AssertHoldsAsync();
    }

    private static SettlementRow Sale(string order, long gross, long fee) =>
        new("t" + order, SettlementRowKind.Sale, order, gross, fee, gross - fee);

    private static SettlementRow Fee(long fee) => new("fee", SettlementRowKind.Fee, null, 0, fee, -fee);

    private static SettlementRow Row(
        string id, SettlementRowKind kind, string? order, long gross, long fee = 0) =>
        new(id, kind, order, gross, fee, gross - fee);

    /// <summary>A shop whose payouts are told to the engine as a bank and a provider would.</summary>
    private sealed class Shop(AuditWorld world, RowAllocator allocator, Task running, CancellationTokenSource stop)
        : IAsyncDisposable
    {
        private int _payouts;

        public AuditWorld World => world;

        public static async Task<Shop> OpenAsync()
        {
            var allocator = new RowAllocator(TimeProvider.System);
            var world = await AuditWorld.StartAsync(new Watch(allocator));
            var stop = new CancellationTokenSource();
            var running = allocator.RunAsync(world.Journal, world.Host, stop.Token);
            await world.MoveAsync("A-1", MovementKind.Receipt, 100);
            return new Shop(world, allocator, running, stop);
        }

        public async Task SellAsync(string number, PspStatus? paid, decimal price, bool isShipped = true)
        {
            var line = SampleOrders.Line("1", "A-1", 1, price);
            await world.PlaceAsync(Lives.Numbered(
                number, paid is { } status ? SampleOrders.Psp(status, line) : SampleOrders.Content(line)));
            if (isShipped)
                await world.ShipAsync("shopify:" + number, "1", 1);
        }

        public Task ReportAsync(params SettlementRow[] rows) => TellAsync(new SettlementCommand.Record(
            new SettlementReport(
                "paypal", "1000000000042", Currency.Eur, rows.Sum(static row => row.NetMinor),
                DateOnly.FromDateTime(world.Now.Date), [.. rows]),
            SampleOrders.Ada));

        public async Task TellAsync(SettlementCommand command)
        {
            var reply = Assert.IsType<SettlementReply>(await world.TellAsync(Kinds.Settlement, Payout, command));
            Assert.True(reply.IsDone, reply.Detail);
        }

        public async Task PayOutAsync(long minor, bool isPart = false)
        {
            await world.BookAsync($"payout-{++_payouts}", minor);
            await DecideAsync(_payouts, isPart);
        }

        public async Task DecideAsync(int payout = 1, bool isPart = false) => Assert.Equal(
            PaymentReply.Accepted,
            await world.TellAsync(Kinds.Payment, IdOf(payout), new PaymentCommand.Decide(
                new MatchDecision(MatchOutcome.Settle, "payout id", MatchFacts.OfPerson)
                {
                    Payout = Payout, IsPart = isPart,
                },
                SampleOrders.Ada)));

        public async Task UndoAsync(int payout = 1) => Assert.Equal(
            PaymentReply.Accepted,
            await world.TellAsync(
                Kinds.Payment, IdOf(payout), new PaymentCommand.Undo("wrong", SampleOrders.Ada, Rematch: false)));

        /// <summary>Waits until neither the engine nor the publisher has anything to do.</summary>
        public async Task RestAsync()
        {
            do
            {
                await world.QuietAsync();
                while (allocator.PendingCount > 0)
                    await Task.Yield();
                await world.QuietAsync();
            }
            while (allocator.PendingCount > 0);
        }

        public async Task<PaymentState> PaymentAsync(int payout = 1) =>
            (PaymentState)await LoadAsync(Kinds.Payment, IdOf(payout));

        public async Task<SettlementState> SettlementAsync() =>
            (SettlementState)await LoadAsync(Kinds.Settlement, Payout);

        public async Task<CustomerAccountState> AccountAsync() =>
            (CustomerAccountState)await LoadAsync(Kinds.Account, Lives.Account);

        /// <summary>What the account holds, without what it only remembers against repeats.</summary>
        public async Task<string> HoldingsAsync() =>
            Codecs.RecordText.Of(AccountSnapshot.ToSnapshot(await AccountAsync()) with
            {
                AppliedPayments = [],
                UndonePayments = [],
                Settled = [],
                CreditAnswers = [],
            });

        /// <summary>The balances that are not zero, but of these roles.</summary>
        public async Task<string> LedgerAsync(params AccountRole[] without)
        {
            var sums = new Ledger();
            for (var shard = 0; shard < world.Journal.Info.ShardCount; shard++)
                await world.Journal.ReadShardAsync(shard, 0, int.MaxValue, sums, default);
            return string.Join(", ", sums.Balances
                .Where(pair => pair.Value != 0 && !without.Contains(pair.Key))
                .OrderBy(static pair => (int)pair.Key).Select(static pair => $"{pair.Key} {pair.Value}"));
        }

        public async Task AssertHoldsAsync()
        {
            var report = await world.AuditAsync();
            Assert.True(report.Holds, string.Join('\n', report.ToLines()));
            Assert.Equal(0, report.InFlight);
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
            stop.Dispose();
            await world.DisposeAsync();
        }

        private static string IdOf(int payout) => $"{AuditWorld.Iban.Value}/payout-{payout}";

        private async Task<object> LoadAsync(string kind, string id) =>
            (await EntityLoad.ReadAsync(world.Journal, new EntityId(kind, id), default)).State;

        private sealed class Watch(RowAllocator allocator) : IShardObserver
        {
            public void OnCommitted(int shard, IReadOnlyList<CommittedEvent> events) => allocator.OnCommitted(events);

            public void OnDelivered(int shard, long position)
            {
            }

            public void OnNotice(in ShardNotice notice) =>
                        Assert.True(notice.Kind == ShardNoticeKind.Activated, notice.Text);
        }

        private sealed class Ledger : IEventSink
        {
            public Dictionary<AccountRole, long> Balances { get; } = [];

            public void OnEvent(in EventRow row)
            {
                var entity = EntityId.Parse(row.Entity);
                var postings = Postings.Of(
                    entity.Id, EntityKinds.ByName[entity.Kind].Decode(row.Name, row.Version, row.Payload));
                Assert.Equal(0, postings.Sum(static posting => posting.AmountMinor));
                foreach (var posting in postings)
                    Balances[posting.Role] = Balances.GetValueOrDefault(posting.Role) + posting.AmountMinor;
            }
        }
    }
}
