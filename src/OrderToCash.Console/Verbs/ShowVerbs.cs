using System.CommandLine;
using System.Globalization;
using OrderToCash.Domain.Flows;
using OrderToCash.Server.Reading;

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
        Of(Kinds.Bank, "An own bank account, by IBAN."),
        Of(Kinds.Settlement, "A payment provider's payout, by provider/payout, for example stripe/po_1."));

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
        await using var access = context.OpenAccess();
        var result = await access.ShowAsync(kind, id, new EntityQuestion(until, withEvents, withWhy));
        if (result is null)
        {
            var when = until is null ? "" : $" at {at}";
            var orLater = until is null ? "" : ", or ask for a later time: it may not have been there yet";
            context.Output.Note(
                $"o2c: there is no {kind} '{id}' in {access.Name}{when}. Check the id, it is compared byte by "
                + $"byte{(kind == Kinds.Order ? " and written channel:number" : "")}{orLater}.");
            return ExitCode.Findings;
        }

        context.Output.Result(result);
        return ExitCode.Success;
    }

    private static DateTimeOffset ParseTime(string text) =>
        DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new UserFailureException(
                $"--at '{text}' is not a time: expected RFC 3339, for example 2026-11-27T00:00:00+01:00.");
}
