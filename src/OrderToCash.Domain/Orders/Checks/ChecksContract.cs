using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders.Checks;

/// <summary>What the store's checks can be asked to do.</summary>
public abstract record ChecksCommand
{
    private ChecksCommand()
    {
    }

    /// <summary>Change a setting, for orders that come from now on.</summary>
    /// <param name="Setting">A name of <see cref="CheckSetting.All"/>.</param>
    /// <param name="Value">As its <see cref="CheckSetting.Expected"/> says.</param>
    public sealed record Set(string Setting, string Value, string Reason, Actor Actor) : ChecksCommand;

    /// <summary>An account was blocked.</summary>
    public sealed record NoteBlocked(AccountId Account, string Reason) : ChecksCommand;

    /// <summary>An account is no longer blocked.</summary>
    public sealed record NoteUnblocked(AccountId Account) : ChecksCommand;
}

/// <summary>What happened to the store's checks.</summary>
public abstract record ChecksEvent
{
    private ChecksEvent()
    {
    }

    /// <summary>A setting was changed.</summary>
    public sealed record SettingChanged(string Setting, string Value, string Reason, Actor Actor) : ChecksEvent;

    /// <summary>Orders of this customer are held.</summary>
    public sealed record CustomerBlocked(AccountId Account, string Reason) : ChecksEvent;

    /// <summary>Orders of this customer are no longer held.</summary>
    public sealed record CustomerUnblocked(AccountId Account) : ChecksEvent;
}

/// <summary>What the store's checks answer. Numbers are fixed for good.</summary>
public enum ChecksReply
{
    /// <summary>Done.</summary>
    Accepted = 0,

    /// <summary>It is so already; nothing changed.</summary>
    Duplicate = 1,

    /// <summary>There is no such setting.</summary>
    UnknownSetting = 2,

    /// <summary>The setting can't have this value.</summary>
    InvalidValue = 3,
}
