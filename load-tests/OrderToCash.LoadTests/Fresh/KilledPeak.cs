using System.Globalization;
using OrderToCash.Adapters.Sqlite;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.LoadTests.Fresh;

/// <summary>A journal as a killed process leaves it: a peak run in full flight until there is enough in it.</summary>
internal static class KilledPeak
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>Leaves a journal in the folder, unless there is one, which is then taken as it is.</summary>
    /// <param name="count">What is to become so many.</param>
    public static async Task<string> LeaveAsync(
        string folder, string profile, long wanted, Func<SqliteJournal, CancellationToken, ValueTask<long>> count,
        CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "journal.db");
        if (File.Exists(path))
        {
            return path;
        }

        // More orders than are ever needed: an order has at least one event of whatever is counted.
        using var peak = FreshProcess.Start(
            "peak", "--store", "sqlite", "--folder", folder, "--profile", profile, "--no-ceiling", "--warm-up", "0",
            "--orders", wanted.ToString(CultureInfo.InvariantCulture));
        try
        {
            while (await CountAsync(path, count, cancellationToken) is var found && found < wanted)
            {
                if (peak.HasExited)
                {
                    throw new InvalidOperationException($"The run ended with {found:N0} of {wanted:N0} events.");
                }

                await Task.Delay(Look, cancellationToken);
            }
        }
        finally
        {
            peak.Kill();
            await peak.WaitForExitAsync(CancellationToken.None);
        }

        return path;
    }

    /// <summary>Events of the journal.</summary>
    public static async ValueTask<long> CountEventsAsync(SqliteJournal journal, CancellationToken cancellationToken) =>
        (await journal.ReadShardRowsAsync(cancellationToken)).Sum(row => row.State.Position);

    /// <summary>Events of an entity.</summary>
    public static async ValueTask<long> CountEventsAsync(
        SqliteJournal journal, EntityId entity, CancellationToken cancellationToken)
    {
        var last = new LastSequence();
        await journal.ReadEntityAsync(entity, 0, last, cancellationToken);
        return last.Sequence;
    }

    /// <summary>Bytes of the journal with its log.</summary>
    public static long BytesOf(string path) =>
        new[] { path, path + "-wal" }.Where(File.Exists).Sum(file => new FileInfo(file).Length);

    /// <summary>Counts in a journal that another process is writing, or only just creating.</summary>
    private static async ValueTask<long> CountAsync(
        string path, Func<SqliteJournal, CancellationToken, ValueTask<long>> count, CancellationToken cancellationToken)
    {
        try
        {
            await using var journal = SqliteJournal.Open(
                path, new SqliteJournalOptions { Mode = SqliteJournalMode.ReadOnly });
            return await count(journal, cancellationToken);
        }
        catch (Exception exception) when (exception is JournalUnavailableException or JournalFormatException)
        {
            return 0;
        }
    }

    private sealed class LastSequence : IEventSink
    {
        public long Sequence { get; private set; }

        public void OnEvent(in EventRow row) => Sequence = row.Sequence;
    }
}
