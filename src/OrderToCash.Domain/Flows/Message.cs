namespace OrderToCash.Domain.Flows;

/// <summary>
/// A reaction: the command that an event causes at another entity (or, to go on with large work, at its own).
/// </summary>
public readonly record struct Message(EntityAddress To, object Command);
