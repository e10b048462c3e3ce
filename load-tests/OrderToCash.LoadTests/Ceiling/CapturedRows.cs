using System.Text;
using OrderToCash.Engine.Journal;

namespace OrderToCash.LoadTests.Ceiling;

/// <summary>A journal's rows in memory, in commit order, with what the bare store needs to write the same.</summary>
internal sealed class CapturedRows
{
    /// <summary>
    /// The commits that are repeated: those of the warm-up, and so many events, which is enough for a steady rate.
    /// </summary>
    private const int MaxEvents = 1_500_000;

    /// <summary>Rows by shard, in position order.</summary>
    public required List<CapturedRow>[] Shards { get; init; }

    /// <summary>One entry a commit: how many rows of which shard.</summary>
    public required List<(int Shard, int Events)[]> Commits { get; init; }

    /// <summary>So many commits are written before the clock starts, as in the run.</summary>
    public required int WarmUpCommits { get; init; }

    /// <summary>Rows of the commits that are measured.</summary>
    public long EventCount => Commits.Skip(WarmUpCommits).Sum(commit => commit.Sum(turn => (long)turn.Events));

    /// <summary>Reads the rows of the first commits.</summary>
    public static async Task<CapturedRows> ReadAsync(
        IJournal journal, List<(int Shard, int Events)[]> commits, int warmUpCommits,
        CancellationToken cancellationToken)
    {
        var (kept, counts, total) = (new List<(int Shard, int Events)[]>(), new int[journal.Info.ShardCount], 0L);
        foreach (var commit in commits)
        {
            total += kept.Count < warmUpCommits ? 0 : commit.Sum(turn => (long)turn.Events);
            if (total > MaxEvents)
            {
                break;
            }

            kept.Add(commit);
            foreach (var (shard, events) in commit)
            {
                counts[shard] += events;
            }
        }

        var sink = new Sink(journal.Info.ShardCount);
        for (var shard = 0; shard < counts.Length; shard++)
        {
            if (counts[shard] > 0)
            {
                await journal.ReadShardAsync(shard, 0, counts[shard], sink, cancellationToken);
            }
        }

        return new CapturedRows { Shards = sink.Shards, Commits = kept, WarmUpCommits = warmUpCommits };
    }

    private sealed class Sink(int shardCount) : IEventSink
    {
        private readonly Dictionary<string, long> _firstPositions = new(StringComparer.Ordinal);

        public List<CapturedRow>[] Shards { get; } =
            [.. Enumerable.Range(0, shardCount).Select(_ => new List<CapturedRow>())];

        public void OnEvent(in EventRow row)
        {
            var entity = Encoding.UTF8.GetString(row.Entity);
            var isNew = _firstPositions.TryAdd(entity, row.Position);
            var name = row.Name.Length;
            var bytes = GC.AllocateUninitializedArray<byte>(
                row.Entity.Length + name + row.Payload.Length + row.Metadata.Length + row.Chain.Length, pinned: true);
            row.Entity.CopyTo(bytes);
            row.Name.CopyTo(bytes.AsSpan(row.Entity.Length));
            row.Payload.CopyTo(bytes.AsSpan(row.Entity.Length + name));
            row.Metadata.CopyTo(bytes.AsSpan(row.Entity.Length + name + row.Payload.Length));
            row.Chain.CopyTo(bytes.AsSpan(bytes.Length - row.Chain.Length));
            Shards[row.Shard].Add(new CapturedRow(
                row.Position, _firstPositions[entity], isNew, row.Sequence, row.Version, row.AtTicks, bytes,
                row.Entity.Length, name,
                row.Payload.Length, row.Metadata.Length, row.Chain.Length));
        }
    }
}

/// <summary>One row: its numbers, and its texts one after the other in pinned memory.</summary>
internal readonly record struct CapturedRow(
    long Position, long FirstPosition, bool IsNewEntity, long Sequence, int Version, long AtTicks, byte[] Bytes,
    int EntityBytes,
    int NameBytes, int PayloadBytes, int MetadataBytes, int ChainBytes);
