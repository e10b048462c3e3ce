using System.CommandLine;
using System.Text.Json.Nodes;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Values;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c settlements</c>: providers' payouts, and whose money their rows are.</summary>
internal static class SettlementVerbs
{
    /// <summary>The commands.</summary>
    public static Command Create() => Verb.Group(
        "settlements", "Payment providers' payouts: what is unallocated of them, and whose it is.", List(), Allocate());

    private static Command List()
    {
        var limit = new Option<int?>("--limit")
        {
            Description = $"At most so many, 1 to {PageRequest.MaxSize}; else {PageRequest.DefaultSize}.",
        };
        var after = new Option<string?>("--after")
        {
            Description = "The page after the one that ended with this.", HelpName = "CURSOR",
        };
        return Verb.Of(
            "list", "List payouts by provider and id, with the rows of which nobody knows whose they are.",
            writes: false,
            (parsed, context) => ListAsync(
                context,
                new PageRequest(OrderListVerb.Limit(parsed.GetValue(limit)), parsed.GetValue(after))),
            limit, after);
    }

    private static Command Allocate()
    {
        var settlement = new Argument<string>("SETTLEMENT") { Description = "The payout, provider/payout." };
        var row = new Argument<int>("ROW") { Description = "The row as `show settlement` numbers it, 1 the first." };
        var customer = new Option<string>("--customer")
        {
            Description = "Whose money it is: the customer account.", Required = true, HelpName = "ID",
        };
        var document = new Option<string>("--document")
        {
            Description = "The customer's invoice, or order id, that it is for.", Required = true, HelpName = "NUMBER",
        };
        return Verb.Of(
            "allocate", "Give a row of a provider's report to a customer: it settles the document, or opens it again.",
            writes: true,
            (parsed, context) => AllocateAsync(
                context, parsed.GetRequiredValue(settlement), parsed.GetRequiredValue(row),
                new AccountId(parsed.GetRequiredValue(customer)), parsed.GetRequiredValue(document)),
            settlement, row, customer, document);
    }

    private static async Task<int> ListAsync(VerbContext context, PageRequest request)
    {
        await using var access = context.OpenAccess();
        var page = await access.SettlementsAsync(request);
        if (context.Output.IsJson)
        {
            context.Output.Document(page);
            return ExitCode.Success;
        }

        if (page["settlements"] is JsonArray { Count: > 0 } rows)
            context.Output.Result(new JsonObject { ["settlements"] = rows.DeepClone() });
        else
            context.Output.Line("No provider's payout is known.");
        if ((string?)page["next"] is { } next)
            context.Output.Note($"There are more: the same with --after {next}");
        return ExitCode.Success;
    }

    private static async Task<int> AllocateAsync(
        VerbContext context, string settlement, int row, AccountId customer, string document)
    {
        await using var access = context.OpenAccess();
        var (result, refusal) = await access.AllocateAsync(settlement, row, customer, document);
        await access.FinishAsync();
        if (context.Output.IsJson)
        {
            context.Output.Document(refusal is null ? result ?? [] : new JsonObject
            {
                ["settlement"] = settlement, ["row"] = row, ["result"] = "refused", ["rejection"] = Nodes.Of(refusal),
            });
        }
        else if (refusal is null)
        {
            context.Output.Result(result ?? []);
        }
        else
        {
            context.Output.Note($"o2c: row {row} of {settlement} is not changed: {ReviewOutput.InWords(refusal)}");
        }

        return refusal is null ? ExitCode.Success : ExitCode.Findings;
    }
}
