using Npgsql;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Postgres;

/// <summary>
/// The texts of a row as bytes, in memory that is used again for each row: nothing is decoded or allocated.
/// </summary>
internal sealed class PostgresRowTexts
{
    private byte[] _bytes = new byte[4096];
    private int _length;

    /// <summary>Forgets the row before.</summary>
    public void Clear() => _length = 0;

    /// <summary>A column's bytes, valid until <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Take(NpgsqlDataReader reader, int column)
    {
        var length = (int)reader.GetBytes(column, 0, null, 0, 0);
        if (_bytes.Length - _length < length)
        {
            // Spans that were taken keep the array that they are of.
            _bytes = new byte[Math.Max(2 * _bytes.Length, length)];
            _length = 0;
        }

        reader.GetBytes(column, 0, _bytes, _length, length);
        _length += length;
        return _bytes.AsSpan(_length - length, length);
    }

    /// <summary>An event: its columns from 1 on.</summary>
    public EventRow TakeRow(NpgsqlDataReader reader) => new()
    {
        Shard = reader.GetInt32(1),
        Position = reader.GetInt64(2),
        Entity = PostgresText.Unescape(Take(reader, 3)),
        Sequence = reader.GetInt64(4),
        Name = Take(reader, 5),
        Version = reader.GetInt32(6),
        AtTicks = reader.GetInt64(7),
        Payload = Take(reader, 8),
        Metadata = Take(reader, 9),
        Chain = Take(reader, 10),
    };
}
