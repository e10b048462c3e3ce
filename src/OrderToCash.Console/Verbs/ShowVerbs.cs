using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c show</c>: an entity by replay of its events, now or at an earlier time.</summary>
internal static class ShowVerbs
{
    /// <summary>The commands.</summary>
    public static Command Create() => Verb.Group(
        "show", "Show an entity: its state, what it waits for, its events and why it decided as it did.",
        Of(Kinds.Order, "An order, by channel:number."),
        Of(Kinds.Sku, "A stock item, by SKU."),
        Of(Kinds.Account, "A customer account, by its id."),
        Of(Kinds.Payment, "A payment, by IBAN/reference."),
        Of(Kinds.Series, "A number series, for example invoice-2026."),
        Of(Kinds.Bank, "An own bank account, by IBAN."));

    private static Command Of(string kind, string description)
    {
        var id = new Argument<string>("ID");
        var events = new Option<bool>("--events") { Description = "Also all its events." };
        var why = new Option<bool>("--why") { Description = "Also its decisions, with the evidence." };
        var at = new Option<string?>("--at")
        {
            Description = "As it was at this time, RFC 3339.", HelpName = "TIME",
        };
        return Verb.Of(
            kind, description, writes: false,
            (parsed, context) => RunAsync(
                context, kind, parsed.GetRequiredValue(id), parsed.GetValue(events), parsed.GetValue(why),
                parsed.GetValue(at)),
            id, events, why, at);
    }

    private static async Task<int> RunAsync(
        VerbContext context, string kind, string id, bool withEvents, bool withWhy, string? at)
    {
        var until = at is null ? (DateTimeOffset?)null : ParseTime(at);
        if (kind == Kinds.Bank && IbanCheck.TryParse(id, out var iban))
            id = iban.Value;
        await using var journal = await context.Folder.OpenToReadAsync(context.Stop.Token);
        var history = await EntityHistory.ReadAsync(
            journal, new EntityId(kind, id), until, withEvents || withWhy, context.Stop.Token);
        if (history.Sequence == 0)
        {
            var when = until is null ? "" : $" at {at}";
            context.Output.Note(
                $"o2c: there is no {kind} '{id}' in {context.Folder.Name}{when}. Check the id, it is compared byte by "
                + "byte" + (kind == Kinds.Order ? " and written channel:number." : "."));
            return ExitCode.Findings;
        }

        var result = EntityViews.Of(history.State);
        result["events"] = history.Sequence;
        if (withWhy)
            result["decisions"] = Decisions.Of(history.Events);
        if (withEvents)
            result["history"] = Nodes.List(history.Events, Event);
        context.Output.Result(result);
        return ExitCode.Success;
    }

    private static JsonObject Event(RecordedEvent recorded) => new()
    {
        ["sequence"] = recorded.Sequence, ["at"] = Nodes.Time(recorded.At), ["name"] = recorded.Name,
        ["version"] = recorded.Version, ["who"] = recorded.Metadata.Who, ["input"] = recorded.Metadata.Correlation,
        ["cause"] = recorded.Metadata.Cause, ["reminder"] = recorded.Metadata.Reminder,
        ["data"] = JsonNode.Parse(recorded.Payload.Span),
    };

    private static DateTimeOffset ParseTime(string text) =>
        DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new UserFailureException(
                $"--at '{text}' is not a time: expected RFC 3339, for example 2026-11-27T00:00:00+01:00.");
}
