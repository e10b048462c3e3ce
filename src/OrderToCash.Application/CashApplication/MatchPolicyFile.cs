using System.Text.Json;
using System.Text.Json.Serialization;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.CashApplication;

namespace OrderToCash.Application.CashApplication;

/// <summary>Policies as JSON: the members of <see cref="MatchPolicy"/> in camelCase; what is not said is the default.
/// </summary>
public static class MatchPolicyFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        IgnoreReadOnlyProperties = true,
    };

    private static readonly JsonSerializerOptions Stored = new(Options)
    {
        WriteIndented = false, UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    };

    /// <summary>Reads a policy.</summary>
    /// <exception cref="MatchPolicyException">It is no policy; the message says what and where.</exception>
    public static MatchPolicy Read(string json, string name)
    {
        MatchPolicy? policy;
        try
        {
            policy = JsonSerializer.Deserialize<MatchPolicy>(json, Options);
        }
        catch (JsonException exception)
        {
            throw new MatchPolicyException(
                $"{name} is no policy: {JsonMistake.Describe(exception, typeof(MatchPolicy))}", exception);
        }

        if (policy is null)
            throw new MatchPolicyException($"{name} is no policy: it says null.");
        return Check(policy, name);
    }

    /// <summary>Writes a policy with all its numbers.</summary>
    public static string Write(MatchPolicy policy) => JsonSerializer.Serialize(policy, Options);

    /// <summary>Writes a policy with all its numbers on one line, to be stored.</summary>
    internal static string WriteStored(MatchPolicy policy) => JsonSerializer.Serialize(policy, Stored);

    /// <summary>Reads what <see cref="WriteStored"/> wrote; what a later version added is the default.</summary>
    internal static MatchPolicy ReadStored(string json) =>
        JsonSerializer.Deserialize<MatchPolicy>(json, Stored) ?? MatchPolicy.Default;

    private static MatchPolicy Check(MatchPolicy policy, string name)
    {
        if (string.IsNullOrWhiteSpace(policy.Name) || policy.Name.Contains('@', StringComparison.Ordinal))
            throw new MatchPolicyException($"{name}: name is empty or has an @; give it a word.");
        if (policy == MatchPolicy.Default with { Name = policy.Name, Version = policy.Version })
            return policy;
        if (policy.Name == MatchPolicy.Default.Name)
        {
            throw new MatchPolicyException(
                $"{name}: a policy with other numbers than the default needs another name than "
                + $"'{policy.Name}', so that its decisions can be told apart.");
        }

        foreach (var (member, value, least, most) in (ReadOnlySpan<(string, long, long, long)>)
        [
            ("minScore", policy.MinScore, 40, 1000),
            ("minLead", policy.MinLead, 1, 1000),
            ("skontoGraceDays", policy.SkontoGraceDays, 0, 60),
            ("lateSkontoDays", policy.LateSkontoDays, 0, 60),
            ("maxRoundingMinor", policy.MaxRoundingMinor, 0, 100),
            ("maxExchangePermille", policy.MaxExchangePermille, 0, 50),
            ("maxSubsetItems", policy.MaxSubsetItems, 0, SubsetSums.MaxAmounts),
            ("maxSubsetSteps", policy.MaxSubsetSteps, 1, 10_000_000),
            ("minSubsetSpread", policy.MinSubsetSpread, 1, 1_000_000),
        ])
        {
            if (value < least || value > most)
                throw new MatchPolicyException($"{name}: {member} is {value}; it must be {least} to {most}.");
        }

        return policy;
    }
}
