using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OrderToCash.Domain.Payments;

/// <summary>
/// A bounded memory of entry identities: the newest are known, the oldest is forgotten when it is full.
/// </summary>
/// <remarks>
/// Kept as the first 128 bits of their SHA-256: 200,000 identities take 10 MB instead of 40, and that two of them share
/// a hash is less likely than a fault of the memory they are in.
/// </remarks>
public sealed class RecentIdentities(int capacity)
{
    private const int HashBytes = 16;

    private readonly HashSet<UInt128> _known = [];
    private readonly Queue<UInt128> _order = new();

    /// <summary>How many are remembered.</summary>
    public int Count => _order.Count;

    /// <summary>True where the identity was added and is not forgotten yet.</summary>
    public bool Contains(string identity) => _known.Contains(HashOf(identity));

    /// <summary>All that are remembered, oldest first: 16 bytes each, as Base64.</summary>
    public string ToBase64()
    {
        var bytes = new byte[_order.Count * HashBytes];
        var offset = 0;
        foreach (var hash in _order)
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(offset), hash);
            offset += HashBytes;
        }

        return Convert.ToBase64String(bytes);
    }

    internal void AddBase64(string base64)
    {
        var bytes = Convert.FromBase64String(base64);
        for (var offset = 0; offset < bytes.Length; offset += HashBytes)
            Add(BinaryPrimitives.ReadUInt128BigEndian(bytes.AsSpan(offset)));
    }

    internal void Add(string identity) => Add(HashOf(identity));

    private void Add(UInt128 hash)
    {
        if (!_known.Add(hash))
            return;
        _order.Enqueue(hash);
        if (_order.Count > capacity)
            _known.Remove(_order.Dequeue());
    }

    private static UInt128 HashOf(string identity)
    {
        const int MaxStackBytes = 512;
        var maxBytes = Encoding.UTF8.GetMaxByteCount(identity.Length);
        Span<byte> text = maxBytes <= MaxStackBytes ? stackalloc byte[maxBytes] : new byte[maxBytes];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..Encoding.UTF8.GetBytes(identity, text)], hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
