using System.Collections.Immutable;
using System.Diagnostics;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.CashApplication.Policies;

/// <summary>
/// The versions of the matcher's policy. One is in force; another one may be on trial, with a limit, until a person
/// confirms or withdraws it.
/// </summary>
public static class MatchPolicies
{
    /// <summary>The id of the one entity of its kind.</summary>
    public const string Id = "match";

    /// <summary>Nothing but the default policy, in force.</summary>
    public static PolicyState Initial(string id)
    {
        _ = id;
        return Initial(MatchPolicy.Default);
    }

    /// <summary>Nothing but this policy, in force.</summary>
    public static PolicyState Initial(MatchPolicy first) => new(first);

    /// <summary>What follows from a command; changes nothing.</summary>
    public static Decision<PolicyReply, PolicyEvent> Decide(
        PolicyState state, PolicyCommand command, DateTimeOffset at)
    {
        _ = at;
        return command switch
        {
            PolicyCommand.Propose propose => Propose(state, propose),
            PolicyCommand.Confirm confirm => Confirm(state, confirm),
            PolicyCommand.Withdraw withdraw => Withdraw(state, withdraw),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    /// <summary>The state after an event; it is the same instance, changed.</summary>
    public static PolicyState Evolve(PolicyState state, PolicyEvent policyEvent)
    {
        switch (policyEvent)
        {
            case PolicyEvent.Proposed proposed:
                state.Add(new PolicyVersion(proposed.Policy, proposed.Limit));
                return state;
            case PolicyEvent.Confirmed confirmed:
                Set(state, confirmed.PolicyId, PolicyStage.Confirmed);
                return state;
            case PolicyEvent.Withdrawn withdrawn:
                Set(state, withdrawn.PolicyId, PolicyStage.Withdrawn);
                return state;
            default:
                throw new UnreachableException(policyEvent.GetType().Name);
        }
    }

    private static Decision<PolicyReply, PolicyEvent> Propose(PolicyState state, PolicyCommand.Propose propose)
    {
        if (propose.Limit.MaxPayments < 0 || propose.Limit.MaxMinor < 0)
            return Answer(PolicyReply.InvalidLimit);
        if (state.Find(propose.Policy.Id) is { } known)
        {
            var isSame = known.Stage != PolicyStage.Withdrawn && known.Policy == propose.Policy;
            return Answer(isSame ? PolicyReply.Duplicate : PolicyReply.VersionUsed);
        }

        return state.OnTrial is not null
            ? Answer(PolicyReply.OtherOnTrial)
            : Accept(new PolicyEvent.Proposed(propose.Policy, propose.Limit, propose.Actor));
    }

    private static Decision<PolicyReply, PolicyEvent> Confirm(PolicyState state, PolicyCommand.Confirm confirm)
    {
        if (state.Find(confirm.PolicyId) is not { } version)
            return Answer(PolicyReply.Unknown);
        if (version == state.InForce)
            return Answer(PolicyReply.Duplicate);
        return version == state.OnTrial
            ? Accept(new PolicyEvent.Confirmed(confirm.PolicyId, confirm.Actor))
            : Answer(PolicyReply.NotOpen);
    }

    private static Decision<PolicyReply, PolicyEvent> Withdraw(PolicyState state, PolicyCommand.Withdraw withdraw)
    {
        if (state.Find(withdraw.PolicyId) is not { } version)
            return Answer(PolicyReply.Unknown);
        if (version.Stage == PolicyStage.Withdrawn)
            return Answer(PolicyReply.Duplicate);
        // The first one stays: something has to decide.
        return version == state.Versions[0] || (version != state.InForce && version != state.OnTrial)
            ? Answer(PolicyReply.NotOpen)
            : Accept(new PolicyEvent.Withdrawn(withdraw.PolicyId, withdraw.Reason, withdraw.Actor));
    }

    private static void Set(PolicyState state, string id, PolicyStage stage)
    {
        if (state.Find(id) is { } version)
            version.Stage = stage;
    }

    private static Decision<PolicyReply, PolicyEvent> Answer(PolicyReply reply) => new(reply, []);

    private static Decision<PolicyReply, PolicyEvent> Accept(PolicyEvent policyEvent) =>
        new(PolicyReply.Accepted, ImmutableArray.Create(policyEvent));
}
