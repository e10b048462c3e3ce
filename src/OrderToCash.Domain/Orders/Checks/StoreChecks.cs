using System.Collections.Immutable;
using System.Diagnostics;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders.Checks;

/// <summary>
/// The store's settings of the checks, and which customers are blocked: the one place where who advises orders looks.
/// </summary>
public static class StoreChecks
{
    /// <summary>The id of the one entity of its kind.</summary>
    public const string Id = "orders";

    /// <summary>The default rules, and nobody blocked.</summary>
    public static ChecksState Initial(string id)
    {
        _ = id;
        return new ChecksState();
    }

    /// <summary>What follows from a command; changes nothing.</summary>
    public static Decision<ChecksReply, ChecksEvent> Decide(ChecksState state, ChecksCommand command, DateTimeOffset at)
    {
        _ = at;
        return command switch
        {
            ChecksCommand.Set set => Set(state, set),
            ChecksCommand.NoteBlocked noted => state.Blocked.TryGetValue(noted.Account.Value, out var why)
                && why == noted.Reason
                ? Answer(ChecksReply.Duplicate)
                : Accept(new ChecksEvent.CustomerBlocked(noted.Account, noted.Reason)),
            ChecksCommand.NoteUnblocked noted => state.Blocked.ContainsKey(noted.Account.Value)
                ? Accept(new ChecksEvent.CustomerUnblocked(noted.Account))
                : Answer(ChecksReply.Duplicate),
            _ => throw new UnreachableException(command.GetType().Name),
        };
    }

    /// <summary>The state after an event; it is the same instance, changed.</summary>
    public static ChecksState Evolve(ChecksState state, ChecksEvent happened)
    {
        switch (happened)
        {
            case ChecksEvent.SettingChanged changed:
                // A setting that a later program no longer has changes nothing.
                state.Rules = CheckSetting.Find(changed.Setting)?.Set(state.Rules, changed.Value) ?? state.Rules;
                break;
            case ChecksEvent.CustomerBlocked blocked:
                state.Blocked[blocked.Account.Value] = blocked.Reason;
                break;
            case ChecksEvent.CustomerUnblocked unblocked:
                state.Blocked.Remove(unblocked.Account.Value);
                break;
            default:
                throw new UnreachableException(happened.GetType().Name);
        }

        return state;
    }

    private static Decision<ChecksReply, ChecksEvent> Set(ChecksState state, ChecksCommand.Set set)
    {
        if (CheckSetting.Find(set.Setting) is not { } setting) return Answer(ChecksReply.UnknownSetting);
        if (setting.Set(state.Rules, set.Value) is not { } rules) return Answer(ChecksReply.InvalidValue);
        return rules == state.Rules
            ? Answer(ChecksReply.Duplicate)
            : Accept(new ChecksEvent.SettingChanged(set.Setting, set.Value, set.Reason, set.Actor));
    }

    private static Decision<ChecksReply, ChecksEvent> Answer(ChecksReply reply) => new(reply, []);

    private static Decision<ChecksReply, ChecksEvent> Accept(ChecksEvent happened) =>
        new(ChecksReply.Accepted, ImmutableArray.Create(happened));
}

/// <summary>The store's settings of the checks, and who is blocked.</summary>
/// <remarks>Mutable and private to its owner: only <see cref="StoreChecks.Evolve"/> changes it.</remarks>
public sealed class ChecksState
{
    /// <summary>The settings.</summary>
    public CheckRules Rules { get; internal set; } = CheckRules.Default;

    /// <summary>The reasons why customers are blocked, by account id.</summary>
    public SortedDictionary<string, string> Blocked { get; } = new(StringComparer.Ordinal);
}
