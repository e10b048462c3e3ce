using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using OrderToCash.Application.Codecs;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Application.CashApplication;

/// <summary>
/// Keeps the transactions of payments that wait as bytes, outside of memory: one behind the other on a stream of its
/// own, some 350 bytes each.
/// </summary>
/// <remarks>
/// What is removed leaves its place empty until nobody waits any more; then the stream starts over. Where the stream
/// can't be written (a full disk) the bytes stay in memory: matching goes on.
/// </remarks>
public sealed class PackedTransactionShelf : ITransactionShelf, IDisposable
{
    private const int BlockBytes = 64 * 1024;

    private readonly Func<Stream> _open;
    private readonly ArrayBufferWriter<byte> _block = new(BlockBytes);
    private readonly ArrayBufferWriter<byte> _record = new(1024);
    private readonly Utf8JsonWriter _json;

    /// <summary>Blocks that could not be written, by where they would be.</summary>
    private readonly SortedList<long, byte[]> _unwritten = [];

    private Stream? _stream;
    private byte[] _read = new byte[1024];
    private long _blockStart;
    private long _count;

    /// <param name="open">
    /// Opens an empty stream that can be written, read and sought; called when there is something to write. The shelf
    /// disposes of it.
    /// </param>
    public PackedTransactionShelf(Func<Stream> open)
    {
        _open = open;
        _json = new Utf8JsonWriter(_record, new JsonWriterOptions { SkipValidation = true });
    }

    /// <inheritdoc/>
    public long Add(PaymentId payment, BankTransaction transaction)
    {
        _record.ResetWrittenCount();
        var idBytes = Encoding.UTF8.GetByteCount(payment.Value);
        BinaryPrimitives.WriteInt32LittleEndian(_record.GetSpan(sizeof(int)), idBytes);
        _record.Advance(sizeof(int));
        _record.Advance(Encoding.UTF8.GetBytes(payment.Value, _record.GetSpan(idBytes)));
        _json.Reset();
        BankTransactionCodec.Write(_json, transaction);
        _json.Flush();

        var bytes = _record.WrittenSpan;
        if (_block.WrittenCount > 0 && _block.WrittenCount + sizeof(int) + bytes.Length > BlockBytes)
            WriteBlock();
        var place = _blockStart + _block.WrittenCount;
        BinaryPrimitives.WriteInt32LittleEndian(_block.GetSpan(sizeof(int)), bytes.Length);
        _block.Advance(sizeof(int));
        _block.Write(bytes);
        _count++;
        return place;
    }

    /// <inheritdoc/>
    public WaitingPayment Read(long place)
    {
        var bytes = BytesAt(place);
        var idBytes = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var payment = new PaymentId(Encoding.UTF8.GetString(bytes.Slice(sizeof(int), idBytes)));
        var fields = new FieldReader(bytes[(sizeof(int) + idBytes)..]);
        return new WaitingPayment(payment, BankTransactionCodec.Read(ref fields));
    }

    /// <inheritdoc/>
    public void Remove(long place)
    {
        if (--_count == 0)
            Clear();
    }

    /// <inheritdoc/>
    public void Clear()
    {
        _count = 0;
        _block.ResetWrittenCount();
        _unwritten.Clear();
        _blockStart = 0;
        _stream?.SetLength(0);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _json.Dispose();
        _stream?.Dispose();
    }

    private void WriteBlock()
    {
        try
        {
            _stream ??= _open();
            _stream.Position = _blockStart;
            _stream.Write(_block.WrittenSpan);
            _stream.Flush();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _unwritten.Add(_blockStart, _block.WrittenSpan.ToArray());
        }

        _blockStart += _block.WrittenCount;
        _block.ResetWrittenCount();
    }

    private ReadOnlySpan<byte> BytesAt(long place)
    {
        if (place >= _blockStart)
            return RecordIn(_block.WrittenSpan[(int)(place - _blockStart)..]);
        foreach (var (start, block) in _unwritten)
        {
            if (place >= start && place < start + block.Length)
                return RecordIn(block.AsSpan((int)(place - start)));
        }

        var stream = _stream ?? throw new InvalidOperationException($"Nothing was kept at {place}.");
        stream.Position = place;
        var read = stream.ReadAtLeast(_read, sizeof(int), throwOnEndOfStream: true);
        var length = sizeof(int) + BinaryPrimitives.ReadInt32LittleEndian(_read);
        if (length > _read.Length)
            Array.Resize(ref _read, length);
        if (length > read)
            stream.ReadExactly(_read, read, length - read);
        return RecordIn(_read);
    }

    private static ReadOnlySpan<byte> RecordIn(ReadOnlySpan<byte> bytes) =>
        bytes.Slice(sizeof(int), BinaryPrimitives.ReadInt32LittleEndian(bytes));
}
