using System.Collections.Immutable;
using System.Text;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Application.Audit;

/// <summary>Reads the events that break an invariant again, for their names.</summary>
internal sealed class EventLookup : IEventSink
{
    private string _entity = "";
    private string _name = "";
    private long _sequence;
    private long _atTicks;

    /// <summary>The breaks with the names of their events.</summary>
    public static async Task<ImmutableArray<AuditBreak>> NameAsync(
        IJournal journal, BreakLog log, CancellationToken cancellationToken)
    {
        var breaks = ImmutableArray.CreateBuilder<AuditBreak>(log.First.Count);
        foreach (var found in log.First)
        {
            var place = found.Place;
            var lookup = new EventLookup();
            await journal.ReadShardAsync(place.Shard, Math.Max(0, place.Position - 1), 1, lookup, cancellationToken)
                .ConfigureAwait(false);
            breaks.Add(new AuditBreak(
                lookup._entity, lookup._sequence, lookup._name, place.Shard, place.Position,
                new DateTimeOffset(lookup._atTicks, TimeSpan.Zero), found.What, found.Expected));
        }

        return breaks.MoveToImmutable();
    }

    /// <inheritdoc/>
    public void OnEvent(in EventRow row)
    {
        _entity = Encoding.UTF8.GetString(row.Entity);
        _name = Encoding.UTF8.GetString(row.Name);
        _sequence = row.Sequence;
        _atTicks = row.AtTicks;
    }
}
