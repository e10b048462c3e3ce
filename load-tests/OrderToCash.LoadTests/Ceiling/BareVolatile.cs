using System.Diagnostics;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.LoadTests.Ceiling;

/// <summary>The volatile store without an engine: the same rows in the same batches, built beforehand.</summary>
internal static class BareVolatile
{
    public static async Task<double> MeasureAsync(CapturedRows rows)
    {
        await using var journal = new VolatileJournal(rows.Shards.Length);
        var epochs = new long[rows.Shards.Length];
        for (var shard = 0; shard < epochs.Length; shard++)
        {
            epochs[shard] = (await journal.ClaimAsync(shard, CancellationToken.None)).Epoch;
        }

        var next = new int[rows.Shards.Length];
        var names = new Dictionary<string, EventName>(StringComparer.Ordinal);
        var elapsed = TimeSpan.Zero;
        foreach (var (number, commit) in rows.Commits.Index())
        {
            var turns = Array.ConvertAll(commit, part => TurnOf(rows, part, next, epochs, names));
            var clock = Stopwatch.StartNew();
            var outcome = await journal.CommitAsync(turns, CancellationToken.None);
            elapsed += number < rows.WarmUpCommits ? TimeSpan.Zero : clock.Elapsed;
            if (outcome.Status != CommitStatus.Committed)
            {
                throw new InvalidOperationException($"The bare commit ended {outcome}.");
            }
        }

        return rows.EventCount / elapsed.TotalSeconds;
    }

    private static TurnWrite TurnOf(
        CapturedRows rows, (int Shard, int Events) part, int[] next, long[] epochs, Dictionary<string, EventName> names)
    {
        var before = next[part.Shard];
        var turn = new TurnWrite { Shard = part.Shard, Epoch = epochs[part.Shard], PositionBefore = before };
        foreach (var row in rows.Shards[part.Shard].GetRange(before, part.Events))
        {
            var start = turn.Buffer.Length;
            row.Bytes.CopyTo(turn.Buffer.GetSpan(row.Bytes.Length));
            turn.Buffer.Advance(row.Bytes.Length);
            var text = System.Text.Encoding.UTF8.GetString(row.Bytes, row.EntityBytes, row.NameBytes);
            if (!names.TryGetValue(text, out var name))
            {
                names.Add(text, name = new EventName(text, row.Version, System.Text.Encoding.UTF8.GetBytes(text)));
            }

            var payload = start + row.EntityBytes + row.NameBytes;
            turn.Events.Add(new EventWrite(
                EntityId.Parse(row.Bytes.AsSpan(0, row.EntityBytes)), new Slice(start, row.EntityBytes), row.Sequence,
                name, row.AtTicks,
                new Slice(payload, row.PayloadBytes), new Slice(payload + row.PayloadBytes, row.MetadataBytes),
                row.Bytes.AsMemory(row.Bytes.Length - row.ChainBytes)));
        }

        next[part.Shard] += part.Events;
        turn.State = ShardState.Empty(rows.Shards.Length) with { Position = next[part.Shard] };
        return turn;
    }
}
