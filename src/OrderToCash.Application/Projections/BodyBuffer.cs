using System.Buffers;

namespace OrderToCash.Application.Projections;

/// <summary>Where a text is in a <see cref="BodyBuffer"/>.</summary>
public readonly record struct BodyRange(int Start, int Length);

/// <summary>The JSON texts of a batch, one behind the other in one block of memory that is used again.</summary>
public sealed class BodyBuffer : IBufferWriter<byte>
{
    private const int FirstBytes = 256 * 1024;

    /// <summary>A block that a large batch left behind is not kept beyond this.</summary>
    private const int MaxKeptBytes = 64 * 1024 * 1024;

    private byte[] _block = [];
    private int _length;

    /// <summary>Bytes written so far.</summary>
    public int Length => _length;

    /// <summary>A text.</summary>
    public ReadOnlySpan<byte> this[BodyRange range] => _block.AsSpan(range.Start, range.Length);

    /// <summary>A text, to be handed on without a copy.</summary>
    public ReadOnlyMemory<byte> Memory(BodyRange range) => _block.AsMemory(range.Start, range.Length);

    /// <summary>Forgets every text.</summary>
    public void Clear()
    {
        _length = 0;
        if (_block.Length > MaxKeptBytes) _block = [];
    }

    /// <inheritdoc/>
    public void Advance(int count) => _length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _block.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _block.AsSpan(_length);
    }

    private void Ensure(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 256);
        if (needed > _block.Length) Array.Resize(ref _block, Math.Max(FirstBytes, Math.Max(needed, 2 * _block.Length)));
    }
}
