using Microsoft.Data.Sqlite;
using OrderToCash.Adapters.Sqlite;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Tests.Projections;

/// <summary>The contract on files.</summary>
public sealed class SqliteReadModelTests : ReadModelContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("o2c-read-").FullName;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override ReadModelStore Create(JournalInfo journal) => new(
        new SqliteReadModelPlace(_folder, journal, TimeProvider.System), SqliteReadModel.Open(_folder));

    protected override async Task TamperAsync(string sql)
    {
        var file = Assert.Single(Directory.GetFiles(_folder, "read-models.*.db"));
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
        command.CommandText = sql.Replace("{schema}", "", StringComparison.Ordinal);
#pragma warning restore CA2100
        Assert.True(await command.ExecuteNonQueryAsync() > 0);
    }
}
