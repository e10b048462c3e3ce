using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Application.Outbound;

namespace OrderToCash.Adapters.Outbound;

/// <summary>Brings an order of WooCommerce's to where it is here.</summary>
/// <remarks>
/// WooCommerce knows no shipments: each is a note to the customer, and all of them are in the order's metadata. It
/// knows no cancelled lines either, only refunds, which say that money was paid back: they are notes too. It asks for
/// the notes before it writes one, so that telling again writes none twice. Source: WooCommerce, REST API v3.
/// </remarks>
internal sealed class WooOrderTelling(ShopTelling api)
{
    private const string ShipmentsKey = "_o2c_shipments";

    /// <summary>Tells what is missing.</summary>
    /// <exception cref="NotToldException">The shop doesn't take it, or says nothing.</exception>
    public async Task<TellAnswer> TellAsync(OrderNews news, CancellationToken cancellationToken)
    {
        var id = Uri.EscapeDataString(news.PlatformId ?? news.OrderNumber);
        var order = await api.GetAsync($"orders/{id}", cancellationToken).ConfigureAwait(false);
        var status = ShopTelling.Text(order, "status");
        if (news.IsCancelled)
        {
            return status is "cancelled" or "refunded" or "failed" or "trash"
                ? TellAnswer.Told
                : await ChangeAsync(id, new JsonObject { ["status"] = "cancelled" }, cancellationToken)
                    .ConfigureAwait(false);
        }

        var isOver = status is "cancelled" or "refunded" or "trash";
        if (news.Shipments.IsEmpty)
        {
            if (!isOver && !news.CancelledLines.IsEmpty)
                await NoteAsync(id, news, cancellationToken).ConfigureAwait(false);
            return TellAnswer.Told;
        }

        if (isOver)
        {
            return new TellAnswer(
                TellResult.Refused, $"{news.Order} is {status} in the shop, and was shipped here: look at both.");
        }

        await NoteAsync(id, news, cancellationToken).ConfigureAwait(false);
        var shipments = Shipments(news);
        var isKnown = ShopTelling.List(order, "meta_data").Any(meta =>
            ShopTelling.Text(meta, "key") == ShipmentsKey && ShopTelling.Text(meta, "value") == shipments);
        var completes = news.IsShipped && status != "completed";
        if (isKnown && !completes)
            return TellAnswer.Told;
        var change = new JsonObject
        {
            ["meta_data"] = new JsonArray(new JsonObject { ["key"] = ShipmentsKey, ["value"] = shipments }),
        };
        if (completes)
            change["status"] = "completed";
        return await ChangeAsync(id, change, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TellAnswer> ChangeAsync(string id, JsonObject change, CancellationToken cancellationToken)
    {
        await api.SendAsync(HttpMethod.Put, $"orders/{id}", change, cancellationToken).ConfigureAwait(false);
        return TellAnswer.Told;
    }

    private async Task NoteAsync(string id, OrderNews news, CancellationToken cancellationToken)
    {
        var notes = await api.GetAsync($"orders/{id}/notes", cancellationToken).ConfigureAwait(false);
        var known = (notes as JsonArray)?.OfType<JsonNode>()
            .Select(static note => ShopTelling.Text(note, "note")).ToHashSet(StringComparer.Ordinal) ?? [];
        foreach (var text in news.CancelledLines.Select(NoteOf).Concat(news.Shipments.Select(NoteOf)))
        {
            if (known.Contains(text))
                continue;
            await api.SendAsync(
                HttpMethod.Post, $"orders/{id}/notes",
                new JsonObject { ["note"] = text, ["customer_note"] = true }, cancellationToken)
                .ConfigureAwait(false);
        }
    }

    /// <summary>How many in all, so that more of a line that are cancelled later are another note.</summary>
    private static string NoteOf(CancelledLine line) => string.Create(
        CultureInfo.InvariantCulture, $"Cancelled: {line.Cancelled} of {line.Ordered} {line.Sku.Value}");

    private static string NoteOf(ShipmentNews shipment)
    {
        var by = shipment.Carrier is null ? "" : $" by {shipment.Carrier}";
        var tracking = shipment.Tracking is null ? "" : $", tracking {shipment.Tracking}";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Shipped on {shipment.ShippedAt:yyyy-MM-dd}{by}{tracking} ({shipment.Shipment})");
    }

    private static string Shipments(OrderNews news) => new JsonArray(
    [
        .. news.Shipments.Select(static shipment => new JsonObject
        {
            ["shipment"] = shipment.Shipment, ["carrier"] = shipment.Carrier, ["tracking"] = shipment.Tracking,
            ["shipped"] = shipment.ShippedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        }),
    ]).ToJsonString();
}
