using System.Buffers;

namespace OrderToCash.Engine.Journal;

/// <summary>One growing stretch of memory that a turn's events are encoded into; kept from turn to turn.</summary>
/// <remarks>
/// Owned by one shard and, during a commit, read by the journal. Not for use by several threads at once.
/// </remarks>
public sealed class TurnBuffer : IBufferWriter<byte>
{
    private const int InitialBytes = 64 * 1024;

    /// <summary>
    /// A larger buffer is given back after the turn, so that one huge order doesn't keep its memory for good.
    /// </summary>
    private const int MaxKeptBytes = 8 * 1024 * 1024;

    private byte[] _bytes = new byte[InitialBytes];

    /// <summary>How many bytes were written.</summary>
    public int Length { get; private set; }

    /// <summary>The bytes of a slice.</summary>
    public ReadOnlySpan<byte> this[Slice slice] => _bytes.AsSpan(slice.Offset, slice.Length);

    /// <summary>All bytes that were written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>The array behind a slice, for stores that bind memory.</summary>
    public ReadOnlyMemory<byte> Memory(Slice slice) => _bytes.AsMemory(slice.Offset, slice.Length);

    /// <summary>Forgets what was written.</summary>
    public void Clear()
    {
        Length = 0;
        if (_bytes.Length > MaxKeptBytes)
        {
            _bytes = new byte[InitialBytes];
        }
    }

    /// <summary>Takes back what was written after this length.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    /// <inheritdoc/>
    public void Advance(int count) => Length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsMemory(Length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsSpan(Length);
    }

    private void Grow(int sizeHint)
    {
        var needed = Length + Math.Max(sizeHint, 1);
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Max(needed, Math.Min(2L * _bytes.Length, Array.MaxLength)));
        }
    }
}
