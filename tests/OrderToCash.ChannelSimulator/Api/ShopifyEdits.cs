using System.Globalization;
using System.Text.Json.Nodes;

namespace OrderToCash.ChannelSimulator.Api;

/// <summary>Shopify's edits of orders: begun, filled, and nothing changes before they are committed.</summary>
/// <remarks>Source: Shopify, GraphQL Admin API, orderEditBegin, orderEditSetQuantity, orderEditCommit.</remarks>
internal sealed class ShopifyEdits(SimulatedShop shop)
{
    private const string Edit = "gid://shopify/CalculatedOrder/";

    private readonly Lock _gate = new();

    /// <summary>By their number less one: the order, and the pieces that it is to have.</summary>
    private readonly List<(int Order, int? Quantity)> _edits = [];

    /// <summary>What one mutation is answered.</summary>
    public JsonObject Answer(JsonNode request)
    {
        if (!shop.Options.MayEditOrders)
        {
            return new JsonObject
            {
                ["errors"] = new JsonArray(new JsonObject
                {
                    ["message"] = "Access denied for orderEdit. Required access: `write_order_edits` access scope.",
                    ["extensions"] = new JsonObject { ["code"] = "ACCESS_DENIED" },
                }),
            };
        }

        var query = (string?)request["query"] ?? "";
        var variables = request["variables"];
        var id = (string?)variables?["id"] ?? "";
        lock (_gate)
        {
            return query.Contains("orderEditBegin", StringComparison.Ordinal) ? Begin(id)
                : query.Contains("orderEditSetQuantity", StringComparison.Ordinal) ? SetQuantity(
                    id, (string?)variables?["line"] ?? "", (int?)variables?["quantity"] ?? -1)
                : Commit(id);
        }
    }

    private JsonObject Begin(string id)
    {
        var order = shop.Orders.All.FirstOrDefault(
            one => id == $"gid://shopify/Order/{one.IdOn(ShopOptions.Shopify)}");
        if (order is null || order.IsCancelled)
            return Result("orderEditBegin", "The order cannot be edited.");
        _edits.Add((order.Index, null));
        var result = Result("orderEditBegin", null);
        if (result["data"]?["orderEditBegin"] is JsonObject begun)
            begun["calculatedOrder"] = new JsonObject { ["id"] = Edit + _edits.Count };
        return result;
    }

    private JsonObject SetQuantity(string id, string line, int quantity)
    {
        var index = NumberOf(id);
        if (index < 0 || line != $"gid://shopify/CalculatedLineItem/{(_edits[index].Order * 1000L) + 1}")
            return Result("orderEditSetQuantity", "Line item does not exist.");
        _edits[index] = (_edits[index].Order, quantity);
        return Result("orderEditSetQuantity", quantity < 0 ? "Quantity must be positive." : null);
    }

    private JsonObject Commit(string id)
    {
        var index = NumberOf(id);
        if (index < 0 || _edits[index] is not { Quantity: { } quantity } edit)
            return Result("orderEditCommit", "There are no changes.");
        var order = shop.Orders.All[edit.Order - 1];
        if (quantity < shop.Parcels.SentOf(order.IdOn(ShopOptions.Shopify)))
            return Result("orderEditCommit", "Fulfilled items cannot be removed.");
        shop.Orders.Change(edit.Order, known => known with
        {
            Quantity = Math.Max(known.Quantity, quantity),
            Removed = Math.Max(known.Quantity, quantity) - quantity,
        });
        return Result("orderEditCommit", null);
    }

    private int NumberOf(string id) =>
        id.StartsWith(Edit, StringComparison.Ordinal)
        && int.TryParse(id.AsSpan(Edit.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= 1 && number <= _edits.Count ? number - 1 : -1;

    private static JsonObject Result(string name, string? error) => new()
    {
        ["data"] = new JsonObject
        {
            [name] = new JsonObject
            {
                ["userErrors"] = error is null ? [] : new JsonArray(new JsonObject { ["message"] = error }),
            },
        },
    };
}
