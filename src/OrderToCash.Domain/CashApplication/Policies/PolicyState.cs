namespace OrderToCash.Domain.CashApplication.Policies;

/// <summary>The matcher's policies: every one there ever was, and which of them decide.</summary>
/// <remarks>Mutable and private to its owner: only <see cref="MatchPolicies.Evolve"/> changes it.</remarks>
public sealed class PolicyState
{
    private readonly List<PolicyVersion> _versions;

    internal PolicyState(MatchPolicy first) =>
        _versions = [new PolicyVersion(first, default) { Stage = PolicyStage.Confirmed }];

    /// <summary>All, in the order in which they were proposed; the first was always there.</summary>
    public IReadOnlyList<PolicyVersion> Versions => _versions;

    /// <summary>The one in force: the last that was confirmed and not withdrawn.</summary>
    public PolicyVersion InForce =>
        _versions.FindLast(static version => version.Stage == PolicyStage.Confirmed) ?? _versions[0];

    /// <summary>The one on trial; null where none is.</summary>
    public PolicyVersion? OnTrial => _versions.FindLast(static version => version.Stage == PolicyStage.Proposed);

    /// <summary>A policy by name and version; null where there is none.</summary>
    public PolicyVersion? Find(string id) => _versions.Find(version => version.Policy.Id == id);

    internal void Add(PolicyVersion version) => _versions.Add(version);
}

/// <summary>How far a policy is.</summary>
public enum PolicyStage
{
    /// <summary>On trial.</summary>
    Proposed = 1,

    /// <summary>In force, or it was until a later one was confirmed.</summary>
    Confirmed = 2,

    /// <summary>It decides no more.</summary>
    Withdrawn = 3,
}

/// <summary>A policy and how far it is.</summary>
/// <param name="policy">Its numbers.</param>
/// <param name="limit">What it may book before it is confirmed.</param>
public sealed class PolicyVersion(MatchPolicy policy, TrialLimit limit)
{
    /// <summary>Its numbers.</summary>
    public MatchPolicy Policy { get; } = policy;

    /// <summary>What it may book before it is confirmed.</summary>
    public TrialLimit Limit { get; } = limit;

    /// <summary>How far it is.</summary>
    public PolicyStage Stage { get; internal set; } = PolicyStage.Proposed;
}
