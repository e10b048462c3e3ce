using System.Collections.Immutable;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;

namespace OrderToCash.Adapters.Files;

/// <summary>Translates one JSON object of a format into commands.</summary>
/// <remarks>One thread; what it returns keeps nothing of the bytes.</remarks>
internal interface IRecordReader
{
    /// <summary>The object's command, or what is wrong with it.</summary>
    /// <exception cref="System.Text.Json.JsonException">The bytes are not one JSON object.</exception>
    RecordRead Read(ReadOnlySpan<byte> json);
}

/// <summary>What became of one object: its commands, or why it was refused.</summary>
internal readonly record struct RecordRead(ImmutableArray<Message> Commands, Rejection? Rejection)
{
    public static RecordRead Of(string kind, string id, object command) =>
        new([new Message(new EntityAddress(kind, id), command)], null);

    public static RecordRead Refused(Rejection rejection) => new([], rejection);
}
