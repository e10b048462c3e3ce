using System.Collections.Immutable;
using OrderToCash.Application.Outbound;

namespace OrderToCash.Simulation.Audit;

/// <summary>
/// What sales channels are told, against what is in the journal: never more than was available at the position that
/// the offer names, never something older after something newer, and in the end the newest.
/// </summary>
internal sealed class OfferModel(JournalModel journal, Verdict verdict)
{
    private readonly Dictionary<(string Channel, string Sku), long> _sent = [];
    private readonly Dictionary<(string Channel, string Order), int> _shipments = [];

    /// <summary>Offers and news that were sent.</summary>
    public long SentCount { get; private set; }

    /// <summary>An offer leaves for a channel.</summary>
    public void CheckSent(ChannelPublishing terms, in StockOffer offer)
    {
        SentCount++;
        var key = (terms.Channel, offer.Sku);
        var (position, before) = (offer.Position, _sent.GetValueOrDefault(key));
        verdict.Require(
            position >= before,
            $"{terms.Channel} is told of {offer.Sku} at {position} after it was told of it at {before}: stale.");
        _sent[key] = position;
        if (!journal.Skus.TryGetValue(offer.Sku, out var sku))
        {
            verdict.Fail($"{terms.Channel} is told of {offer.Sku}, of which nothing is durable.");
            return;
        }

        var name = offer.Sku;
        var available = sku.OfferableAt(position);
        verdict.Same(
            terms.QuantityOf(available), offer.Quantity,
            $"{terms.Channel} is told of {name} at {position}, where {available} are available; the quantity");
    }

    /// <summary>News of an order leave for a channel.</summary>
    public void CheckSent(ChannelPublishing terms, OrderNews news)
    {
        SentCount++;
        var (order, count) = (news.Order.Value, news.Shipments.Length);
        var key = (terms.Channel, order);
        var (durable, before) =
            (journal.Orders.GetValueOrDefault(order)?.Shipments.Count ?? 0, _shipments.GetValueOrDefault(key));
        verdict.Require(
            count >= before && count <= durable,
            $"{terms.Channel} is told of {count} shipments of {order}, after {before}; {durable} are durable.");
        verdict.Require(
            order.StartsWith(terms.Channel + ":", StringComparison.Ordinal), $"{terms.Channel} is told of {order}.");
        _shipments[key] = count;
    }

    /// <summary>Once all rest: the channel knows what there is, as exactly as its terms ask for.</summary>
    public void CheckQuiet(
        ChannelPublishing terms, IReadOnlyDictionary<string, long> shown,
        IReadOnlyDictionary<string, ImmutableArray<ShipmentNews>> shipments)
    {
        foreach (var (id, sku) in journal.Skus)
        {
            var available = sku.OfferableAt(long.MaxValue);
            var expected = terms.QuantityOf(available);
            if (!shown.TryGetValue(id, out var told))
            {
                verdict.Require(!sku.IsKnown, $"{terms.Channel} was never told of {id}.");
                continue;
            }

            verdict.Require(
                told <= available && Math.Abs(told - expected) < terms.MinChange && (told == 0) == (expected == 0),
                $"{terms.Channel} shows {told} of {id} at rest; {available} are available, {expected} to be told.");
        }

        foreach (var (id, order) in journal.Orders)
        {
            var told = shipments.TryGetValue(id, out var known) ? known.Length : 0;
            if (id.StartsWith(terms.Channel + ":", StringComparison.Ordinal))
                verdict.Same(order.Shipments.Count, told, $"Shipments of {id} that its channel knows of at rest");
        }
    }
}
