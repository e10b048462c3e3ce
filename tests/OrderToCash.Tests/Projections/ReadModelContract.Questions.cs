using System.Collections.Immutable;
using OrderToCash.Application;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Ledger;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Tests.Projections;

/// <content>Answers, beside what the entities themselves say.</content>
public abstract partial class ReadModelContract
{
    [ContractFact]
    public async Task Orders_are_as_their_entities()
    {
        await using var world = await ProjectedWorld.StartAsync(11);
        var questions = await FilledAsync(world);
        var orders = await AllAsync<OrderState>(world, EntityKinds.Order);
        Assert.True(orders.Count > 20);
        foreach (var order in orders)
        {
            if (order.Content is not { } content)
            {
                Assert.Null(await questions.FindOrderAsync(order.Id.Value, default));
                continue;
            }

            var found = await questions.FindOrderAsync(order.Id.Value, default);
            Assert.NotNull(found);
            Assert.Equal(order.Status, found.Status);
            Assert.Equal(order.TotalMinor, found.TotalMinor);
            Assert.Equal(content.Customer, found.Customer);
            Assert.Equal(content.ShipTo, found.ShipTo);
            Assert.Equal(order.WaitsFor().AsEnumerable(), found.WaitsFor.AsEnumerable());
            Assert.Equal(order.Shipments.Length, found.Shipments.Length);
            Assert.Equal(
                order.Lines.Select(line => (line.Ordered, line.Reserved, line.Backordered, line.Shipped)),
                found.Lines.Select(line => (line.Quantity, line.Reserved, line.Backordered, line.Shipped)));
            Assert.Equal(
                order.Invoices.Select(invoice => (invoice.Number, invoice.OpenMinor)),
                found.Invoices.Select(invoice => (invoice.Number, invoice.OpenMinor)));
        }

        Assert.Null(await questions.FindOrderAsync("shopify:none", default));
    }

    [ContractFact]
    public async Task Stock_is_as_its_entities()
    {
        await using var world = await ProjectedWorld.StartAsync(12);
        var questions = await FilledAsync(world);
        var items = await AllAsync<StockState>(world, EntityKinds.Stock);
        var rows = await EveryAsync(page => questions.ListStockAsync(new StockQuery(), page, default), 2);
        Assert.Equal(
            items.Select(item => item.Sku.Value).Order(StringComparer.Ordinal), rows.Select(row => row.Sku));
        foreach (var item in items)
        {
            var row = await questions.FindStockAsync(item.Sku.Value, default);
            Assert.NotNull(row);
            Assert.Equal(
                (item.OnHand, item.SafetyStock, item.Reserved, item.Allocated, item.Waiting, item.ShortfallPieces),
                (row.OnHand, row.SafetyStock, row.Reserved, row.Allocated, row.Waiting, row.ShortfallPieces));
            Assert.Equal(item.AvailableToPromise, row.AvailableToPromise);
            Assert.Equal(
                item.Warehouses.OrderBy(shelf => shelf.Name, StringComparer.Ordinal)
                    .Select(shelf => (shelf.Name, (long)shelf.OnHand, (long)shelf.Allocated)),
                row.Warehouses.Select(shelf => (shelf.Warehouse, shelf.OnHand, shelf.Allocated)));
        }

        var inHamburg = await EveryAsync(
            page => questions.ListStockAsync(new StockQuery("A", "HAM1"), page, default), 3);
        Assert.All(inHamburg, row => Assert.Equal("HAM1", Assert.Single(row.Warehouses).Warehouse));
    }

