using OrderToCash.Application.Queries;
using OrderToCash.Domain.Orders;
using OrderToCash.LoadTests.Peak;

namespace OrderToCash.LoadTests.Reading;

/// <summary>What is asked of a filled store.</summary>
internal static class Questions
{
    private static readonly PageRequest Page = new(50);

    /// <summary>All kinds, about the orders with numbers below that.</summary>
    public static IReadOnlyList<Question> All(int stored, int seed)
    {
        var random = new Random(seed);
        return
        [
            new("order by id", async (model, token) =>
            {
                var id = OrderGenerator.IdOf(Draw(stored));
                _ = await model.FindOrderAsync(id, token)
                    ?? throw new NotFoundException($"{id} is not in the read models.");
            }),
            Orders("page, newest first", () => new OrderQuery()),
            Orders("page of a status and channel", () => new OrderQuery(OrderStatus.Closed, "amazon")),
            Orders("page of a SKU", () => new OrderQuery(Sku: Sku())),
            Orders("page of an account", () => new OrderQuery(AccountId: $"shopify:c{Draw(200_000)}")),
            Orders("page of totals from 60.00", () => new OrderQuery(MinTotalMinor: 6_000)),
            Orders("page of a rare status", () => new OrderQuery(OrderStatus.OnHold)),
            new("search by order number", async (model, token) =>
                _ = await model.SearchOrdersAsync(OrderGenerator.IdOf(Draw(stored)).Split(':')[1], 50, token)),
            new("search by mail", async (model, token) =>
                _ = await model.SearchOrdersAsync($"c{Draw(200_000)}@example.org", 50, token)),
            new("stock of a SKU", async (model, token) => _ = await model.FindStockAsync(Sku(), token)),
        ];

        int Draw(int below)
        {
            lock (random) return random.Next(below);
        }

        string Sku() => $"SKU-{Draw(OrderGenerator.SkuCount):D5}";
    }

    private static Question Orders(string name, Func<OrderQuery> query) => new(
        name, async (model, token) => _ = await model.ListOrdersAsync(query(), Page, token));
}
