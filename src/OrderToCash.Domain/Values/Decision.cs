using System.Collections.Immutable;

namespace OrderToCash.Domain.Values;

/// <summary>What a decider answers: the reply to whoever asked, and the events that make it true.</summary>
/// <remarks>No events means that nothing changes and nothing is written.</remarks>
public readonly record struct Decision<TReply, TEvent>(TReply Reply, ImmutableArray<TEvent> Events);
