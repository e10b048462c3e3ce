using System.Collections.Immutable;
using System.Text;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Queries;

/// <summary>An event as the journal holds it, decoded.</summary>
/// <param name="Payload">Its stored form, one JSON object in UTF-8.</param>
public sealed record RecordedEvent(
    long Sequence, DateTimeOffset At, string Name, int Version, object Event, ReadOnlyMemory<byte> Payload,
    EventMetadata Metadata);

/// <summary>An entity as its events leave it, read from the journal without the engine.</summary>
/// <param name="State">The state after the last event read; the kind's initial one where there is none.</param>
/// <param name="Sequence">The last event's sequence; 0 where there is none.</param>
/// <param name="Events">The events, oldest first; empty where they were not asked for.</param>
public sealed record EntityHistory(
    EntityId Entity, object State, long Sequence, ImmutableArray<RecordedEvent> Events)
{
    /// <summary>Replays an entity from its first event; may run beside a writer.</summary>
    /// <param name="until">Events decided later are left out; null reads all.</param>
    /// <param name="keepEvents">False saves the memory of the events: a busy SKU has many.</param>
    /// <exception cref="UnknownEventException">A newer program wrote an event of it.</exception>
    public static async ValueTask<EntityHistory> ReadAsync(
        IJournal journal, EntityId entity, DateTimeOffset? until, bool keepEvents, CancellationToken cancellationToken)
    {
        var replay = new Replay(EntityKinds.ByName[entity.Kind], entity, until, keepEvents);
        await journal.ReadEntityAsync(entity, 0, replay, cancellationToken).ConfigureAwait(false);
        return new EntityHistory(entity, replay.State, replay.Sequence, [.. replay.Events]);
    }

    private sealed class Replay(EntityKind kind, EntityId entity, DateTimeOffset? until, bool keepEvents) : IEventSink
    {
        private readonly long _untilTicks = until?.UtcTicks ?? long.MaxValue;

        public object State { get; private set; } = kind.Initial(entity.Id);

        public long Sequence { get; private set; }

        public List<RecordedEvent> Events { get; } = [];

        public void OnEvent(in EventRow row)
        {
            if (row.AtTicks > _untilTicks)
            {
                return;
            }

            var domainEvent = kind.Decode(row.Name, row.Version, row.Payload);
            State = kind.Evolve(State, domainEvent);
            Sequence = row.Sequence;
            if (keepEvents)
            {
                Events.Add(new RecordedEvent(
                    row.Sequence, new DateTimeOffset(row.AtTicks, TimeSpan.Zero), Encoding.UTF8.GetString(row.Name),
                    row.Version, domainEvent, row.Payload.ToArray(), EventMetadata.Read(row.Metadata)));
            }
        }
    }
}
