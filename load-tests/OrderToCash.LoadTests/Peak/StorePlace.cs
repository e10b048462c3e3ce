using OrderToCash.Engine.Journal;

namespace OrderToCash.LoadTests.Peak;

/// <summary>Where a run's store is, and what is done with it afterwards.</summary>
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
        _ => throw new InvalidOperationException(),
    };

    public Task<bool?> AuditAsync(IJournal journal, CancellationToken cancellationToken) =>
        Task.FromResult<bool?>(null);

    public Task<double> MeasureCeilingAsync(
        PeakOptions options, IJournal journal, List<(int Shard, int Events)[]> commits,
        CancellationToken cancellationToken) =>
        Task.FromResult(0.0);

    public void Dispose()
    {
        if (_isTemporary)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
