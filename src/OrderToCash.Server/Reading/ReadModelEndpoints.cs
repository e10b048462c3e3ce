using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Ledger;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Api;
using OrderToCash.Server.Keys;
using OrderToCash.Server.Views;

namespace OrderToCash.Server.Reading;

/// <summary>The endpoints that read lists, from the read models' tables: usually a fraction of a second old.</summary>
internal sealed class ReadModelEndpoints(ServedStore store)
{
    private const int UsualFound = 50;

    private static readonly ApiParameter Limit =
        new("limit", "integer", $"At most so many, 1 to {PageRequest.MaxSize}; else {PageRequest.DefaultSize}.");

    private static readonly ApiParameter After =
        new("after", "string", "The cursor of the page before, its `next`.");

    private IReadModel Model => store.ReadModel;

    /// <summary>The endpoints.</summary>
    public IEnumerable<ApiEndpoint> All() =>
    [
        Get("/v1/orders", "Orders that fit every filter, newest first; or found by search.", OrdersAsync,
        [
            new("search", "string", "Words of order number, customer or SKU; with no other filter."),
            new("status", "string", "As orders show it, `on-hold`."), new("channel", "string", "The sales channel."),
            new("account", "string", "The customer account."), new("warehouse", "string", "The warehouse."),
            new("sku", "string", "With a line of this SKU."),
            new("placedFrom", "string", "Placed at or after this time."),
            new("placedBefore", "string", "Placed before this time."),
            new("minTotalMinor", "integer", "Total at least this, in cents."),
            new("maxTotalMinor", "integer", "Total at most this, in cents."),
            new("currency", "string", "ISO 4217 code."), Limit, After,
        ]),
        Get("/v1/picks", "What a warehouse is to ship, oldest order first; it answers with the same as shipments.",
            PicksAsync, [new("warehouse", "string", "The warehouse.", IsRequired: true), Limit, After]),
        Get("/v1/stock", "Stock by SKU.", StockAsync,
        [
            new("prefix", "string", "SKUs that begin with this."), new("warehouse", "string", "In this warehouse."),
            new("short", "boolean", "Only where promises exceed what is there."), Limit, After,
        ]),
        Get("/v1/accounts/{id}/balances", "A customer account's balances, one a currency.", BalancesAsync, []),
        Get("/v1/open-items", "Invoices and prepayments of which something is open, the earliest due first.",
            OpenItemsAsync,
        [
            new("account", "string", "The customer account."), new("kind", "string", "invoice or prepayment."),
            new("dueBefore", "string", "Due before this day."), Limit, After,
        ]),
        Get("/v1/payments", "Payments that fit every filter, newest first.", PaymentsAsync,
        [
            new("status", "string", "As payments show it, `parked`."), new("ownAccount", "string", "Own IBAN."),
            new("account", "string", "The customer account."), new("from", "string", "The first booking day."),
            new("to", "string", "The last booking day."), Limit, After,
        ]),
        Get("/v1/ledger", "Double entries that fit every filter, newest first.", LedgerAsync,
        [
            new("from", "string", "The first day."), new("to", "string", "The last day."),
            new("role", "string", "With a posting of this role, `revenue`."),
            new("entity", "string", "Of this customer account or payment."), Limit, After,
        ]),
        Get("/v1/trial-balance", "Debit and credit of each ledger account.", TrialBalanceAsync,
            [new("from", "string", "The first day."), new("to", "string", "The last day.")]),
        Get("/v1/queues", "How much work waits for whom.", QueuesAsync, []),
        Get("/v1/queues/{queue}", "The orders that wait in a queue, oldest first.", QueueAsync, [Limit, After]),
        Get("/v1/holds", "The holds of orders with their evidence, oldest order first.", HoldsAsync, [Limit, After]),
        Get("/v1/daily-figures", "What happened on each day.", DailyAsync,
        [
            new("from", "string", "The first day.", IsRequired: true),
            new("to", "string", "The last day.", IsRequired: true),
        ]),
        Get("/v1/read-models", "How far the lists have followed the journal.", StatusAsync, []),
    ];

