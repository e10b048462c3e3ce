using System.Buffers.Binary;

namespace OrderToCash.Engine.Journal;

/// <summary>A shard's row: who owns it, and how far it is.</summary>
/// <param name="Epoch">The fencing number of its owner; 0 before the first.</param>
public sealed record ShardRow(int Shard, long Epoch, ShardState State);

/// <summary>How far a shard is. One small row, updated in each commit.</summary>
/// <param name="Position">The last event's position; 0 before the first.</param>
/// <param name="Watermark">Up to this position every reaction is durably handled by its receiver.</param>
/// <param name="Taken">By source shard: the last channel number taken from it.</param>
/// <param name="Delivered">By target shard: the channel number of the last reaction to it at the watermark.</param>
/// <param name="RemindersPosition">Up to this position events are in the stored reminder index.</param>
/// <param name="ReactionsVersion">The version of the reaction functions that numbered what is not yet
/// delivered.</param>
/// <param name="Chain">The chained SHA-256 over the shard's turns; 32 bytes, zeroes before the first.</param>
public sealed record ShardState(
    long Position, long Watermark, long[] Taken, long[] Delivered, long RemindersPosition, int ReactionsVersion,
    byte[] Chain)
{
    /// <summary>Bytes of a chain value.</summary>
    public const int ChainBytes = 32;

    private const int FixedBytes = 8 + 8 + 8 + 4 + ChainBytes + 4;

    /// <summary>The state of a new shard.</summary>
    public static ShardState Empty(int shardCount) =>
        new(0, 0, new long[shardCount], new long[shardCount], 0, 0, new byte[ChainBytes]);

    /// <summary>How many bytes <see cref="Write"/> writes.</summary>
    public int EncodedBytes => FixedBytes + (16 * Taken.Length);

    /// <summary>
    /// Writes the state in its stored form (little endian; position first) and returns the bytes written.
    /// </summary>
    public int Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, Position);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], Watermark);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], RemindersPosition);
        BinaryPrimitives.WriteInt32LittleEndian(target[24..], ReactionsVersion);
        Chain.CopyTo(target[28..]);
        BinaryPrimitives.WriteInt32LittleEndian(target[60..], Taken.Length);
        var rest = target[FixedBytes..];
        for (var i = 0; i < Taken.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest[(8 * i)..], Taken[i]);
            BinaryPrimitives.WriteInt64LittleEndian(rest[(8 * (Taken.Length + i))..], Delivered[i]);
        }

        return EncodedBytes;
    }

    /// <summary>The state of its stored form.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a shard's state.</exception>
    public static ShardState Read(ReadOnlySpan<byte> source)
    {
        if (source.Length < FixedBytes)
        {
            throw new InvalidDataException(
                $"A shard's state has {source.Length} bytes; at least {FixedBytes} were expected.");
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(source[60..]);
        if (count is < 1 or > 256 || source.Length != FixedBytes + (16 * count))
        {
            throw new InvalidDataException(
                $"A shard's state of {source.Length} bytes can't hold the numbers of {count} shards.");
        }

        var (taken, delivered) = (new long[count], new long[count]);
        var rest = source[FixedBytes..];
        for (var i = 0; i < count; i++)
        {
            taken[i] = BinaryPrimitives.ReadInt64LittleEndian(rest[(8 * i)..]);
            delivered[i] = BinaryPrimitives.ReadInt64LittleEndian(rest[(8 * (count + i))..]);
        }

        return new ShardState(
            BinaryPrimitives.ReadInt64LittleEndian(source),
            BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
            taken,
            delivered,
            BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[24..]),
            source.Slice(28, ChainBytes).ToArray());
    }
}