    [ContractFact]
    public async Task Accounts_are_as_their_entities()
    {
        await using var world = await ProjectedWorld.StartAsync(13);
        var questions = await FilledAsync(world);
        var accounts = await AllAsync<CustomerAccountState>(world, EntityKinds.Account);
        Assert.NotEmpty(accounts);
        foreach (var account in accounts)
        {
            var balances = await questions.ReadAccountAsync(account.Id.Value, default);
            foreach (var totals in account.Totals)
            {
                var balance = balances.Single(one => one.Currency == totals.Currency.Code);
                Assert.Equal(
                    (totals.OpenInvoicesMinor, totals.GrantedMinor, totals.OnAccountMinor, totals.RefundProposedMinor),
                    (balance.OpenInvoicesMinor, balance.GrantedMinor, balance.OnAccountMinor,
                        balance.RefundProposedMinor));
                Assert.Equal(totals.ExposureMinor, balance.ExposureMinor);
                Assert.Equal(
                    account.Orders.Values.Sum(order => order.PrepaymentMinor), balance.OpenPrepaymentsMinor);
                Assert.Equal(account.Orders.Values.Sum(order => order.AdvanceMinor), balance.AdvancesMinor);
            }

            var items = await EveryAsync(
                page => questions.ListOpenItemsAsync(new OpenItemQuery(account.Id.Value), page, default), 3);
            Assert.Equal(
                account.Invoices.Values.Select(item => (item.Number, item.OpenMinor))
                    .Concat(account.Orders.Values.Where(order => order.PrepaymentMinor > 0)
                        .Select(order => (Number: order.Id.Value, OpenMinor: order.PrepaymentMinor)))
                    .Order(),
                items.Select(item => (Number: item.Document, item.OpenMinor)).Order());
        }
    }

    [ContractFact]
    public async Task Payments_and_the_ledger_are_as_the_events()
    {
        await using var world = await ProjectedWorld.StartAsync(14);
        var questions = await FilledAsync(world);
        var payments = await AllAsync<PaymentState>(world, EntityKinds.Payment);
        var rows = await EveryAsync(page => questions.ListPaymentsAsync(new PaymentQuery(), page, default), 4);
        Assert.Equal(
            payments.Select(payment => (payment.Id.Value, payment.Status)).Order(),
            rows.Select(row => (Value: row.PaymentId, row.Status)).Order());
        foreach (var status in (PaymentStatus[])[PaymentStatus.Applied, PaymentStatus.Parked])
        {
            var some = await EveryAsync(
                page => questions.ListPaymentsAsync(new PaymentQuery(status), page, default), 3);
            Assert.Equal(rows.Where(row => row.Status == status), some);
        }

        Assert.All(rows.Take(20), row => Assert.Equal(
            row, questions.FindPaymentAsync(row.PaymentId, default).AsTask().Result?.Payment));

        var trial = await questions.ReadTrialBalanceAsync(null, null, default);
        Assert.NotEmpty(trial);
        Assert.Equal(0, trial.Sum(row => row.BalanceMinor));
        var entries = await EveryAsync(page => questions.ListLedgerAsync(new LedgerQuery(), page, default), 7);
        Assert.All(entries, entry => Assert.Equal(0, entry.Postings.Sum(posting => posting.AmountMinor)));
        Assert.Equal(
            trial.Where(row => row.Role == AccountRole.Receivables).Sum(row => row.BalanceMinor),
            entries.SelectMany(entry => entry.Postings).Where(posting => posting.Role == AccountRole.Receivables)
                .Sum(posting => posting.AmountMinor));
        var bank = await EveryAsync(
            page => questions.ListLedgerAsync(new LedgerQuery(Role: AccountRole.Bank), page, default), 5);
        Assert.Equal(payments.Count, bank.Count);
    }