    private static ApiEndpoint Get(
        string path, string summary, Func<HttpContext, Task<JsonObject>> read, ImmutableArray<ApiParameter> query) =>
        new(HttpMethods.Get, path, Roles.Read, summary, async context =>
        {
            try
            {
                QueryValues.RefuseOthers(context, query);
                await JsonAnswer.WriteTaggedAsync(context, await read(context));
            }
            catch (InvalidCursorException exception)
            {
                throw QueryValues.Refused(
                    After.Name, QueryValues.Text(context, After.Name) ?? "", exception.Message);
            }
            catch (ReadModelUnavailableException)
            {
                throw new ProblemException(Problem.StoreAway);
            }
        })
        {
            Query = query,
        };

    private async Task<JsonObject> OrdersAsync(HttpContext context)
    {
        if (QueryValues.Text(context, "search") is { } text)
        {
            QueryValues.RefuseBeside(context, "search", Limit.Name);
            var found = await Model.SearchOrdersAsync(
                text, QueryValues.Limit(context, UsualFound, PageRequest.MaxSize), context.RequestAborted);
            return ReadModelViews.Page("orders", new Page<OrderRow>(found, null), ReadModelViews.Of);
        }

        var query = new OrderQuery(
            QueryValues.Word<OrderStatus>(context, "status"), QueryValues.Text(context, "channel"),
            QueryValues.Text(context, "account"), QueryValues.Text(context, "warehouse"),
            QueryValues.Text(context, "sku"), QueryValues.Time(context, "placedFrom"),
            QueryValues.Time(context, "placedBefore"), QueryValues.Integer(context, "minTotalMinor"),
            QueryValues.Integer(context, "maxTotalMinor"), QueryValues.Text(context, "currency"));
        return ReadModelViews.Page(
            "orders", await Model.ListOrdersAsync(query, QueryValues.Page(context), context.RequestAborted),
            ReadModelViews.Of);
    }

    /// <summary>The tables say which orders, the journal what of them: nothing that is shipped is listed.</summary>
    private async Task<JsonObject> PicksAsync(HttpContext context)
    {
        var warehouse = QueryValues.RequiredText(context, "warehouse");
        var page = await Model.ListPicksAsync(warehouse, QueryValues.Page(context), context.RequestAborted);
        var picks = new JsonArray();
        foreach (var pick in page.Items)
        {
            var order = await EntityLoad.ReadAsync(
                store.Journal, new EntityId(Kinds.Order, pick.OrderId), context.RequestAborted);
            if (order.State is OrderState state
                && OrderAnswers.Pick(state, warehouse, store.Time.GetUtcNow()) is { } found)
            {
                picks.Add(found);
            }
        }

        return new JsonObject { ["picks"] = picks, ["next"] = page.Next };
    }

    private async Task<JsonObject> StockAsync(HttpContext context) => ReadModelViews.Page(
        "stock",
        await Model.ListStockAsync(
            new StockQuery(
                QueryValues.Text(context, "prefix"), QueryValues.Text(context, "warehouse"),
                QueryValues.Flag(context, "short")),
            QueryValues.Page(context), context.RequestAborted),
        ReadModelViews.Of);

    private async Task<JsonObject> BalancesAsync(HttpContext context) => new()
    {
        ["balances"] = Nodes.List(
            await Model.ReadAccountAsync(EntityPaths.Segment(context, 2), context.RequestAborted), ReadModelViews.Of),
    };

    private async Task<JsonObject> OpenItemsAsync(HttpContext context) => ReadModelViews.Page(
        "openItems",
        await Model.ListOpenItemsAsync(
            new OpenItemQuery(
                QueryValues.Text(context, "account"), QueryValues.Word<ItemKind>(context, "kind"),
                QueryValues.Day(context, "dueBefore")),
            QueryValues.Page(context), context.RequestAborted),
        ReadModelViews.Of);

