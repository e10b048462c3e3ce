using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OrderToCash.Server.Api;
using OrderToCash.Server.Keys;

namespace OrderToCash.Server.Reading;

/// <summary>The endpoints that read one entity, from the journal: what was acknowledged is there.</summary>
internal sealed class EntityEndpoints(ServedStore store)
{
    private const int UsualEvents = 100;
    private const int MaxEvents = 1000;

    /// <summary>The endpoints.</summary>
    public IEnumerable<ApiEndpoint> All()
    {
        foreach (var (collection, kind, description) in EntityPaths.Collections)
        {
            yield return new ApiEndpoint(
                HttpMethods.Get, $"/v1/{collection}/{{id}}", Roles.Read, description,
                context => ShowAsync(context, kind))
            {
                Query =
                [
                    new("events", "boolean", "Also all its events."),
                    new("why", "boolean", "Also its decisions, with the evidence."),
                    new("at", "string", "As it was at this time, RFC 3339."),
                ],
            };
            yield return new ApiEndpoint(
                HttpMethods.Get, $"/v1/{collection}/{{id}}/events", Roles.Read, "Its events, oldest first.",
                context => EventsAsync(context, kind))
            {
                Query =
                [
                    new("after", "integer", "Only events behind this sequence."),
                    new("limit", "integer", $"At most so many, 1 to {MaxEvents}."),
                ],
            };
        }
    }

    private async Task ShowAsync(HttpContext context, string kind)
    {
        var id = EntityPaths.Segment(context, 2);
        var question = new EntityQuestion(
            QueryValues.Time(context, "at"), QueryValues.Flag(context, "events"), QueryValues.Flag(context, "why"));
        var entity = await EntityAnswers.ShowAsync(store.Journal, kind, id, question, context.RequestAborted);
        await JsonAnswer.WriteTaggedAsync(context, entity ?? throw Missing(kind, id));
    }

    private async Task EventsAsync(HttpContext context, string kind)
    {
        var id = EntityPaths.Segment(context, 2);
        var after = QueryValues.Integer(context, "after") ?? 0;
        var page = await EntityAnswers.EventsAsync(
            store.Journal, kind, id, after, QueryValues.Limit(context, UsualEvents, MaxEvents),
            context.RequestAborted);
        if (after == 0 && page["events"] is JsonArray { Count: 0 })
            throw Missing(kind, id);
        await JsonAnswer.WriteTaggedAsync(context, page);
    }

    private static ProblemException Missing(string kind, string id) => new(Problem.NotFound(
        $"There is no {kind} '{id}'. The id is compared byte by byte."));
}