    [ContractFact]
    public async Task Pages_of_orders_fit_their_filters_and_lose_none()
    {
        await using var world = await ProjectedWorld.StartAsync(15);
        var questions = await FilledAsync(world);
        var all = await EveryAsync(page => questions.ListOrdersAsync(new OrderQuery(), page, default), 7);
        var states = (await AllAsync<OrderState>(world, EntityKinds.Order)).Where(order => order.Content is not null)
            .ToDictionary(order => order.Id.Value);
        Assert.Equal(states.Keys.Order(StringComparer.Ordinal), all.Select(row => row.OrderId).Order());
        Assert.Equal(
            all.OrderByDescending(row => row.PlacedAt).ThenByDescending(row => row.OrderId, StringComparer.Ordinal),
            all);

        var (from, before) = (all[all.Count / 2].PlacedAt, all[all.Count / 4].PlacedAt);
        await CheckAsync(new OrderQuery(Status: OrderStatus.Closed), row => row.Status == OrderStatus.Closed);
        await CheckAsync(new OrderQuery(AccountId: all[0].AccountId), row => row.AccountId == all[0].AccountId);
        await CheckAsync(new OrderQuery(Channel: "amazon"), _ => false);
        await CheckAsync(new OrderQuery(Channel: "shopify", Currency: "EUR"), _ => true);
        await CheckAsync(
            new OrderQuery(Sku: "A-1", MinTotalMinor: 20_000),
            row => row.TotalMinor >= 20_000 && states[row.OrderId].FindSku(new("A-1")) >= 0);
        await CheckAsync(
            new OrderQuery(Warehouse: "HAM1", MaxTotalMinor: 50_000),
            row => row.TotalMinor <= 50_000 && HadToDoWith(states[row.OrderId], "HAM1"), isSubset: true);
        await CheckAsync(
            new OrderQuery(PlacedFrom: from, PlacedBefore: before, Status: OrderStatus.Rejected),
            row => row.PlacedAt >= from && row.PlacedAt < before && row.Status == OrderStatus.Rejected);
        foreach (var cursor in (string[])["nonsense", "x", "====", "a b", "", "b3JkZXJzfDF", new string('A', 9_000)])
        {
            await Assert.ThrowsAsync<InvalidCursorException>(async () => await questions.ListOrdersAsync(
                new OrderQuery(), new PageRequest(5, cursor), default));
        }

        async Task CheckAsync(OrderQuery query, Func<OrderRow, bool> fits, bool isSubset = false)
        {
            var found = await EveryAsync(page => questions.ListOrdersAsync(query, page, default), 3);
            var expected = all.Where(fits).ToList();
            var ids = found.ConvertAll(static row => (row.OrderId, row.Version));
            var expectedIds = expected.ConvertAll(static row => (row.OrderId, row.Version));
            if (isSubset)
                Assert.Empty(expectedIds.Except(ids));
            else
                Assert.Equal(expectedIds, ids);
        }
    }

    [ContractFact]
    public async Task Work_waits_in_its_queues()
    {
        await using var world = await ProjectedWorld.StartAsync(16);
        var questions = await FilledAsync(world);
        var states = await AllAsync<OrderState>(world, EntityKinds.Order);
        var counts = (await questions.CountQueuesAsync(new DateOnly(2100, 1, 1), default))
            .ToDictionary(count => count.Queue, count => count.Count);
        Assert.Equal(states.Count(order => !order.Holds.IsEmpty), counts[WorkQueue.Held]);
        Assert.Equal(states.Count(order => order.Pieces.Backordered > 0), counts[WorkQueue.Backordered]);
        Assert.True(counts[WorkQueue.Overdue] > 0);
        foreach (var queue in (WorkQueue[])
            [WorkQueue.Review, WorkQueue.Credit, WorkQueue.Prepayment, WorkQueue.Backordered, WorkQueue.Held])
        {
            var rows = await EveryAsync(page => questions.ListQueueAsync(queue, page, default), 2);
            Assert.Equal(counts[queue], rows.Count);
            Assert.Equal(rows.OrderBy(row => row.PlacedAt).ThenBy(row => row.OrderId, StringComparer.Ordinal), rows);
        }

        var picks = new List<Pick>();
        foreach (var warehouse in (string[])["BER1", "HAM1"])
        {
            picks.AddRange(await EveryAsync(page => questions.ListPicksAsync(warehouse, page, default), 2));
            foreach (var pick in picks.Where(pick => pick.Warehouse == warehouse))
            {
                var order = states.Single(one => one.Id.Value == pick.OrderId);
                Assert.Equal(
                    OrderScan.PicksOf(order, warehouse).Select(line => (line.LineId, line.Quantity)),
                    pick.Lines.Select(line => (line.LineId, line.Quantity)));
            }
        }

        Assert.Equal(counts[WorkQueue.ToShip], picks.Count);
        var toShip = await EveryAsync(page => questions.ListQueueAsync(WorkQueue.ToShip, page, default), 2);
        Assert.Equal(
            picks.Select(pick => pick.OrderId).Distinct().Order(), toShip.Select(row => row.OrderId).Order());
    }

