using System.CommandLine;
using System.Text.Json.Nodes;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Values;
using OrderToCash.Server.Reading;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c checks</c>: what holds an order for review.</summary>
internal static class ChecksVerbs
{
    /// <summary>The commands.</summary>
    public static Command Create()
    {
        var setting = new Argument<string>("SETTING") { Description = "Its name, as listed." };
        var value = new Argument<string>("VALUE") { Description = "A number, on or off." };
        var reason = new Option<string>("--reason") { Description = "Why, for those who ask later.", Required = true };
        return Verb.Group(
            "checks", "The checks that hold orders for review: their settings, and who is blocked.",
            Verb.Of(
                "list", "List the settings with their values, and the blocked customers.", writes: false,
                (_, context) => ListAsync(context)),
            Verb.Of(
                "set", "Change a setting, for orders that come from now on.", writes: true,
                (parsed, context) => SetAsync(context, new ChecksCommand.Set(
                    parsed.GetRequiredValue(setting), parsed.GetRequiredValue(value), parsed.GetRequiredValue(reason),
                    new Actor(context.User))),
                setting, value, reason));
    }

    private static async Task<int> ListAsync(VerbContext context)
    {
        await using var access = context.OpenAccess();
        context.Output.Result(
            await access.ShowAsync(Kinds.Checks, StoreChecks.Id, new EntityQuestion()) ?? CheckViews.Untouched());
        return ExitCode.Success;
    }

    private static async Task<int> SetAsync(VerbContext context, ChecksCommand.Set command)
    {
        await using var access = context.OpenAccess();
        var (result, refusal) = await access.DecideAsync(command);
        await access.FinishAsync();
        if (context.Output.IsJson)
        {
            context.Output.Document(new JsonObject
            {
                ["setting"] = command.Setting, ["value"] = command.Value, ["result"] = result, ["detail"] = refusal,
            });
        }
        else if (refusal is null)
        {
            context.Output.Line($"{command.Setting} is {command.Value}.");
        }
        else
        {
            context.Output.Note($"o2c: {command.Setting} '{command.Value}' was not set: {refusal}.");
        }

        return refusal is null ? ExitCode.Success : ExitCode.Findings;
    }
}
