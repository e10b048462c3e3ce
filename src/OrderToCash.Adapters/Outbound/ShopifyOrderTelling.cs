using System.Text.Json.Nodes;
using OrderToCash.Application.Outbound;

namespace OrderToCash.Adapters.Outbound;

/// <summary>Brings an order of Shopify's to where it is here.</summary>
/// <remarks>
/// It asks what the shop knows and tells what is missing, so that telling again after an unknown outcome fulfils
/// nothing twice. Source: Shopify, Admin REST API, FulfillmentOrder and Fulfillment.
/// </remarks>
internal sealed class ShopifyOrderTelling(ShopTelling api)
{
    /// <summary>Tells what is missing.</summary>
    /// <exception cref="NotToldException">The shop doesn't take it, or says nothing.</exception>
    public async Task<TellAnswer> TellAsync(OrderNews news, CancellationToken cancellationToken)
    {
        if (news.PlatformId is not { } id)
            return new TellAnswer(TellResult.Refused, $"{news.Order} has no id of Shopify's: it came another way.");
        if (news.IsCancelled)
            return await CancelAsync(id, cancellationToken).ConfigureAwait(false);
        // First, so that what is left to fulfil is what is left to come. Where the shop refuses, parcels are told of
        // all the same.
        var edited = await EditAsync(id, news, cancellationToken).ConfigureAwait(false);
        if (!news.Shipments.IsEmpty)
            await FulfilAsync(id, news, cancellationToken).ConfigureAwait(false);
        return edited;
    }

    private async Task<TellAnswer> EditAsync(string id, OrderNews news, CancellationToken cancellationToken)
    {
        try
        {
            return await new ShopifyOrderEdit(api).TellAsync(id, news.CancelledLines, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (NotToldException exception) when (exception.Answer.Result == TellResult.Refused)
        {
            return exception.Answer;
        }
    }

    private async Task FulfilAsync(string id, OrderNews news, CancellationToken cancellationToken)
    {
        var done = await ReadFulfilledAsync(id, cancellationToken).ConfigureAwait(false);
        var shipped = new Dictionary<string, long>(StringComparer.Ordinal);
        Parts? open = null;
        foreach (var shipment in news.Shipments)
        {
            var missing = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var line in shipment.Lines)
            {
                var total = shipped[line.LineId] = shipped.GetValueOrDefault(line.LineId) + line.Quantity;
                var lacks = Math.Clamp(total - done.GetValueOrDefault(line.LineId), 0, line.Quantity);
                if (lacks > 0)
                    missing[line.LineId] = missing.GetValueOrDefault(line.LineId) + lacks;
            }

            if (missing.Count == 0)
                continue;
            open ??= await Parts.ReadAsync(api, id, cancellationToken).ConfigureAwait(false);
            foreach (var part in open.Take(missing))
                await FulfilAsync(shipment, part, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<TellAnswer> CancelAsync(string id, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"orders/{id}.json?fields=id,cancelled_at", cancellationToken)
            .ConfigureAwait(false);
        if (ShopTelling.Text(answer["order"] ?? answer, "cancelled_at").Length > 0)
            return TellAnswer.Told;
        await api.SendAsync(
            HttpMethod.Post, $"orders/{id}/cancel.json", new JsonObject { ["reason"] = "other" }, cancellationToken)
            .ConfigureAwait(false);
        return TellAnswer.Told;
    }

    /// <summary>Pieces that the shop knows to have left, by line.</summary>
    private async Task<Dictionary<string, long>> ReadFulfilledAsync(string id, CancellationToken cancellationToken)
    {
        var answer = await api.GetAsync($"orders/{id}/fulfillments.json", cancellationToken).ConfigureAwait(false);
        var done = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var fulfilment in ShopTelling.List(answer, "fulfillments"))
        {
            if (ShopTelling.Text(fulfilment, "status") is "cancelled" or "error" or "failure")
                continue;
            foreach (var line in ShopTelling.List(fulfilment, "line_items"))
            {
                var lineId = ShopTelling.Text(line, "id");
                done[lineId] = done.GetValueOrDefault(lineId) + ShopTelling.Number(line, "quantity");
            }
        }

        return done;
    }

    private Task FulfilAsync(ShipmentNews shipment, JsonObject part, CancellationToken cancellationToken)
    {
        var fulfilment = new JsonObject
        {
            ["notify_customer"] = true, ["line_items_by_fulfillment_order"] = new JsonArray(part),
        };
        if (shipment.Tracking is not null || shipment.Carrier is not null)
        {
            fulfilment["tracking_info"] = new JsonObject
            {
                ["number"] = shipment.Tracking, ["company"] = shipment.Carrier,
            };
        }

        return api.SendAsync(
            HttpMethod.Post, "fulfillments.json", new JsonObject { ["fulfillment"] = fulfilment }, cancellationToken);
    }

    /// <summary>What of an order is still to be fulfilled: Shopify has a part for each place it is at.</summary>
    private sealed class Parts(List<Parts.Line> lines)
    {
        public static async Task<Parts> ReadAsync(ShopTelling api, string id, CancellationToken cancellationToken)
        {
            var answer = await api.GetAsync($"orders/{id}/fulfillment_orders.json", cancellationToken)
                .ConfigureAwait(false);
            var lines = new List<Line>();
            foreach (var part in ShopTelling.List(answer, "fulfillment_orders"))
            {
                if (ShopTelling.Text(part, "status") is not ("open" or "in_progress"))
                    continue;
                foreach (var line in ShopTelling.List(part, "line_items"))
                {
                    lines.Add(new Line(
                        ShopTelling.Text(part, "id"), ShopTelling.Text(line, "id"),
                        ShopTelling.Text(line, "line_item_id"), ShopTelling.Number(line, "fulfillable_quantity")));
                }
            }

            return new Parts(lines);
        }

        /// <summary>
        /// Takes these pieces out of what is open, as far as they are: the rest somebody has refunded or fulfilled.
        /// </summary>
        public IEnumerable<JsonObject> Take(Dictionary<string, long> missing)
        {
            var taken = new List<(string Part, string Line, long Quantity)>();
            foreach (var line in lines)
            {
                var quantity = Math.Min(line.Open, missing.GetValueOrDefault(line.OrderLine));
                if (quantity <= 0)
                    continue;
                line.Open -= quantity;
                missing[line.OrderLine] -= quantity;
                taken.Add((line.Part, line.Id, quantity));
            }

            return taken.GroupBy(static one => one.Part).Select(static part => new JsonObject
            {
                ["fulfillment_order_id"] = ShopifyTeller.Id(part.Key),
                ["fulfillment_order_line_items"] = new JsonArray([.. part.Select(static one => new JsonObject
                {
                    ["id"] = ShopifyTeller.Id(one.Line), ["quantity"] = one.Quantity,
                })]),
            }).ToArray();
        }

        public sealed class Line(string part, string id, string orderLine, long open)
        {
            public string Part => part;

            public string Id => id;

            public string OrderLine => orderLine;

            public long Open { get; set; } = open;
        }
    }
}
