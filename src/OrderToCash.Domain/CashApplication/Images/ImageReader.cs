using System.Runtime.InteropServices;

namespace OrderToCash.Domain.CashApplication.Images;

/// <summary>Gives back an image, in the order in which it was written.</summary>
public abstract class ImageReader
{
    /// <summary>No array of the index comes near it.</summary>
    private const int MaxCount = 1 << 30;

    /// <summary>Fills the target with the next bytes.</summary>
    /// <exception cref="ImageException">There are not so many.</exception>
    public abstract void Read(Span<byte> target);

    /// <summary>The next number.</summary>
    /// <exception cref="ImageException">The image ends.</exception>
    public long Int64()
    {
        var value = 0L;
        Read(MemoryMarshal.AsBytes(new Span<long>(ref value)));
        return value;
    }

    /// <summary>The next number, which counts something.</summary>
    /// <exception cref="ImageException">It is none that counts.</exception>
    public int Count()
    {
        var count = Int64();
        return count is >= 0 and <= MaxCount ? (int)count : throw new ImageException($"a count of {count}");
    }

    /// <summary>The next values, in an array of at least so many.</summary>
    /// <exception cref="ImageException">The image ends.</exception>
    public T[] Array<T>(int minLength, out int count)
        where T : unmanaged
    {
        count = Count();
        var values = new T[Math.Max(minLength, count)];
        Read(MemoryMarshal.AsBytes(values.AsSpan(0, count)));
        return values;
    }

    /// <summary>The next values.</summary>
    /// <exception cref="ImageException">The image ends.</exception>
    public T[] Array<T>()
        where T : unmanaged => Array<T>(0, out _);

    /// <summary>Fills an array whose length doesn't change.</summary>
    /// <exception cref="ImageException">Another length was written.</exception>
    public void Fill<T>(T[] target)
        where T : unmanaged
    {
        var count = Count();
        if (count != target.Length)
            throw new ImageException($"{count} values in place of {target.Length}");
        Read(MemoryMarshal.AsBytes(target.AsSpan()));
    }

    /// <summary>The next text; null where there is none.</summary>
    /// <exception cref="ImageException">The image ends.</exception>
    public string? TextOrNull()
    {
        var length = Int64();
        if (length == -1)
            return null;
        if (length is < 0 or > MaxCount)
            throw new ImageException($"a text of {length} characters");
        var characters = new char[length];
        Read(MemoryMarshal.AsBytes(characters.AsSpan()));
        return new string(characters);
    }

    /// <summary>The next text.</summary>
    /// <exception cref="ImageException">There is none.</exception>
    public string Text() => TextOrNull() ?? throw new ImageException("no text where one is kept");
}

/// <summary>An image is not what this program writes; the message says what was found.</summary>
public sealed class ImageException(string message) : Exception(message);
