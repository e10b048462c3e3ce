using OrderToCash.Adapters.Sqlite;
using OrderToCash.Engine.Journal;
using Xunit.Abstractions;

namespace OrderToCash.Tests.Journal;

/// <summary>Random steps on a SQLite file.</summary>
public sealed class JournalModelTests(ITestOutputHelper output) : JournalModelContract(output), IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("o2c-model-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override Task<IJournal> OpenAsync() => Task.FromResult<IJournal>(SqliteJournal.Open(
        Path.Combine(_folder, "journal.db"), new SqliteJournalOptions { ShardCount = ShardCount }));
}