    private async Task<JsonObject> PaymentsAsync(HttpContext context) => ReadModelViews.Page(
        "payments",
        await Model.ListPaymentsAsync(
            new PaymentQuery(
                QueryValues.Word<PaymentStatus>(context, "status"), QueryValues.Text(context, "ownAccount"),
                QueryValues.Text(context, "account"), QueryValues.Day(context, "from"),
                QueryValues.Day(context, "to")),
            QueryValues.Page(context), context.RequestAborted),
        ReadModelViews.Of);

    private async Task<JsonObject> LedgerAsync(HttpContext context) => ReadModelViews.Page(
        "entries",
        await Model.ListLedgerAsync(
            new LedgerQuery(
                QueryValues.Day(context, "from"), QueryValues.Day(context, "to"),
                QueryValues.Word<AccountRole>(context, "role"), QueryValues.Text(context, "entity")),
            QueryValues.Page(context), context.RequestAborted),
        ReadModelViews.Of);

    private async Task<JsonObject> TrialBalanceAsync(HttpContext context) => new()
    {
        ["accounts"] = Nodes.List(
            await Model.ReadTrialBalanceAsync(
                QueryValues.Day(context, "from"), QueryValues.Day(context, "to"), context.RequestAborted),
            ReadModelViews.Of),
    };

    private async Task<JsonObject> QueuesAsync(HttpContext context)
    {
        var today = SellerCalendar.DateOf(store.Time.GetUtcNow());
        return new JsonObject
        {
            ["queues"] = Nodes.List(
                await Model.CountQueuesAsync(today, context.RequestAborted),
                queue => new JsonObject { ["queue"] = Nodes.Word(queue.Queue), ["count"] = queue.Count }),
        };
    }

    private async Task<JsonObject> QueueAsync(HttpContext context)
    {
        var name = EntityPaths.Segment(context, 2);
        var queue = Array.Find(Enum.GetValues<WorkQueue>(), value => Nodes.Word(value) == name);
        return queue switch
        {
            0 => throw new ProblemException(Problem.NotFound(
                $"There is no queue '{name}'. See /v1/queues for those that there are.")),
            WorkQueue.Overdue => throw new ProblemException(Problem.NotFound(
                "This queue holds no orders: ask for /v1/open-items?dueBefore=DAY.")),
            WorkQueue.ParkedPayments => throw new ProblemException(Problem.NotFound(
                "This queue holds no orders: ask for /v1/payments?status=parked.")),
            _ => ReadModelViews.Page(
                "orders", await Model.ListQueueAsync(queue, QueryValues.Page(context), context.RequestAborted),
                ReadModelViews.Of),
        };
    }

    private async Task<JsonObject> HoldsAsync(HttpContext context)
    {
        var page = await Model.ListQueueAsync(WorkQueue.Held, QueryValues.Page(context), context.RequestAborted);
        var held = new List<OrderState>();
        foreach (var row in page.Items)
        {
            var order = await EntityLoad.ReadAsync(
                store.Journal, new EntityId(Kinds.Order, row.OrderId), context.RequestAborted);
            if (order.State is OrderState state)
                held.Add(state);
        }

        return new JsonObject { ["held"] = OrderAnswers.Held(held), ["next"] = page.Next };
    }

    private async Task<JsonObject> DailyAsync(HttpContext context)
    {
        var from = QueryValues.Day(context, "from") ?? throw QueryValues.Refused("from", "nothing", "a day");
        var to = QueryValues.Day(context, "to") ?? throw QueryValues.Refused("to", "nothing", "a day");
        return new JsonObject
        {
            ["days"] = Nodes.List(
                await Model.ReadDailyFiguresAsync(from, to, context.RequestAborted), ReadModelViews.Of),
        };
    }

    private async Task<JsonObject> StatusAsync(HttpContext context) =>
        ReadModelViews.Of(await Model.ReadStatusAsync(context.RequestAborted));
}
