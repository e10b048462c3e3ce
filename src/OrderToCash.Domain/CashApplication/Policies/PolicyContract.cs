using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.CashApplication.Policies;

/// <summary>What the matcher's policies can be asked to do.</summary>
public abstract record PolicyCommand
{
    private PolicyCommand()
    {
    }

    /// <summary>Put a policy on trial: it decides from now on, up to a limit, until a person confirms it.</summary>
    public sealed record Propose(MatchPolicy Policy, TrialLimit Limit, Actor Actor) : PolicyCommand;

    /// <summary>The policy on trial is good: it decides without a limit.</summary>
    public sealed record Confirm(string PolicyId, Actor Actor) : PolicyCommand;

    /// <summary>
    /// The policy on trial, or in force, is not good: the one that was in force before decides again. What it booked
    /// stays booked.
    /// </summary>
    public sealed record Withdraw(string PolicyId, string Reason, Actor Actor) : PolicyCommand;
}

/// <summary>What a policy may book before a person confirms it.</summary>
/// <param name="MaxPayments">How many payments, 0 or more; with 0 it decides nothing, and can be simulated.</param>
/// <param name="MaxMinor">
/// How much money in each currency, in minor units of one with two decimals; scaled for others.
/// </param>
public readonly record struct TrialLimit(int MaxPayments, long MaxMinor);

/// <summary>What happened to the matcher's policies.</summary>
public abstract record PolicyEvent
{
    private PolicyEvent()
    {
    }

    /// <summary>A policy is on trial.</summary>
    public sealed record Proposed(MatchPolicy Policy, TrialLimit Limit, Actor Actor) : PolicyEvent;

    /// <summary>A policy is in force.</summary>
    public sealed record Confirmed(string PolicyId, Actor Actor) : PolicyEvent;

    /// <summary>A policy decides no more.</summary>
    public sealed record Withdrawn(string PolicyId, string Reason, Actor Actor) : PolicyEvent;
}

/// <summary>What the matcher's policies answer.</summary>
public enum PolicyReply
{
    /// <summary>Done.</summary>
    Accepted = 0,

    /// <summary>Done before; nothing changed.</summary>
    Duplicate = 1,

    /// <summary>There is no such policy.</summary>
    Unknown = 2,

    /// <summary>Name and version belong to other numbers, or to a policy that was withdrawn: count up the version.
    /// </summary>
    VersionUsed = 3,

    /// <summary>Another policy is on trial: confirm or withdraw it first.</summary>
    OtherOnTrial = 4,

    /// <summary>It was withdrawn, or a later one is in force.</summary>
    NotOpen = 5,

    /// <summary>The limit is negative.</summary>
    InvalidLimit = 6,
}
