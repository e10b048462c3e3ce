using System.Security.Cryptography;
using OrderToCash.Domain.CashApplication.Images;

namespace OrderToCash.Application.Publishers;

/// <summary>Reads an image from a stream that can be sought, once its checksum is right.</summary>
internal sealed class ImageStreamReader : ImageReader
{
    private const int BufferBytes = 256 * 1024;

    private readonly Stream _source;
    private readonly byte[] _buffer = new byte[BufferBytes];

    /// <summary>Bytes of the image behind those in the buffer.</summary>
    private long _left;
    private int _start;
    private int _end;

    private ImageStreamReader(Stream source, long bytes)
    {
        (_source, _left) = (source, bytes);
        _source.Position = 0;
    }

    /// <summary>The reader of what a stream holds from its beginning; null where the checksum is another.</summary>
    public static ImageStreamReader? Open(Stream source)
    {
        var bytes = source.Length - SHA256.HashSizeInBytes;
        if (bytes < 0)
            return null;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var image = new ImageStreamReader(source, bytes);
        while (image.Fill())
        {
            hash.AppendData(image._buffer.AsSpan(0, image._end));
            image._start = image._end;
        }

        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        source.ReadExactly(expected);
        return expected.SequenceEqual(hash.GetHashAndReset()) ? new ImageStreamReader(source, bytes) : null;
    }

    public override void Read(Span<byte> target)
    {
        while (!target.IsEmpty)
        {
            if (_start == _end && target.Length >= BufferBytes)
            {
                // Large arrays without a detour.
                if (target.Length > _left)
                    throw Ends();
                _source.ReadExactly(target);
                _left -= target.Length;
                return;
            }

            if (_start == _end && !Fill())
                throw Ends();
            var count = Math.Min(target.Length, _end - _start);
            _buffer.AsSpan(_start, count).CopyTo(target);
            _start += count;
            target = target[count..];
        }
    }

    private static ImageException Ends() => new("an image that ends early");

    private bool Fill()
    {
        _start = 0;
        _end = (int)Math.Min(BufferBytes, _left);
        _source.ReadExactly(_buffer, 0, _end);
        _left -= _end;
        return _end > 0;
    }
}
