using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Adapters.Sqlite;
using OrderToCash.Application.Outbound;

namespace OrderToCash.Adapters.Outbound;

/// <summary>Levels as rows; the shelves of a SKU are one column, since nobody asks for one of them alone.</summary>
internal static class LevelRows
{
    /// <summary>The level in the columns from the first on.</summary>
    public static StockLevel Read(SqliteStatement row) => new()
    {
        Shard = (int)row.Int64(0), Position = row.Int64(1), Reserved = row.Int64(2), Waiting = row.Int64(3),
        Shelves = ReadShelves(row.Bytes(4)),
    };

    /// <summary>Binds a level behind its SKU.</summary>
    public static void Bind(SqliteStatement statement, StockLevel level)
    {
        statement.Int64(2, level.Shard);
        statement.Int64(3, level.Position);
        statement.Int64(4, level.Reserved);
        statement.Int64(5, level.Waiting);
        statement.Text(6, WriteShelves(level.Shelves));
    }

    private static ImmutableArray<ShelfLevel> ReadShelves(ReadOnlySpan<byte> json)
    {
        var shelves = ImmutableArray.CreateBuilder<ShelfLevel>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            var warehouse = reader.GetString() ?? "";
            shelves.Add(new ShelfLevel(warehouse, Next(ref reader), Next(ref reader), Next(ref reader)));
            reader.Read();
        }

        return shelves.DrainToImmutable();
    }

    private static long Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }

    private static ReadOnlySpan<byte> WriteShelves(ImmutableArray<ShelfLevel> shelves)
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartArray();
        foreach (var shelf in shelves)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(shelf.Warehouse);
            writer.WriteNumberValue(shelf.OnHand);
            writer.WriteNumberValue(shelf.SafetyStock);
            writer.WriteNumberValue(shelf.Allocated);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.Flush();
        return buffer.WrittenSpan;
    }
}
