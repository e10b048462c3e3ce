namespace OrderToCash.Console;

/// <summary>Standard input, whose reads can be cancelled: the system's can't while nothing comes.</summary>
/// <remarks>
/// One reader. A read that was cancelled goes on on its thread, with a buffer of its own, until the process ends or
/// input comes that nobody takes: so standard input is not read again behind a cancelled read.
/// </remarks>
internal sealed class StandardInput : Stream
{
    private readonly Stream _input = System.Console.OpenStandardInput();
    private byte[] _buffer = [];

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_buffer.Length < buffer.Length)
            _buffer = new byte[buffer.Length];
        // Not into the caller's buffer, which is used for other things once the read was cancelled.
        var own = _buffer.AsMemory(0, buffer.Length);
        var count = await _input.ReadAsync(own, CancellationToken.None).AsTask().WaitAsync(cancellationToken);
        own.Span[..count].CopyTo(buffer.Span);
        return count;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => _input.Read(buffer, offset, count);

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
