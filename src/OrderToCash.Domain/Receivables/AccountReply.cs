namespace OrderToCash.Domain.Receivables;

/// <summary>What a customer account answers, in order of precedence. Numbers are fixed for good.</summary>
public enum AccountReply
{
    /// <summary>Done.</summary>
    Accepted = 0,

    /// <summary>Done before; nothing changed.</summary>
    Duplicate = 1,

    /// <summary>The amount is not positive.</summary>
    InvalidAmount = 2,

    /// <summary>The account has no such limit or document.</summary>
    Unknown = 3,

    /// <summary>An item of this number is open or was settled, with other content.</summary>
    Conflict = 4,
}
