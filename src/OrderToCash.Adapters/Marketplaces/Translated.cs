using System.Collections.Immutable;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;

namespace OrderToCash.Adapters.Marketplaces;

/// <summary>What one order of a delivery means: commands, nothing to do, or a refusal.</summary>
/// <param name="Raw">The order's own bytes, which are a document that can be translated again.</param>
/// <param name="Commands">In this order; empty where there is nothing to do or it was refused.</param>
/// <param name="Rejection">Why it was refused; null where it was not.</param>
/// <param name="NothingToDo">Why there is nothing to do, a short stable code; null where there is something.</param>
public readonly record struct Translated(
    ReadOnlyMemory<byte> Raw, ImmutableArray<Message> Commands, Rejection? Rejection, string? NothingToDo)
{
    internal static Translated Of(ReadOnlyMemory<byte> raw, ImmutableArray<Message> commands) =>
        new(raw, commands, null, null);

    internal static Translated Refused(ReadOnlyMemory<byte> raw, Rejection rejection) => new(raw, [], rejection, null);

    internal static Translated Nothing(ReadOnlyMemory<byte> raw, string reason) => new(raw, [], null, reason);
}
