using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Application.Outbound;

namespace OrderToCash.Adapters.Outbound;

/// <summary>Takes cancelled pieces out of an order of Shopify's that goes on.</summary>
/// <remarks>
/// By an edit of the order, not by a refund: it says how many pieces are left, so that saying it twice takes out
/// nothing twice; it moves no money, but shows the merchant what is owed; and it puts nothing back on the shelf, of
/// which we tell the whole number anyway. Source: Shopify, GraphQL Admin API, orderEditBegin, orderEditSetQuantity,
/// orderEditCommit; Admin REST API, Order.
/// </remarks>
internal sealed class ShopifyOrderEdit(ShopTelling api)
{
    private const string Begin =
        "mutation($id: ID!) { orderEditBegin(id: $id) { calculatedOrder { id } userErrors { message } } }";

    private const string SetQuantity =
        "mutation($id: ID!, $line: ID!, $quantity: Int!) { orderEditSetQuantity(id: $id, lineItemId: $line, "
        + "quantity: $quantity, restock: false) { userErrors { message } } }";

    private const string Commit =
        "mutation($id: ID!) { orderEditCommit(id: $id, notifyCustomer: true, "
        + "staffNote: \"Cancelled in OrderToCash.\") { userErrors { message } } }";

    /// <summary>Lowers the lines of which the shop still has more; the customer hears of it.</summary>
    /// <exception cref="NotToldException">The shop doesn't take it, or says nothing.</exception>
    public async Task<TellAnswer> TellAsync(
        string id, ImmutableArray<CancelledLine> lines, CancellationToken cancellationToken)
    {
        if (lines.IsEmpty)
            return TellAnswer.Told;
        var current = await ReadCurrentAsync(id, cancellationToken).ConfigureAwait(false);
        var lowered = new List<(string LineId, int Left)>();
        foreach (var line in lines)
        {
            var left = line.Ordered - line.Cancelled;
            if (!current.TryGetValue(line.LineId, out var known) || known <= left)
                continue;
            if (known > line.Ordered)
            {
                // What was added there meanwhile is not ours to take out.
                return new TellAnswer(
                    TellResult.Refused,
                    $"Line {line.LineId} has {known} pieces in the shop, and {line.Ordered} here, of which "
                    + $"{line.Cancelled} are cancelled: the shop's change has not come yet. Retry when it has.");
            }

            lowered.Add((line.LineId, left));
        }

        if (lowered.Count > 0)
            await EditAsync(id, lowered, cancellationToken).ConfigureAwait(false);
        return TellAnswer.Told;
    }

    /// <summary>The pieces that each line has now, by its id.</summary>
    private async Task<Dictionary<string, long>> ReadCurrentAsync(string id, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"orders/{id}.json?fields=id,cancelled_at,line_items", cancellationToken)
            .ConfigureAwait(false);
        var order = answer["order"] ?? answer;
        var current = new Dictionary<string, long>(StringComparer.Ordinal);

        // Nothing of a cancelled order will come, whatever its lines say.
        if (ShopTelling.Text(order, "cancelled_at").Length > 0)
            return current;
        foreach (var line in ShopTelling.List(order, "line_items"))
        {
            current[ShopTelling.Text(line, "id")] =
                ShopTelling.Number(line, line["current_quantity"] is null ? "quantity" : "current_quantity");
        }

        return current;
    }

    private async Task EditAsync(
        string id, List<(string LineId, int Left)> lowered, CancellationToken cancellationToken)
    {
        var begun = await AskAsync("orderEditBegin", Begin, new JsonObject
        {
            ["id"] = "gid://shopify/Order/" + id,
        }, cancellationToken).ConfigureAwait(false);
        var edit = ShopTelling.Text(begun["calculatedOrder"] ?? begun, "id");
        foreach (var (lineId, left) in lowered)
        {
            await AskAsync("orderEditSetQuantity", SetQuantity, new JsonObject
            {
                ["id"] = edit, ["line"] = "gid://shopify/CalculatedLineItem/" + lineId, ["quantity"] = left,
            }, cancellationToken).ConfigureAwait(false);
        }

        // Nothing has changed before this.
        await AskAsync("orderEditCommit", Commit, new JsonObject { ["id"] = edit }, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>What a mutation returns.</summary>
    private async Task<JsonNode> AskAsync(
        string name, string query, JsonObject variables, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(
            HttpMethod.Post, "graphql.json", new JsonObject { ["query"] = query, ["variables"] = variables },
            cancellationToken).ConfigureAwait(false);
        if (ShopTelling.List(answer, "errors").FirstOrDefault() is { } error)
        {
            var code = ShopTelling.Text(error["extensions"] ?? new JsonObject(), "code");
            throw new NotToldException(new TellAnswer(
                code switch
                {
                    "ACCESS_DENIED" => TellResult.Refused,
                    "THROTTLED" => TellResult.Later,
                    _ => TellResult.Unknown,
                },
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: {ShopTelling.Text(error, "message")}{(code == "ACCESS_DENIED" ? AccessHint : "")}")));
        }

        var result = answer["data"]?[name]
            ?? throw new NotToldException(new TellAnswer(TellResult.Unknown, $"{name} was answered without a result."));
        return ShopTelling.List(result, "userErrors").FirstOrDefault() is { } refusal
            ? throw new NotToldException(new TellAnswer(
                TellResult.Refused, $"{name}: {ShopTelling.Text(refusal, "message")} Take the pieces out by hand."))
            : result;
    }

    private const string AccessHint =
        " Give the access token write_order_edits, or take the pieces out by hand; then `o2c outbound retry`.";
}
