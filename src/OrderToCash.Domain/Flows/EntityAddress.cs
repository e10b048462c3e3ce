namespace OrderToCash.Domain.Flows;

/// <summary>Where a command goes: a kind of entity (one of <see cref="Kinds"/>) and the id within it.</summary>
public readonly record struct EntityAddress(string Kind, string Id);
