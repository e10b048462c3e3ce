using System.IO.Compression;

namespace OrderToCash.Adapters.Files;

/// <summary>What a gzip file holds, and an error where the file is cut off.</summary>
/// <remarks>
/// <see cref="GZipStream"/> ends silently where its input does, even in the middle of compressed data (seen on .NET
/// 10). So a small further member is fed behind the file's end: only where the file was complete does it come out again
/// as it went in, and then it is held back. One reader.
/// </remarks>
internal sealed class GzipContent : Stream
{
    private static readonly byte[] Sentinel = "\0end-of-gzip-ok\0"u8.ToArray();

    private readonly GZipStream _gzip;
    private readonly byte[] _buffer = new byte[64 * 1024];

    /// <summary>Bytes in the buffer; the last of them may be the sentinel.</summary>
    private int _start;
    private int _end;
    private bool _isAtEnd;

    public GzipContent(Stream compressed) =>
        _gzip = new GZipStream(new FollowedBySentinel(compressed), CompressionMode.Decompress);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="InvalidDataException">The file is cut off or damaged.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!_isAtEnd && _end - _start <= Sentinel.Length)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            var count = await _gzip.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _end += count;
            _isAtEnd = count == 0;
        }

        if (_isAtEnd && !_buffer.AsSpan(_start, _end - _start).SequenceEqual(Sentinel))
        {
            throw new InvalidDataException("The compressed data ends before its end.");
        }

        var available = Math.Min(buffer.Length, _end - _start - Sentinel.Length);
        _buffer.AsSpan(_start, available).CopyTo(buffer.Span);
        _start += available;
        return available;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _gzip.Dispose();
        }

        base.Dispose(disposing);
    }

    private static byte[] SentinelMember()
    {
        var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Sentinel);
        }

        return member.ToArray();
    }

    /// <summary>The compressed file, and behind it the sentinel's member.</summary>
    private sealed class FollowedBySentinel(Stream compressed) : Stream
    {
        private readonly MemoryStream _sentinel = new(SentinelMember());
        private bool _isBehind;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_isBehind)
            {
                var count = await compressed.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (count > 0)
                {
                    return count;
                }

                _isBehind = true;
            }

            return _sentinel.Read(buffer.Span);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override Task<int> ReadAsync(
            byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                compressed.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
