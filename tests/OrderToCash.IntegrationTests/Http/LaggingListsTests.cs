using Microsoft.Data.Sqlite;

namespace OrderToCash.IntegrationTests.Http;

/// <summary>Read models in a SQLite file that somebody else writes.</summary>
public sealed class LaggingListsTests : LaggingListsContract
{
    private protected override O2cFolder NewFolder() => new();

    private protected override async Task<IAsyncDisposable> HoldAsync(O2cFolder folder)
    {
        var path = Path.Combine(Path.GetDirectoryName(folder.Journal)!, "read-models.1.db");
        Assert.True(File.Exists(path), path);
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        await begin.ExecuteNonQueryAsync();
        return connection;
    }
}
