using OrderToCash.Application.CashApplication;
using OrderToCash.Domain.CashApplication;

namespace OrderToCash.Tests.CashApplication;

public sealed class MatchPolicyFileTests
{
    [Fact]
    public void What_is_not_said_is_the_default()
    {
        var policy = MatchPolicyFile.Read("""{ "name": "trusting", "version": 3, "skontoGraceDays": 5 }""", "p.json");

        Assert.Equal(MatchPolicy.Default with { Name = "trusting", Version = 3, SkontoGraceDays = 5 }, policy);
        Assert.Equal("trusting@3", policy.Id);
    }

    [Fact]
    public void Reads_what_it_writes()
    {
        var policy = MatchPolicy.Default with { Name = "x", MinLead = 20, OldestFirst = true };

        Assert.Equal(policy, MatchPolicyFile.Read(MatchPolicyFile.Write(policy), "p.json"));
    }

    [Theory]
    [InlineData("{", "p.json is no policy")]
    [InlineData("null", "says null")]
    [InlineData("""{ "name": "x", "skontoGrace": 5 }""", "skontoGrace")]
    [InlineData("""{ "name": "x", "minScore": "a" }""", "line 1, minScore, holds something else; expected is a whole")]
    [InlineData("""{ "skontoGraceDays": 5 }""", "another name")]
    [InlineData("""{ "name": "a@b" }""", "name")]
    [InlineData("""{ "name": "x", "minScore": 10 }""", "minScore is 10; it must be 40 to 1000")]
    public void Says_what_is_wrong(string json, string message)
    {
        var exception = Assert.Throws<MatchPolicyException>(() => MatchPolicyFile.Read(json, "p.json"));

        Assert.Contains(message, exception.Message);
    }
}
