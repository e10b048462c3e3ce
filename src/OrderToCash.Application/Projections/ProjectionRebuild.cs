using System.Collections.Immutable;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Application.Projections;

/// <summary>Builds the read models anew from the first event, beside those in use.</summary>
/// <remarks>
/// The system may run meanwhile: questions are answered from the old tables, the engine and its projections go on. When
/// the new tables have caught up they take the old ones' place, and whoever wrote those goes on in the new ones.
/// </remarks>
public static class ProjectionRebuild
{
    /// <summary>Events of one batch, all of one shard, where a batch has most events of the same order.</summary>
    private const int BatchEvents = 32_768;

    /// <summary>
    /// Beside a running engine the end is never quite reached: what is left at the switch, half a second's work, is
    /// done by whoever keeps the tables up to date.
    /// </summary>
    private const int MaxLeftAtSwitch = 20_000;

    /// <summary>Builds new tables and puts them in the place of those in use.</summary>
    public static async Task RunAsync(
        IJournal journal, IReadModelPlace place, TimeProvider time, IProgress<RebuildProgress>? progress,
        CancellationToken cancellationToken)
    {
        var built = await place.OpenNewAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = built.ConfigureAwait(false);
        await BuildAsync(journal, built, MaxLeftAtSwitch, time, progress, cancellationToken).ConfigureAwait(false);
        await place.SwitchAsync(built, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Builds new tables, compares them with those in use, which must have caught up, and throws them away.
    /// </summary>
    /// <returns>The tables that differ; empty where the two are equal, row by row.</returns>
    public static async Task<ImmutableArray<TableDifference>> VerifyAsync(
        IJournal journal, IReadModelPlace place, TimeProvider time, IProgress<RebuildProgress>? progress,
        CancellationToken cancellationToken)
    {
        var built = await place.OpenNewAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = built.ConfigureAwait(false);
        await BuildAsync(journal, built, 0, time, progress, cancellationToken).ConfigureAwait(false);
        return await place.CompareAsync(built, cancellationToken).ConfigureAwait(false);
    }

    private static async Task BuildAsync(
        IJournal journal, IReadModelTables built, int maxLeft, TimeProvider time,
        IProgress<RebuildProgress>? progress, CancellationToken cancellationToken)
    {
        var projector = new Projector(journal, built, time);
        await using var closing = projector.ConfigureAwait(false);
        await projector.ResetAsync(cancellationToken).ConfigureAwait(false);
        var done = 0L;
        while (true)
        {
            var rows = await journal.ReadShardRowsAsync(cancellationToken).ConfigureAwait(false);
            var left = 0L;
            foreach (var row in rows) left += row.State.Position - projector.Positions[row.Shard];
            if (left == 0 || (done > 0 && left <= maxLeft))
            {
                if (!await projector.CompleteAsync().ConfigureAwait(false)) throw Disturbed();
                return;
            }

            foreach (var row in rows)
            {
                while (projector.Positions[row.Shard] < row.State.Position)
                {
                    var batch = new ProjectionBatch(rows.Length);
                    var after = projector.Positions[row.Shard];
                    await batch.ReadAsync(
                        journal, row.Shard, after, (int)Math.Min(row.State.Position - after, BatchEvents),
                        cancellationToken).ConfigureAwait(false);
                    if (!await projector.ApplyAsync(batch, null, cancellationToken).ConfigureAwait(false))
                        throw Disturbed();
                    done += batch.Count;
                    left -= batch.Count;
                    progress?.Report(new RebuildProgress(done, done + Math.Max(0, left)));
                }
            }
        }
    }

    private static InvalidOperationException Disturbed() =>
        new("Someone else writes the tables that are being built.");
}

/// <summary>How far a rebuild is.</summary>
public readonly record struct RebuildProgress(long Events, long TotalEvents);
