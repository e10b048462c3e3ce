using System.CommandLine;
using OrderToCash.Domain.CashApplication.Policies;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Values;
using OrderToCash.Server.Reading;
using OrderToCash.Server.Views;

namespace OrderToCash.Console.Verbs;

/// <summary><c>o2c match policy</c>: which numbers decide what is booked.</summary>
internal static class MatchPolicyVerbs
{
    private const int MaxPayments = 100;
    private const int MaxAmount = 10_000;

    /// <summary>The commands.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The policy as JSON." };
        var payments = new Option<int>("--max-payments")
        {
            Description = "So many payments it may book before it is confirmed.",
            DefaultValueFactory = _ => MaxPayments,
        };
        var amount = new Option<int>("--max-amount")
        {
            Description = "So much money of each currency, in whole units.", DefaultValueFactory = _ => MaxAmount,
        };
        var policy = new Argument<string>("POLICY") { Description = "Name and version, for example trusting@1." };
        var reason = new Option<string>("--reason") { Description = "Why, for those who ask later.", Required = true };
        return Verb.Group(
            "policy", "The policies of the matcher: one in force, one on trial.",
            Verb.Of("list", "List the policies, with the numbers that differ from the default.", writes: false,
                (_, context) => ListAsync(context)),
            Verb.Of(
                "try",
                "Put a policy on trial: it books up to its limit; beyond it the policy in force decides.", writes: true,
                (parsed, context) => DecideAsync(context, new PolicyCommand.Propose(
                    MatchVerbs.ReadPolicy(parsed.GetRequiredValue(file)),
                    new TrialLimit(parsed.GetValue(payments), parsed.GetValue(amount) * 100L),
                    new Actor(context.User)), "is on trial"),
                file, payments, amount),
            Verb.Of(
                "confirm", "Put the policy on trial in force, without a limit.", writes: true,
                (parsed, context) => DecideAsync(
                    context, new PolicyCommand.Confirm(parsed.GetRequiredValue(policy), new Actor(context.User)),
                    "is in force"),
                policy),
            Verb.Of(
                "withdraw", "Let a policy decide no more; the one before it does. What it booked stays.", writes: true,
                (parsed, context) => DecideAsync(
                    context,
                    new PolicyCommand.Withdraw(
                        parsed.GetRequiredValue(policy), parsed.GetRequiredValue(reason), new Actor(context.User)),
                    "decides no more"),
                policy, reason));
    }

    private static async Task<int> ListAsync(VerbContext context)
    {
        await using var access = context.OpenAccess();
        context.Output.Result(
            await access.ShowAsync(Kinds.Policy, MatchPolicies.Id, new EntityQuestion()) ?? PolicyViews.Untouched());
        return ExitCode.Success;
    }

    private static async Task<int> DecideAsync(VerbContext context, PolicyCommand command, string done)
    {
        var policy = command switch
        {
            PolicyCommand.Propose propose => propose.Policy.Id,
            PolicyCommand.Confirm confirm => confirm.PolicyId,
            PolicyCommand.Withdraw withdraw => withdraw.PolicyId,
            _ => "",
        };
        await using var access = context.OpenAccess();
        var (result, refusal) = await access.DecideAsync(command);
        await access.FinishAsync();
        if (context.Output.IsJson)
        {
            context.Output.Document(new System.Text.Json.Nodes.JsonObject
            {
                ["policy"] = policy, ["result"] = result, ["detail"] = refusal,
            });
        }
        else
        {
            context.Output.Line(refusal is null ? $"{policy} {done}." : $"{policy}: {refusal}.");
        }

        return refusal is null ? ExitCode.Success : ExitCode.Findings;
    }
}
