using System.Runtime.InteropServices;

namespace OrderToCash.Domain.CashApplication.Images;

/// <summary>Takes an image: what the matcher knows, written down as it lies in memory.</summary>
/// <remarks>
/// In the byte order and with the layouts of this program; whoever keeps an image keeps with it for which they are.
/// </remarks>
public abstract class ImageWriter
{
    /// <summary>Takes the next bytes; they are the caller's again when it returns.</summary>
    public abstract void Write(ReadOnlySpan<byte> bytes);

    /// <summary>Writes a number.</summary>
    public void Int64(long value) => Write(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in value)));

    /// <summary>Writes values with their count.</summary>
    public void Array<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Int64(values.Length);
        Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Writes a text, or that there is none; each of its characters as it is.</summary>
    public void Text(string? text)
    {
        if (text is null)
            Int64(-1);
        else
            Array(text.AsSpan());
    }
}
