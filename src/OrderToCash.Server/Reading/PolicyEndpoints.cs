using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OrderToCash.Application.CashApplication;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.CashApplication.Policies;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Api;
using OrderToCash.Server.Intake;
using OrderToCash.Server.Keys;
using OrderToCash.Server.Views;

namespace OrderToCash.Server.Reading;

/// <summary>The endpoints that put policies of the matcher on trial, in force, and out of it.</summary>
internal sealed class PolicyEndpoints(SingleIntake single)
{
    /// <summary>The endpoints; the list is the entity itself, <c>/v1/policies/match</c>.</summary>
    public IEnumerable<ApiEndpoint> All() =>
    [
        new(
            HttpMethods.Post, "/v1/policies", Roles.Operate, "Put a matching policy on trial, with a limit.",
            context => DecideAsync(context, Propose))
        {
            Takes = [(JsonAnswer.ContentType, "policy")], Successes = [(200, "It is on trial, durably.")],
        },
        new(
            HttpMethods.Post, "/v1/policies/{id}/confirm", Roles.Operate, "Put the policy on trial in force.",
            context => DecideAsync(
                context, (_, actor) => new PolicyCommand.Confirm(EntityPaths.Segment(context, 2), actor)))
        {
            Successes = [(200, "It is in force.")],
        },
        new(
            HttpMethods.Post, "/v1/policies/{id}/withdraw", Roles.Operate,
            "Let a policy decide no more; what it booked stays.",
            context => DecideAsync(
                context, (fields, actor) => new PolicyCommand.Withdraw(
                    EntityPaths.Segment(context, 2), fields.RequiredText("reason"), actor)))
        {
            Takes = [(JsonAnswer.ContentType, "withdrawal")], Successes = [(200, "It decides no more.")],
        },
    ];

    private static PolicyCommand.Propose Propose(BodyFields fields, Actor actor)
    {
        MatchPolicy policy;
        try
        {
            policy = MatchPolicyFile.Read(fields.RequiredObject("policy"), "policy");
        }
        catch (MatchPolicyException exception)
        {
            throw BodyFields.Refused("policy", "invalid-policy", exception.Message, "a matching policy");
        }

        return new PolicyCommand.Propose(
            policy, new TrialLimit(fields.Count("maxPayments"), fields.Count("maxAmount") * 100L), actor);
    }

    private async Task DecideAsync(HttpContext context, Func<BodyFields, Actor, PolicyCommand> command)
    {
        var caller = RequestGate.CallerOf(context);
        var fields = await BodyFields.ReadAsync(context);
        var answer = await single.AskAsync(
            context, new EntityId(Kinds.Policy, MatchPolicies.Id), command(fields, new Actor(caller.Who)),
            new Origin("http:" + context.TraceIdentifier, caller.Who));
        if (answer.Reply is not PolicyReply reply)
        {
            throw new ProblemException(Problem.Of(
                new Rejection("internal-error", "policy", answer.Error ?? "no reply", "a reply")));
        }

        if (PolicyViews.Refusal(reply) is { } refusal)
        {
            throw new ProblemException(Problem.Of(
                new Rejection(Nodes.Word(reply), "policy", refusal, "a policy that can be decided so")));
        }

        await JsonAnswer.WriteAsync(
            context, StatusCodes.Status200OK, new JsonObject { ["result"] = Nodes.Word(reply) });
    }
}
