using System.IO.Compression;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>Inputs kept as they came, in fewer bytes: a document takes about a fifth as a zlib stream.</summary>
internal static class PackedBytes
{
    /// <summary>From this size on bytes are packed: a small one isn't worth it.</summary>
    public const int MinBytes = 2048;

    public static byte[] Pack(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(bytes);
        return packed.ToArray();
    }

    /// <param name="bytes">How many there are, unpacked.</param>
    public static byte[] Unpack(byte[] packed, int bytes)
    {
        var unpacked = new byte[bytes];
        using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        zlib.ReadExactly(unpacked);
        return unpacked;
    }
}
