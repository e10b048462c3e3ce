using System.Collections.Immutable;
using OrderToCash.Domain.Flows;

namespace OrderToCash.Application.Pipelines;

/// <summary>Where inputs come from: a file or a stream of one format, translated into commands.</summary>
/// <remarks>Read by one pipeline at a time. Memory is bounded: an item is read when the pipeline asks for it.</remarks>
public interface ISource
{
    /// <summary>The source's name in reports, metadata and the quarantine: a file's name, <c>stdin</c>.</summary>
    string Name { get; }

    /// <summary>What the source's checkpoint is kept under; null where it can't be read twice (a stream).</summary>
    string? Identity { get; }

    /// <summary>Total size in bytes for progress; null where it isn't known.</summary>
    long? TotalBytes { get; }

    /// <summary>
    /// True where the content up to the checkpoint is what was read then, so that reading may go on behind it.
    /// </summary>
    /// <remarks>A source whose <see cref="Identity"/> covers its whole content need not look again.</remarks>
    /// <exception cref="SourceUnreadableException">The source as a whole can't be read.</exception>
    ValueTask<bool> MatchesAsync(Checkpoint checkpoint, CancellationToken cancellationToken) =>
        ValueTask.FromResult(true);

    /// <summary>The items after a position (0: all), in order.</summary>
    /// <remarks>Cancelling ends also a wait for what is not there yet.</remarks>
    /// <exception cref="SourceUnreadableException">The source as a whole can't be read.</exception>
    IAsyncEnumerable<SourceItem> ReadAsync(long afterPosition, CancellationToken cancellationToken);
}

/// <summary>One input of a source: its commands, or why it was refused.</summary>
/// <param name="Position">Its place, ascending: a line number (1 for the first) or the number of a statement.</param>
/// <param name="BytesRead">How far into the source it ends, for progress.</param>
/// <param name="Raw">Its bytes as they came, for the quarantine.</param>
/// <param name="Commands">
/// To be decided in this order (see <see cref="Pipeline"/>); empty where it was refused or there is nothing to do.
/// </param>
/// <param name="Fingerprint">Hash of the content up to the item's end, for checkpoints; 0 where none is needed.</param>
/// <param name="HasMore">
/// True where the next item goes on with this input: it has the same position, is decided after this one, and not at
/// all where this one was refused. The input is one in every count, and its bytes are those of its first item.
/// </param>
/// <param name="NothingToDo">
/// Why the input asks for nothing, a short stable code: <c>test-order</c>; null where it asks for something.
/// </param>
/// <param name="Format">How to read its bytes again, where the source has inputs of several formats; else null.</param>
/// <param name="RawLater">
/// Reads its bytes, where they are too many to be held until it is decided: <paramref name="Raw"/> is empty then. Asked
/// only where the input is refused, and before the source is disposed of.
/// </param>
public sealed record SourceItem(
    long Position, long BytesRead, ReadOnlyMemory<byte> Raw, ImmutableArray<Message> Commands,
    Rejection? Rejection = null, long Fingerprint = 0, bool HasMore = false, string? NothingToDo = null,
    string? Format = null, Func<ReadOnlyMemory<byte>>? RawLater = null);

/// <summary>How far a source was read: everything up to the position is decided and durable.</summary>
/// <param name="Position">Of the last item; 0 where nothing was read.</param>
/// <param name="Fingerprint">Of that item.</param>
public readonly record struct Checkpoint(long Position, long Fingerprint);

/// <summary>Why an input was refused.</summary>
/// <param name="Reason">A short stable code for counting: <c>malformed-json</c>, <c>unknown-currency</c>.</param>
/// <param name="Place">Where in the input: <c>lines[0].quantity</c>, <c>line 12, Amt</c>.</param>
/// <param name="Found">What was there, shortened where it is long.</param>
/// <param name="Expected">What should have been there.</param>
/// <param name="Advice">What to do; null where the expectation says it.</param>
public sealed record Rejection(string Reason, string Place, string Found, string Expected, string? Advice = null)
{
    /// <inheritdoc/>
    public override string ToString() =>
        $"{Reason}: {Place}: found {Found}, expected {Expected}{(Advice is null ? "" : " — " + Advice)}";
}

/// <summary>A source can't be read at all; the message says what and what to do.</summary>
public sealed class SourceUnreadableException(string message, Exception? inner = null) : Exception(message, inner);
