using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.CashApplication.Policies;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.CashApplication;

/// <summary>Which policy decides.</summary>
public sealed class MatchPoliciesTests
{
    private static readonly Actor Ada = new("user:ada");
    private static readonly MatchPolicy Trusting = new() { Name = "trusting", OldestFirst = true };
    private readonly PolicyState _state = MatchPolicies.Initial(MatchPolicies.Id);

    [Fact]
    public void A_policy_is_tried_then_confirmed()
    {
        Assert.Equal(("default@1", null), Deciding);
        Assert.Equal(PolicyReply.Accepted, Propose(Trusting));
        Assert.Equal(("default@1", "trusting@1"), Deciding);
        Assert.Equal(PolicyReply.Duplicate, Propose(Trusting));
        Assert.Equal(PolicyReply.Accepted, Tell(new PolicyCommand.Confirm("trusting@1", Ada)));
        Assert.Equal(("trusting@1", null), Deciding);
        Assert.Equal(PolicyReply.Duplicate, Tell(new PolicyCommand.Confirm("trusting@1", Ada)));
    }

    [Fact]
    public void A_version_is_used_once()
    {
        Propose(Trusting);
        Assert.Equal(PolicyReply.VersionUsed, Propose(Trusting with { MinScore = 70 }));
        Assert.Equal(PolicyReply.VersionUsed, Propose(MatchPolicy.Default with { MinScore = 70 }));
        Withdraw("trusting@1");
        Assert.Equal(PolicyReply.VersionUsed, Propose(Trusting));
        Assert.Equal(PolicyReply.Accepted, Propose(Trusting with { Version = 2 }));
    }

    [Fact]
    public void One_is_on_trial_at_a_time()
    {
        Propose(Trusting);
        Assert.Equal(PolicyReply.OtherOnTrial, Propose(Trusting with { Version = 2 }));
    }

    [Fact]
    public void The_one_before_decides_again()
    {
        Propose(Trusting);
        Tell(new PolicyCommand.Confirm("trusting@1", Ada));
        Propose(Trusting with { Version = 2, MinScore = 70 });
        Tell(new PolicyCommand.Confirm("trusting@2", Ada));
        Assert.Equal(PolicyReply.NotOpen, Withdraw("trusting@1"));
        Assert.Equal(PolicyReply.NotOpen, Tell(new PolicyCommand.Confirm("trusting@1", Ada)));
        Assert.Equal(PolicyReply.Accepted, Withdraw("trusting@2"));
        Assert.Equal(("trusting@1", null), Deciding);
        Assert.Equal(PolicyReply.Duplicate, Withdraw("trusting@2"));
        Assert.Equal(PolicyReply.Accepted, Withdraw("trusting@1"));
        Assert.Equal(("default@1", null), Deciding);
        Assert.Equal(PolicyReply.NotOpen, Withdraw("default@1"));
        Assert.Equal(PolicyReply.Unknown, Withdraw("other@1"));
    }

    [Fact]
    public void A_limit_is_not_negative()
    {
        Assert.Equal(PolicyReply.InvalidLimit, Tell(new PolicyCommand.Propose(Trusting, new TrialLimit(-1, 0), Ada)));
        Assert.Equal(PolicyReply.InvalidLimit, Tell(new PolicyCommand.Propose(Trusting, new TrialLimit(0, -1), Ada)));
    }

    private (string InForce, string? OnTrial) Deciding => (_state.InForce.Policy.Id, _state.OnTrial?.Policy.Id);

    private PolicyReply Propose(MatchPolicy policy) =>
        Tell(new PolicyCommand.Propose(policy, new TrialLimit(10, 100_000), Ada));

    private PolicyReply Withdraw(string id) => Tell(new PolicyCommand.Withdraw(id, "too bold", Ada));

    private PolicyReply Tell(PolicyCommand command)
    {
        var decision = MatchPolicies.Decide(_state, command, default);
        foreach (var happened in decision.Events)
            MatchPolicies.Evolve(_state, happened);
        return decision.Reply;
    }
}
