using System.Globalization;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Audit;

/// <summary>Finds reactions that failed at their entity: their event's consequences never came.</summary>
internal static class DeadLetterCheck
{
    public static async Task RunAsync(IJournal journal, Findings findings, CancellationToken cancellationToken)
    {
        foreach (var letter in await journal.ReadDeadLettersAsync(cancellationToken).ConfigureAwait(false))
        {
            // A command from outside was answered with the error; its sender knows.
            if (!TryParse(letter.Cause, out var cause, out var sequence))
                continue;
            var lookup = new PlaceLookup(sequence);
            await journal.ReadEntityAsync(cause, sequence - 1, lookup, cancellationToken).ConfigureAwait(false);
            if (lookup.Place is { } place)
            {
                findings.Break(
                    Invariant.NothingStuck, place, $"a dead letter at {letter.Entity}: {FirstLine(letter.Error)}",
                    "the command decided there");
            }
        }
    }

    /// <summary>The event of <c>order/shopify:1001#5.0</c>.</summary>
    private static bool TryParse(string text, out EntityId entity, out long sequence)
    {
        (entity, sequence) = (default, 0);
        var (slash, hash, dot) = (text.IndexOf('/'), text.LastIndexOf('#'), text.LastIndexOf('.'));
        if (slash < 1 || hash < slash || dot < hash || !EntityKinds.ByName.ContainsKey(text[..slash]))
            return false;
        entity = new EntityId(text[..slash], text[(slash + 1)..hash]);
        return long.TryParse(
            text.AsSpan(hash + 1, dot - hash - 1), NumberStyles.None, CultureInfo.InvariantCulture, out sequence);
    }

    private static string FirstLine(string text)
    {
        var end = text.IndexOfAny(['\r', '\n']);
        return end < 0 ? text : text[..end];
    }

    private sealed class PlaceLookup(long sequence) : IEventSink
    {
        public EventPlace? Place { get; private set; }

        public void OnEvent(in EventRow row)
        {
            if (row.Sequence == sequence)
                Place = new EventPlace(row.Shard, row.Position);
        }
    }
}
