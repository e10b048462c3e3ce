using System.Text.Json;
using System.Text.Json.Nodes;
using OrderToCash.Application.CashApplication;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.CashApplication.Policies;

namespace OrderToCash.Server.Views;

/// <summary>The matcher's policies as results.</summary>
public static class PolicyViews
{
    /// <summary>All policies, which one is in force and which one is on trial.</summary>
    public static JsonObject Of(PolicyState state) => new()
    {
        ["inForce"] = state.InForce.Policy.Id,
        ["onTrial"] = state.OnTrial?.Policy.Id,
        ["policies"] = Nodes.List(state.Versions, static version => new JsonObject
        {
            ["policy"] = version.Policy.Id, ["stage"] = Nodes.Word(version.Stage),
            ["maxPayments"] = version.Limit.MaxPayments, ["maxAmount"] = version.Limit.MaxMinor / 100m,
            ["numbers"] = Differences(version.Policy),
        }),
    };

    /// <summary>The policies of a store that was never told of any.</summary>
    public static JsonObject Untouched() => Of(MatchPolicies.Initial(MatchPolicies.Id));

    /// <summary>Why a policy was not taken, and what to do; null where it was.</summary>
    public static string? Refusal(PolicyReply reply) => reply switch
    {
        PolicyReply.Accepted or PolicyReply.Duplicate => null,
        PolicyReply.Unknown => "there is no such policy; list them to see their names",
        PolicyReply.VersionUsed =>
            "name and version belong to other numbers, or to a policy that was withdrawn: count up the version",
        PolicyReply.OtherOnTrial => "another policy is on trial: confirm or withdraw that one first",
        PolicyReply.NotOpen => "it is not on trial and not in force, or it is the first one, which stays",
        _ => "the limit is negative",
    };

    // The numbers that make it another policy than the default.
    private static JsonObject Differences(MatchPolicy policy)
    {
        var usual = Numbers(MatchPolicy.Default);
        var others = new JsonObject();
        foreach (var (member, value) in Numbers(policy))
        {
            if (member is not ("name" or "version") && !JsonNode.DeepEquals(usual[member], value))
                others[member] = value?.DeepClone();
        }

        return others;
    }

    private static JsonObject Numbers(MatchPolicy policy) =>
        JsonSerializer.Deserialize<JsonObject>(MatchPolicyFile.Write(policy)) ?? [];
}
