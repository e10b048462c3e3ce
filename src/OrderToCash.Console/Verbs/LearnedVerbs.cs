using System.CommandLine;
using System.Text.Json.Nodes;
using OrderToCash.Application.Queries;
using OrderToCash.Server.Reading;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c learned</c>: who pays for which customer, and forgetting it.</summary>
internal static class LearnedVerbs
{
    /// <summary>The commands.</summary>
    public static Command Create() => Verb.Group(
        "learned", "Who pays for which customer, by what payments taught and imports told.", List(), Forget());

    private static Command List()
    {
        var customer = new Option<string?>("--customer") { Description = "Of this customer alone.", HelpName = "ID" };
        var limit = new Option<int?>("--limit")
        {
            Description = $"At most so many customers, 1 to {PageRequest.MaxSize}; else {PageRequest.DefaultSize}.",
        };
        var after = new Option<string?>("--after")
        {
            Description = "The page after the one that ended with this.", HelpName = "CURSOR",
        };
        return Verb.Of(
            "list", "List payers by customer.", writes: false,
            (parsed, context) => ListAsync(
                context, parsed.GetValue(customer),
                new PageRequest(OrderListVerb.Limit(parsed.GetValue(limit)), parsed.GetValue(after))),
            customer, limit, after);
    }

    private static Command Forget()
    {
        var customer = new Option<string>("--customer") { Description = "Whose.", HelpName = "ID", Required = true };
        var iban = new Option<string?>("--iban") { Description = "The payer's account.", HelpName = "IBAN" };
        var name = new Option<string?>("--name")
        {
            Description = "The payer's name, where no account is known.", HelpName = "NAME",
        };
        return Verb.Of(
            "forget", "Take a payer for this customer's no more.", writes: true,
            (parsed, context) => ForgetAsync(
                context, parsed.GetRequiredValue(customer), parsed.GetValue(iban), parsed.GetValue(name)),
            customer, iban, name);
    }

    private static async Task<int> ListAsync(VerbContext context, string? customer, PageRequest request)
    {
        await using var access = context.OpenAccess();
        if (await access.LearnedAsync(customer, request) is not { } page)
        {
            context.Output.Note($"o2c: there is no account '{customer}' in {access.Name}. Check the id.");
            return ExitCode.Findings;
        }

        if (context.Output.IsJson)
            context.Output.Document(page);
        else if (page["learned"] is JsonArray { Count: > 0 } rows)
            context.Output.Result(new JsonObject { ["learned"] = rows.DeepClone() });
        else
            context.Output.Line("No payer is known.");
        if (!context.Output.IsJson && (string?)page["next"] is { } next)
            context.Output.Note($"There are more: the same with --after {next}");
        return ExitCode.Success;
    }

    private static async Task<int> ForgetAsync(VerbContext context, string customer, string? iban, string? name)
    {
        if (iban is null == name is null)
            throw new UserFailureException("Name the payer by --iban, or by --name where no account is known of it.");
        var payer = LearnedAnswers.PayerOf(iban, name);
        await using var access = context.OpenAccess();
        var refusal = await access.ForgetAsync(customer, payer);
        await access.FinishAsync();
        if (context.Output.IsJson)
        {
            context.Output.Document(new JsonObject
            {
                ["account"] = customer, ["result"] = refusal is null ? "accepted" : "refused",
                ["rejection"] = refusal is null ? null : Nodes.Of(refusal),
            });
        }
        else if (refusal is null)
        {
            context.Output.Line($"{payer.Iban ?? payer.Name} is not taken for {customer}'s any more.");
        }
        else
        {
            context.Output.Note($"o2c: nothing was forgotten: {refusal}");
        }

        return refusal is null ? ExitCode.Success : ExitCode.Findings;
    }
}
