using System.Text.Json.Nodes;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Views;

namespace OrderToCash.Server.Reading;

/// <summary>What is asked of an entity besides its state.</summary>
/// <param name="Until">As it was at this time; null: as it is.</param>
/// <param name="WithEvents">Also all its events.</param>
/// <param name="WithWhy">Also its decisions, with the evidence.</param>
public sealed record EntityQuestion(DateTimeOffset? Until = null, bool WithEvents = false, bool WithWhy = false);

/// <summary>An entity as an answer, read from the journal without the engine.</summary>
public static class EntityAnswers
{
    /// <summary>The entity; null where nothing ever happened to it.</summary>
    public static async Task<JsonObject?> ShowAsync(
        IJournal journal, string kind, string id, EntityQuestion question, CancellationToken cancellationToken)
    {
        var entity = EntityOf(kind, id);
        var needsEvents = question.WithEvents || question.WithWhy;
        var history = needsEvents || question.Until is not null
            ? await EntityHistory.ReadAsync(journal, entity, question.Until, needsEvents, cancellationToken)
            : await EntityLoad.ReadAsync(journal, entity, cancellationToken);
        if (history.Sequence == 0)
            return null;

        var result = EntityViews.Of(history.State);
        result["events"] = history.Sequence;
        if (question.WithWhy)
            result["decisions"] = Decisions.Of(history.Events);
        if (question.WithEvents)
            result["history"] = Nodes.List(history.Events, Event);
        return result;
    }

    /// <summary>The events of an entity behind a sequence, at most so many.</summary>
    public static async Task<JsonObject> EventsAsync(
        IJournal journal, string kind, string id, long after, int limit, CancellationToken cancellationToken)
    {
        var sink = new EventPage(limit);
        await journal.ReadEntityAsync(EntityOf(kind, id), after, sink, cancellationToken);
        return new JsonObject { ["events"] = sink.Events, ["next"] = sink.HasMore ? sink.Last : null };
    }

    /// <summary>The entity that a kind and an id from outside name.</summary>
    public static EntityId EntityOf(string kind, string id) =>
        new(kind, kind == Kinds.Bank && IbanCheck.TryParse(id, out var iban) ? iban.Value : id);

    private static JsonObject Event(RecordedEvent recorded) => new()
    {
        ["sequence"] = recorded.Sequence, ["at"] = Nodes.Time(recorded.At), ["name"] = recorded.Name,
        ["version"] = recorded.Version, ["who"] = recorded.Metadata.Who, ["input"] = recorded.Metadata.Correlation,
        ["cause"] = recorded.Metadata.Cause, ["reminder"] = recorded.Metadata.Reminder,
        ["data"] = JsonNode.Parse(recorded.Payload.Span),
    };

    /// <summary>Keeps the first events and counts no further.</summary>
    private sealed class EventPage(int limit) : IEventSink
    {
        public JsonArray Events { get; } = [];

        public long Last { get; private set; }

        public bool HasMore { get; private set; }

        public void OnEvent(in EventRow row)
        {
            HasMore = Events.Count == limit;
            if (HasMore)
                return;
            var metadata = EventMetadata.Read(row.Metadata);
            Last = row.Sequence;
            Events.Add(new JsonObject
            {
                ["sequence"] = row.Sequence,
                ["at"] = Nodes.Time(new DateTimeOffset(row.AtTicks, TimeSpan.Zero)),
                ["name"] = System.Text.Encoding.UTF8.GetString(row.Name), ["version"] = row.Version,
                ["who"] = metadata.Who, ["input"] = metadata.Correlation, ["cause"] = metadata.Cause,
                ["reminder"] = metadata.Reminder, ["data"] = JsonNode.Parse(row.Payload),
            });
        }
    }
}
