namespace OrderToCash.Adapters.Files;

/// <summary>The bytes of one input, cut out of a file.</summary>
/// <param name="Position">The line's number, or the number of the element; from 1.</param>
/// <param name="Line">The line it begins in, from 1.</param>
/// <param name="Bytes">The input; its first bytes where it is too long.</param>
/// <param name="Length">How long it is.</param>
/// <param name="End">Bytes of the content up to its end.</param>
/// <param name="Fingerprint">Of everything up to its end.</param>
internal readonly record struct Frame(
    FrameKind Kind, long Position, long Line, ReadOnlyMemory<byte> Bytes, long Length, long End, ulong Fingerprint)
{
    /// <summary>The longest input that is read: an order of 10,000 lines has 2 MB.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>What is kept of one that is longer.</summary>
    public const int MaxBytesKept = 64 * 1024;
}

/// <summary>How an input was found.</summary>
internal enum FrameKind
{
    /// <summary>Whole.</summary>
    Whole = 1,

    /// <summary>It is too long, and only its beginning is kept.</summary>
    TooLong = 2,

    /// <summary>The file ends before the input, or the list around it, does.</summary>
    CutOff = 3,

    /// <summary>It stands behind the end of the list.</summary>
    BehindEnd = 4,
}

/// <summary>
/// Memory for inputs, cut from larger pieces: they live about equally long, and one object each would burden the
/// collector.
/// </summary>
internal sealed class FrameMemory
{
    /// <summary>
    /// Below the size from which the collector keeps objects apart (85,000 bytes) and frees them late.
    /// </summary>
    private const int PieceBytes = 64 * 1024;

    private byte[] _piece = [];
    private int _used;

    public Memory<byte> Take(int bytes)
    {
        if (bytes > PieceBytes / 4)
        {
            return new byte[bytes];
        }

        if (_piece.Length - _used < bytes)
        {
            (_piece, _used) = (GC.AllocateUninitializedArray<byte>(PieceBytes), 0);
        }

        var memory = _piece.AsMemory(_used, bytes);
        _used += bytes;
        return memory;
    }
}
