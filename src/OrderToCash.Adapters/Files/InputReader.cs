using System.Collections.Immutable;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Files;

/// <summary>Reads inputs of one of the own formats that come alone, as the body of a request does.</summary>
/// <remarks>One thread at a time. Keep it and use it again: it remembers texts that repeat.</remarks>
public sealed class InputReader : IDisposable
{
    /// <summary>The longest input that is read, in bytes.</summary>
    public const int MaxBytes = Frame.MaxBytes;

    private readonly RecordParser _parser;

    /// <summary>A reader of a format of <see cref="FileSources"/> that is JSON.</summary>
    /// <param name="actor">Who sends it; null means the feed of the channel, of stock, of the warehouse.</param>
    public InputReader(string format, Actor? actor = null) =>
        _parser = new RecordParser(FileSources.KindOf(format), actor);

    /// <summary>The input's commands, or why it is refused. Nothing of the bytes is kept.</summary>
    /// <param name="bytes">One JSON object, at most <see cref="MaxBytes"/>.</param>
    public (ImmutableArray<Message> Commands, Rejection? Rejection) Read(ReadOnlyMemory<byte> bytes)
    {
        var (commands, rejection) = _parser.Parse(
            new Frame(FrameKind.Whole, 1, 1, bytes, bytes.Length, bytes.Length, 0));
        return (commands, rejection);
    }

    /// <inheritdoc/>
    public void Dispose() => _parser.Dispose();
}
