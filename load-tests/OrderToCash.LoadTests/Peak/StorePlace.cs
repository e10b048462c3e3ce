using OrderToCash.Adapters.Sqlite;
using OrderToCash.Engine.Journal;
using OrderToCash.LoadTests.Ceiling;

namespace OrderToCash.LoadTests.Peak;

/// <summary>Where a run's store is, and what the bare store does in the same place.</summary>
internal sealed class StorePlace : IDisposable
{
    private readonly string _folder;
    private readonly bool _isTemporary;

    public StorePlace(string? folder)
    {
        _isTemporary = folder is null;
        _folder = folder ?? Directory.CreateTempSubdirectory("o2c-load-").FullName;
        Directory.CreateDirectory(_folder);
    }

    public IJournal Create(PeakOptions options) => options.Store switch
    {
        "volatile" => new VolatileJournal(options.Shards),
        _ => SqliteJournal.Open(
            Path.Combine(_folder, "journal.db"), new SqliteJournalOptions { ShardCount = options.Shards }),
    };

    /// <summary>
    /// Events a second of the bare store, for the same rows in the same batches, behind the same warm-up.
    /// </summary>
    public async Task<double> MeasureCeilingAsync(
        PeakOptions options, IJournal journal, List<(int Shard, int Events)[]> commits, int warmUpCommits,
        CancellationToken cancellationToken)
    {
        var rows = await CapturedRows.ReadAsync(journal, commits, warmUpCommits, cancellationToken);
        GC.Collect();
        return options.Store == "volatile"
            ? await BareVolatile.MeasureAsync(rows)
            : await BareSqlite.MeasureAsync(Path.Combine(_folder, "bare.db"), rows);
    }

    public void Dispose()
    {
        if (_isTemporary)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