    [ContractFact]
    public async Task Orders_are_found_by_the_beginnings_of_words()
    {
        await using var world = await ProjectedWorld.StartAsync(17);
        var questions = await FilledAsync(world);
        var all = await EveryAsync(page => questions.ListOrdersAsync(new OrderQuery(), page, default), 50);
        var one = all[all.Count / 3];
        Assert.Contains(
            await questions.SearchOrdersAsync(one.OrderNumber, 500, default), row => row.Version == one.Version);
        Assert.Contains(await questions.SearchOrdersAsync("Must ADA", 500, default), row => row.Version == one.Version);
        var byMail = await questions.SearchOrdersAsync("a@exam", 10, default);
        Assert.Equal(10, byMail.Length);
        Assert.NotEmpty(await questions.SearchOrdersAsync("a-1 muster", 500, default));
        Assert.Empty(await questions.SearchOrdersAsync("a-1 nobody", 500, default));
        Assert.Empty(await questions.SearchOrdersAsync("\"'*(%", 500, default));
        Assert.Empty(await questions.SearchOrdersAsync("ustera", 500, default));
    }

    [ContractFact]
    public async Task Days_add_up_to_the_orders()
    {
        await using var world = await ProjectedWorld.StartAsync(18);
        var questions = await FilledAsync(world);
        var states = (await AllAsync<OrderState>(world, EntityKinds.Order))
            .Where(order => order.Content is not null).ToList();
        var days = await questions.ReadDailyFiguresAsync(new DateOnly(2000, 1, 1), new DateOnly(2100, 1, 1), default);
        Assert.Equal(states.Count, days.Sum(day => day.OrdersPlaced));
        Assert.Equal(states.Sum(order => order.TotalMinor), days.Sum(day => day.PlacedMinor));
        Assert.Equal(states.Count(order => order.IsRejected || order.IsCancelled), days.Sum(day => day.OrdersEnded));
        Assert.Equal(states.Sum(order => (long)order.Pieces.Shipped), days.Sum(day => day.PiecesShipped));
        Assert.Equal(
            states.SelectMany(order => order.Invoices).Where(invoice => invoice.Number is not null)
                .Sum(invoice => invoice.GrossMinor),
            days.Sum(day => day.InvoicedMinor));
        Assert.True(days.Sum(day => day.PaidMinor) > 0);
    }

    private static bool HadToDoWith(OrderState order, string warehouse) =>
        order.Shipments.Any(shipment => shipment.Warehouse == warehouse)
        || order.Skus.Any(sku => sku.Warehouses.Any(part => part.Warehouse == warehouse));

    private static async Task<IReadOnlyList<T>> AllAsync<T>(ProjectedWorld world, EntityKind kind)
        where T : class => await EntityScan.RunAsync<T, T>(
            world.World.Journal, kind, 1, static _ => false, static state => state, default);

    private static async Task<List<T>> EveryAsync<T>(Func<PageRequest, ValueTask<Page<T>>> ask, int size)
    {
        var all = new List<T>();
        string? next = null;
        do
        {
            var page = await ask(new PageRequest(size, next));
            Assert.True(page.Items.Length <= size);
            all.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null);
        return all;
    }

    private async Task<IReadModel> FilledAsync(ProjectedWorld world)
    {
        var store = CreateFor(world);
        world.Follow(store.Place);
        for (var round = 0; round < 20; round++)
        {
            await world.StepAsync(100);
            await world.World.QuietAsync();
        }

        await world.CatchUpAsync();
        return store.Questions;
    }
}
