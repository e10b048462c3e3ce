namespace OrderToCash.Adapters.Banks;

/// <summary>Bounds what an archive may unpack to, so that a small file can't fill the disk.</summary>
/// <param name="packedBytes">The archive's own size.</param>
internal sealed class UnpackLimit(long packedBytes)
{
    /// <summary>All files of an archive together: four times of the largest statement we know of.</summary>
    public const long MaxBytes = 4L << 30;

    /// <summary>
    /// Statements pack to a thirtieth, at most to a hundredth; what a bomb is made of packs to a thousandth.
    /// </summary>
    public const int MaxRatio = 200;

    /// <summary>Up to here a ratio says nothing.</summary>
    private const long FreeBytes = 16L << 20;

    private long _bytes;

    /// <summary>Counts bytes that were unpacked.</summary>
    /// <exception cref="BankRefusedException">They are too many.</exception>
    public void Take(string name, int bytes)
    {
        _bytes += bytes;
        if (_bytes <= MaxBytes && (_bytes <= FreeBytes || _bytes / MaxRatio <= packedBytes))
            return;

        throw new BankRefusedException(
            "unpacks-too-large", name, $"{packedBytes} bytes that unpack to more than {_bytes}",
            $"at most {MaxBytes >> 30} GiB, and at most {MaxRatio} times the archive's size",
            "Unpack it where you trust it, and take in the statements themselves.");
    }
}
