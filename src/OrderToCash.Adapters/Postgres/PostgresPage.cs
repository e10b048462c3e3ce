using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using Npgsql;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Postgres;

/// <summary>A page of a shard's events, read by a binary COPY and taken apart in place.</summary>
/// <remarks>
/// Readers see every event of a shard, so what counts is the cost of one: a data reader's ten columns a row cost
/// several times as much. Source: PostgreSQL docs, COPY, Binary Format.
/// </remarks>
internal static class PostgresPage
{
    /// <summary>The signature, flags and the length of an extension, which is 0.</summary>
    private const int HeaderBytes = 19;

    private const string Columns = "position, sequence, at_ticks, version, entity, name, payload";

    private const int InitialBytes = 128 * 1024;

    /// <summary>Hands over events after a position and returns how many, and the last one's position.</summary>
    public static Task<(int Count, long Position)> ReadAsync(
        NpgsqlConnection connection, int shard, long afterPosition, int maxEvents, IEventSink sink,
        PostgresReading reading, CancellationToken cancellationToken) =>
        ReadAsync(
            connection, shard, afterPosition,
            // A COPY takes no parameters; these are numbers.
            string.Create(
                CultureInfo.InvariantCulture,
                $"COPY (SELECT {Columns}, metadata, chain FROM events "
                + $"WHERE shard = {shard} AND position > {afterPosition} ORDER BY position LIMIT {maxEvents}) "
                + $"TO STDOUT (FORMAT binary)"),
            sink, reading, cancellationToken);

    /// <summary>Hands over those events of a stretch that have one of the names.</summary>
    /// <param name="names">As a list of SQL.</param>
    public static Task<(int Count, long Position)> ReadSelectedAsync(
        NpgsqlConnection connection, int shard, long afterPosition, long upToPosition, string names, IEventSink sink,
        PostgresReading reading, CancellationToken cancellationToken) =>
        ReadAsync(
            connection, shard, afterPosition,
            string.Create(
                CultureInfo.InvariantCulture,
                $"COPY (SELECT {Columns}, ''::text, ''::bytea FROM events "
                + $"WHERE shard = {shard} AND position > {afterPosition} AND position <= {upToPosition} "
                + $"AND name IN ({names}) ORDER BY position) TO STDOUT (FORMAT binary)"),
            sink, reading, cancellationToken);

    private static async Task<(int Count, long Position)> ReadAsync(
        NpgsqlConnection connection, int shard, long afterPosition, string sql, IEventSink sink,
        PostgresReading reading, CancellationToken cancellationToken)
    {
        var copy = await connection.BeginRawBinaryCopyAsync(sql, cancellationToken).ConfigureAwait(false);
        var bytes = ArrayPool<byte>.Shared.Rent(InitialBytes);
        await using (copy.ConfigureAwait(false))
        {
            try
            {
                var (start, end, count, position) = (0, 0, 0, afterPosition);
                var isHeaderRead = false;
                while (true)
                {
                    if (end == bytes.Length)
                        (bytes, start, end) = MakeRoom(bytes, start, end);

                    var read = await copy.ReadAsync(bytes.AsMemory(end), cancellationToken).ConfigureAwait(false);
                    if (read == 0)
                        return (count, position);

                    end += read;
                    if (!isHeaderRead)
                    {
                        if (end < HeaderBytes)
                            continue;

                        (isHeaderRead, start) = (true, HeaderBytes);
                    }

                    var before = count;
                    start += HandOver(bytes.AsSpan(start, end - start), shard, sink, ref count, ref position);
                    reading.HasHandedOver |= count > before;
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }
    }

    /// <summary>Moves what is not taken apart yet to the front, into a larger array where it fills this one.</summary>
    private static (byte[] Bytes, int Start, int End) MakeRoom(byte[] bytes, int start, int end)
    {
        var target = start > 0 ? bytes : ArrayPool<byte>.Shared.Rent(2 * bytes.Length);
        bytes.AsSpan(start, end - start).CopyTo(target);
        if (target != bytes)
            ArrayPool<byte>.Shared.Return(bytes);

        return (target, 0, end - start);
    }

    /// <summary>Hands over the rows that are there as a whole and returns their bytes.</summary>
    private static int HandOver(
        ReadOnlySpan<byte> bytes, int shard, IEventSink sink, ref int count, ref long position)
    {
        var rest = bytes;
        while (TryTake(rest, shard, out var row, out var length))
        {
            rest = rest[length..];
            count++;
            position = row.Position;
            sink.OnEvent(row);
        }

        return bytes.Length - rest.Length;
    }

    /// <summary>Takes one row, or nothing where it isn't there as a whole, or is the mark of the end.</summary>
    private static bool TryTake(ReadOnlySpan<byte> bytes, int shard, out EventRow row, out int length)
    {
        row = default;
        length = 0;
        if (bytes.Length < 2 || BinaryPrimitives.ReadInt16BigEndian(bytes) < 0)
            return false;

        var rest = bytes[2..];
        if (!TryTakeField(ref rest, out var position) || !TryTakeField(ref rest, out var sequence)
            || !TryTakeField(ref rest, out var atTicks) || !TryTakeField(ref rest, out var version)
            || !TryTakeField(ref rest, out var entity) || !TryTakeField(ref rest, out var name)
            || !TryTakeField(ref rest, out var payload) || !TryTakeField(ref rest, out var metadata)
            || !TryTakeField(ref rest, out var chain))
        {
            return false;
        }

        length = bytes.Length - rest.Length;
        row = new EventRow
        {
            Shard = shard,
            Position = BinaryPrimitives.ReadInt64BigEndian(position),
            Entity = PostgresText.Unescape(entity),
            Sequence = BinaryPrimitives.ReadInt64BigEndian(sequence),
            Name = name,
            Version = BinaryPrimitives.ReadInt32BigEndian(version),
            AtTicks = BinaryPrimitives.ReadInt64BigEndian(atTicks),
            Payload = payload,
            Metadata = metadata,
            Chain = chain,
        };
        return true;
    }

    private static bool TryTakeField(scoped ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> field)
    {
        field = default;
        if (bytes.Length < 4)
            return false;

        var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
        if (bytes.Length - 4 < length)
            return false;

        field = bytes.Slice(4, length);
        bytes = bytes[(4 + length)..];
        return true;
    }
}
