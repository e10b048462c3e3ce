using OrderToCash.Domain.Payments;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.CashApplication;

/// <summary>Takes what a journal says into a feed.</summary>
internal sealed class MatchFeedSink(MatchFeed feed, IReadOnlyDictionary<string, EntityKind> kinds) : IEventSink
{
    /// <inheritdoc/>
    public void OnEvent(in EventRow row)
    {
        var entity = EntityId.Parse(row.Entity);
        feed.Apply(
            entity, kinds[entity.Kind].Decode(row.Name, row.Version, row.Payload),
            new DateTimeOffset(row.AtTicks, TimeSpan.Zero));
    }
}

/// <summary>Takes what bank accounts booked according to a journal into a feed.</summary>
internal sealed class BookingsSink(MatchFeed feed, IReadOnlyDictionary<string, EntityKind> kinds) : IEventSink
{
    /// <inheritdoc/>
    public void OnEvent(in EventRow row)
    {
        if (kinds[EntityId.Parse(row.Entity).Kind].Decode(row.Name, row.Version, row.Payload)
            is BankEvent.EntriesBooked booked)
            feed.OnBooked(row.Shard, row.Position, booked);
    }
}
