using System.Security.Cryptography;
using OrderToCash.Domain.CashApplication.Images;

namespace OrderToCash.Application.Publishers;

/// <summary>Writes an image to a stream, with its SHA-256 behind it.</summary>
internal sealed class ImageStreamWriter(Stream target) : ImageWriter, IDisposable
{
    private const int BufferBytes = 256 * 1024;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _count;

    public override void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BufferBytes - _count)
            Flush();
        if (bytes.Length > BufferBytes)
        {
            _hash.AppendData(bytes);
            target.Write(bytes);
            return;
        }

        bytes.CopyTo(_buffer.AsSpan(_count));
        _count += bytes.Length;
    }

    /// <summary>Writes what is left, and the checksum.</summary>
    public void End()
    {
        Flush();
        target.Write(_hash.GetHashAndReset());
    }

    public void Dispose() => _hash.Dispose();

    private void Flush()
    {
        _hash.AppendData(_buffer.AsSpan(0, _count));
        target.Write(_buffer.AsSpan(0, _count));
        _count = 0;
    }
}
