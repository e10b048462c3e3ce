using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OrderToCash.Engine.Journal;

/// <summary>
/// The SHA-256 that binds each turn of a shard to all turns before it: the hash of the chain before (32 bytes, zeroes
/// before the first turn) and the turn's events in their canonical form. <c>docs/journal-format.md</c> gives the form
/// byte by byte.
/// </summary>
public static class ChainHash
{
    /// <summary>Position, sequence and time of 8 bytes; four lengths and the version of 4.</summary>
    private const int FixedEventBytes = (3 * 8) + (5 * 4);

    /// <summary>
    /// Writes the chain after the turn to <paramref name="chain"/>; it may be the same memory as <paramref
    /// name="previous"/>.
    /// </summary>
    /// <remarks>
    /// Reads the turn's events, buffer and <see cref="TurnWrite.PositionBefore"/>; allocates nothing but pooled memory.
    /// </remarks>
    public static void Compute(ReadOnlySpan<byte> previous, TurnWrite turn, Span<byte> chain)
    {
        var size = ShardState.ChainBytes;
        foreach (var written in turn.Events)
        {
            size += EventBytes(
                written.Entity.Length, written.Name.Utf8.Length, written.Payload.Length, written.Metadata.Length);
        }

        var bytes = ArrayPool<byte>.Shared.Rent(size);
        previous[..ShardState.ChainBytes].CopyTo(bytes);
        var length = ShardState.ChainBytes;
        var position = turn.PositionBefore;
        foreach (var written in turn.Events)
        {
            position++;
            length += WriteEvent(bytes.AsSpan(length), new EventRow
            {
                Shard = turn.Shard,
                Position = position,
                Entity = turn.Buffer[written.Entity],
                Sequence = written.Sequence,
                Name = written.Name.Utf8.Span,
                Version = written.Name.Version,
                AtTicks = written.AtTicks,
                Payload = turn.Buffer[written.Payload],
                Metadata = turn.Buffer[written.Metadata],
                Chain = default,
            });
        }

        SHA256.HashData(bytes.AsSpan(0, length), chain);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static int EventBytes(int entity, int name, int payload, int metadata) =>
        FixedEventBytes + entity + name + payload + metadata;

    private static int WriteEvent(Span<byte> target, in EventRow row)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, row.Position);
        var length = 8 + WriteBytes(target[8..], row.Entity);
        BinaryPrimitives.WriteInt64LittleEndian(target[length..], row.Sequence);
        length += 8;
        length += WriteBytes(target[length..], row.Name);
        BinaryPrimitives.WriteInt32LittleEndian(target[length..], row.Version);
        BinaryPrimitives.WriteInt64LittleEndian(target[(length + 4)..], row.AtTicks);
        length += 12;
        length += WriteBytes(target[length..], row.Payload);
        return length + WriteBytes(target[length..], row.Metadata);
    }

    private static int WriteBytes(Span<byte> target, ReadOnlySpan<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, bytes.Length);
        bytes.CopyTo(target[4..]);
        return 4 + bytes.Length;
    }

    /// <summary>
    /// Recomputes the chain of one shard from its stored events, and compares it wherever one is stored.
    /// </summary>
    /// <remarks>For one thread; keeps the bytes of one turn.</remarks>
    public sealed class Verifier
    {
        private readonly byte[] _chain = new byte[ShardState.ChainBytes];
        private byte[] _bytes = new byte[64 * 1024];
        private int _length;

        /// <summary>Starts at the beginning of a shard.</summary>
        public Verifier() => Reset();

        /// <summary>The recomputed chain after the last whole turn.</summary>
        public ReadOnlySpan<byte> Chain => _chain;

        /// <summary>True where the last event ended a turn, or there was none yet.</summary>
        public bool AtTurnEnd => _length == ShardState.ChainBytes;

        /// <summary>Starts over at the beginning of a shard.</summary>
        public void Reset()
        {
            Array.Clear(_chain);
            StartTurn();
        }

        /// <summary>
        /// Takes the next event; false where it ends a turn and its stored chain is not the recomputed one.
        /// </summary>
        public bool Add(in EventRow row)
        {
            var size = EventBytes(row.Entity.Length, row.Name.Length, row.Payload.Length, row.Metadata.Length);
            if (_length + size > _bytes.Length)
            {
                Array.Resize(ref _bytes, Math.Max(_length + size, 2 * _bytes.Length));
            }

            _length += WriteEvent(_bytes.AsSpan(_length), row);
            if (row.Chain.IsEmpty)
                return true;

            SHA256.HashData(_bytes.AsSpan(0, _length), _chain);
            StartTurn();
            return row.Chain.SequenceEqual(_chain);
        }

        private void StartTurn()
        {
            _chain.CopyTo(_bytes, 0);
            _length = ShardState.ChainBytes;
        }
    }
}
