using OrderToCash.Engine.Journal;

namespace OrderToCash.Application.Audit;

/// <summary>Reads the shards up to where they were when the audit began, several at a time.</summary>
internal sealed class ShardReading(
    IJournal journal, AuditOptions options, Watermarks watermarks, SnapshotReplays replays,
    IProgress<AuditProgress>? progress)
{
    private long _read;
    private int _next = -1;

    /// <summary>What each reader found.</summary>
    /// <remarks>
    /// Each reader is a task of its own on the thread pool and takes the next shard until none is left. Readers share
    /// the journal, whose methods any thread may call, and two counters. An exception of one ends all, since the others
    /// soon finish; cancellation is seen between batches.
    /// </remarks>
    public async Task<IReadOnlyList<Findings>> RunAsync(CancellationToken cancellationToken)
    {
        var findings = new Findings[Math.Clamp(options.Readers, 1, watermarks.ShardCount)];
        var readers = new Task[findings.Length];
        for (var i = 0; i < findings.Length; i++)
        {
            var own = findings[i] = new Findings(options.MaxBreaks);
#pragma warning disable RS0030 // An audit is no part of the engine: it keeps a core busy for each reader.
            readers[i] = Task.Run(() => ReadShardsAsync(own, cancellationToken), cancellationToken);
#pragma warning restore RS0030
        }

        await Task.WhenAll(readers).ConfigureAwait(false);
        return findings;
    }

    private async Task ReadShardsAsync(Findings findings, CancellationToken cancellationToken)
    {
        for (var shard = Interlocked.Increment(ref _next); shard < watermarks.ShardCount;
            shard = Interlocked.Increment(ref _next))
        {
            // A shard of which nothing can be read is reported at its beginning.
            findings.Place = new EventPlace(shard, 0);
            var fold = new ShardFold(shard, watermarks, replays, findings);
            var (position, last) = (0L, watermarks.LastPosition(shard));
            while (position < last)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var batch = (int)Math.Min(options.BatchEvents, last - position);
                var reached = await journal.ReadShardAsync(shard, position, batch, fold, cancellationToken)
                    .ConfigureAwait(false);
                if (reached == position)
                    break;
                var read = Interlocked.Add(ref _read, reached - position);
                progress?.Report(new AuditProgress(read, watermarks.TotalEvents));
                position = reached;
            }

            fold.Finish();
        }
    }
}
