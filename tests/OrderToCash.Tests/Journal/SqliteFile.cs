using Microsoft.Data.Sqlite;

namespace OrderToCash.Tests.Journal;

/// <summary>Changes a journal's file behind its back.</summary>
internal static class SqliteFile
{
    public static async Task ExecuteAsync(string path, string sql)
    {
        SQLitePCL.Batteries_V2.Init();
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
