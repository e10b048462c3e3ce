using System.Collections.Immutable;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Application.Audit;

/// <summary>Checks a journal against the invariants, with a running system behind it or none.</summary>
/// <remarks>
/// Reads every event once. What an entity's events say is checked while its shard is read; what must agree between
/// entities is written down in 16 bytes and compared at the end. Changes nothing.
/// </remarks>
public static class JournalAudit
{
    /// <summary>Audits what is in the journal now; what is committed meanwhile is left out.</summary>
    /// <param name="progress">Told after each batch of events, by any thread.</param>
    /// <exception cref="JournalUnavailableException">The store can't be read: audit again when it can.</exception>
    public static async Task<AuditReport> RunAsync(
        IJournal journal, AuditOptions options, IProgress<AuditProgress>? progress,
        CancellationToken cancellationToken)
    {
        var started = options.Time.GetTimestamp();
        var watermarks = new Watermarks(await journal.ReadShardRowsAsync(cancellationToken).ConfigureAwait(false));
        var replays = await SnapshotReplays.PrepareAsync(journal, options.MaxSnapshots, cancellationToken)
            .ConfigureAwait(false);
        var reading = new ShardReading(journal, options, watermarks, replays, progress);
        var readers = await reading.RunAsync(cancellationToken).ConfigureAwait(false);

        var findings = new Findings(options.MaxBreaks);
        foreach (var reader in readers)
            findings.Take(reader);
        foreach (var rule in RelationRule.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            RelationCheck.Run(rule, readers, watermarks, findings);
        }

        PiecesCheck.Run(readers, watermarks, findings);
        await replays.CompareAsync(journal, findings, cancellationToken).ConfigureAwait(false);
        await DeadLetterCheck.RunAsync(journal, findings, cancellationToken).ConfigureAwait(false);
        var invariants = await ReportAsync(journal, findings, cancellationToken).ConfigureAwait(false);
        var seconds = options.Time.GetElapsedTime(started).TotalSeconds;
        var events = findings.CountOf(Checked.Events);
        return new AuditReport(
            invariants.All(static invariant => invariant.Holds), invariants, events, Math.Round(seconds, 3),
            Math.Round(events / Math.Max(seconds, 1e-9)), findings.InFlight);
    }

    private static async Task<ImmutableArray<InvariantReport>> ReportAsync(
        IJournal journal, Findings findings, CancellationToken cancellationToken)
    {
        var reports = ImmutableArray.CreateBuilder<InvariantReport>(InvariantNames.Count);
        foreach (var invariant in Enum.GetValues<Invariant>())
        {
            var counts = ImmutableArray.CreateBuilder<AuditCount>();
            foreach (var (of, what, text) in CheckedTexts.All)
            {
                if (of == invariant)
                    counts.Add(new AuditCount(text, findings.CountOf(what)));
            }

            var log = findings.BreaksOf(invariant);
            reports.Add(new InvariantReport(
                invariant, InvariantNames.Of(invariant), log.Count == 0, counts.DrainToImmutable(), log.Count,
                await EventLookup.NameAsync(journal, log, cancellationToken).ConfigureAwait(false)));
        }

        return reports.MoveToImmutable();
    }
}
