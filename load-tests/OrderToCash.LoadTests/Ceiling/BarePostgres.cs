using System.Buffers.Binary;
using System.Diagnostics;
using Npgsql;
using OrderToCash.Adapters.Postgres;

namespace OrderToCash.LoadTests.Ceiling;

/// <summary>
/// The bare server: the same rows into the same table with the same indexes, by a binary COPY a transaction, in
/// transactions of the same sizes, over one connection. No shards' rows, no checks, nothing is decided; the bytes are
/// laid out before the clock starts.
/// </summary>
/// <remarks>
/// What was found to be fastest: the whole stream of a transaction in one write. Npgsql's importer, which writes column
/// by column, is slower by what it costs this process.
/// </remarks>
internal static class BarePostgres
{
    private const short Columns = 10;

    private static readonly byte[] Header =
        [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>Writes the rows into a new schema and returns the events a second.</summary>
    public static async Task<double> MeasureAsync(PostgresAddress address, CapturedRows rows)
    {
        await using (await PostgresJournal.OpenAsync(
            address, new PostgresJournalOptions { ShardCount = rows.Shards.Length }, CancellationToken.None))
        {
            // Creates the tables and indexes, and closes.
        }

        await using var connection = new NpgsqlConnection(address.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        var next = new int[rows.Shards.Length];
        using var bytes = new MemoryStream();
        var elapsed = TimeSpan.Zero;
        var events = 0L;
        for (var i = 0; i < rows.Commits.Count; i++)
        {
            var count = Encode(rows, rows.Commits[i], next, bytes);
            var clock = Stopwatch.StartNew();
            Write(connection, bytes);
            if (i >= rows.WarmUpCommits)
            {
                elapsed += clock.Elapsed;
                events += count;
            }
        }

        return events / elapsed.TotalSeconds;
    }

    /// <summary>Without awaiting: the continuation of a thread pool would be part of what is measured.</summary>
    private static void Write(NpgsqlConnection connection, MemoryStream bytes)
    {
        using var transaction = connection.BeginTransaction();
        using (var copy = connection.BeginRawBinaryCopy(
            "COPY events (position, sequence, at_ticks, shard, version, entity, name, payload, metadata, chain) "
            + "FROM STDIN (FORMAT binary)"))
        {
            copy.Write(bytes.GetBuffer(), 0, (int)bytes.Length);
        }

        transaction.Commit();
    }

    private static int Encode(
        CapturedRows rows, (int Shard, int Events)[] commit, int[] next, MemoryStream bytes)
    {
        bytes.SetLength(0);
        bytes.Write(Header);
        var count = 0;
        foreach (var (shard, events) in commit)
        {
            for (var i = 0; i < events; i++)
                Encode(rows.Shards[shard][next[shard] + i], shard, bytes);

            next[shard] += events;
            count += events;
        }

        Put(bytes, (short)-1);
        return count;
    }

    private static void Encode(in CapturedRow row, int shard, MemoryStream bytes)
    {
        Put(bytes, Columns);
        Put(bytes, 8);
        Put(bytes, row.Position);
        Put(bytes, 8);
        Put(bytes, row.Sequence);
        Put(bytes, 8);
        Put(bytes, row.AtTicks);
        Put(bytes, 4);
        Put(bytes, shard);
        Put(bytes, 4);
        Put(bytes, row.Version);
        var rest = row.Bytes.AsSpan();
        foreach (var length in (ReadOnlySpan<int>)
            [row.EntityBytes, row.NameBytes, row.PayloadBytes, row.MetadataBytes, row.ChainBytes])
        {
            Put(bytes, length);
            bytes.Write(rest[..length]);
            rest = rest[length..];
        }
    }

    private static void Put(MemoryStream bytes, short value)
    {
        Span<byte> big = stackalloc byte[2];
        BinaryPrimitives.WriteInt16BigEndian(big, value);
        bytes.Write(big);
    }

    private static void Put(MemoryStream bytes, int value)
    {
        Span<byte> big = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(big, value);
        bytes.Write(big);
    }

    private static void Put(MemoryStream bytes, long value)
    {
        Span<byte> big = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(big, value);
        bytes.Write(big);
    }
}
