using System.Buffers.Binary;
using System.Runtime.InteropServices;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Postgres;

/// <summary>A commit's events as the bytes of a binary COPY, in a buffer that is kept from commit to commit.</summary>
/// <remarks>
/// For the writer's one caller. The format is written here and not by Npgsql's importer, which looks up a converter
/// for each of ten columns a row. Source: PostgreSQL docs, COPY, Binary Format.
/// </remarks>
internal sealed class PostgresCopyRows
{
    /// <summary>What <see cref="Fill"/> writes, in order.</summary>
    public const string Command =
        "COPY events (position, sequence, at_ticks, shard, version, entity, name, payload, metadata, chain) "
        + "FROM STDIN (FORMAT binary)";

    private const short Columns = 10;

    /// <summary>The count of columns; three of 8 bytes and two of 4 with their lengths; lengths of the other
    /// five.</summary>
    private const int FixedBytesPerRow = 2 + (3 * (4 + 8)) + (2 * (4 + 4)) + (5 * 4);

    /// <summary>A larger buffer is given back, so that one huge commit doesn't keep its memory for good.</summary>
    private const int MaxKeptBytes = 16 * 1024 * 1024;

    /// <summary>The signature, no flags, no extension.</summary>
    private static ReadOnlySpan<byte> Header =>
        [0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private byte[] _bytes = new byte[256 * 1024];
    private int _length;

    /// <summary>The whole stream, valid until the next fill.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Encodes the events of the turns; false where there are none.</summary>
    public bool Fill(IReadOnlyList<TurnWrite> turns)
    {
        Begin();
        var empty = _length;
        for (var i = 0; i < turns.Count; i++)
        {
            var turn = turns[i];
            var position = turn.PositionBefore;
            foreach (ref readonly var written in CollectionsMarshal.AsSpan(turn.Events))
            {
                position++;
                Add(turn, position, written);
            }
        }

        var any = _length > empty;
        Ensure(2);
        BinaryPrimitives.WriteInt16BigEndian(_bytes.AsSpan(_length), -1);
        _length += 2;
        return any;
    }

    private void Begin()
    {
        if (_bytes.Length > MaxKeptBytes)
            _bytes = new byte[MaxKeptBytes / 16];

        Header.CopyTo(_bytes);
        _length = Header.Length;
    }

    private void Add(TurnWrite turn, long position, in EventWrite written)
    {
        var entity = turn.Buffer[written.Entity];
        var payload = turn.Buffer[written.Payload];
        var metadata = turn.Buffer[written.Metadata];
        var name = written.Name.Utf8.Span;
        var chain = written.Chain.Span;

        // An entity can grow to twice its bytes where it has to be escaped.
        Ensure(FixedBytesPerRow + (2 * entity.Length) + name.Length + payload.Length + metadata.Length + chain.Length);
        BinaryPrimitives.WriteInt16BigEndian(_bytes.AsSpan(_length), Columns);
        _length += 2;
        Put(position);
        Put(written.Sequence);
        Put(written.AtTicks);
        Put(turn.Shard);
        Put(written.Name.Version);
        if (PostgresText.MustEscape(entity))
            PutEscaped(entity);
        else
            Put(entity);

        Put(name);
        Put(payload);
        Put(metadata);
        Put(chain);
    }

    private void Put(long value)
    {
        var room = _bytes.AsSpan(_length, 12);
        BinaryPrimitives.WriteInt64BigEndian(room[4..], value);
        BinaryPrimitives.WriteInt32BigEndian(room, 8);
        _length += 12;
    }

    private void Put(int value)
    {
        var room = _bytes.AsSpan(_length, 8);
        BinaryPrimitives.WriteInt32BigEndian(room[4..], value);
        BinaryPrimitives.WriteInt32BigEndian(room, 4);
        _length += 8;
    }

    private void Put(ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(_length), value.Length);
        value.CopyTo(_bytes.AsSpan(_length + 4));
        _length += 4 + value.Length;
    }

    private void PutEscaped(ReadOnlySpan<byte> value)
    {
        var length = PostgresText.Escape(value, _bytes.AsSpan(_length + 4));
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(_length), length);
        _length += 4 + length;
    }

    private void Ensure(int bytes)
    {
        if (_bytes.Length - _length < bytes)
        {
            Array.Resize(
                ref _bytes, (int)Math.Max((long)_length + bytes, Math.Min(2L * _bytes.Length, Array.MaxLength)));
        }
    }
}
