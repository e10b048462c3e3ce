using System.Security.Cryptography;
using OrderToCash.Adapters.Sqlite;

namespace OrderToCash.Adapters.Inbox;

/// <summary>A delivery on its way to the disk.</summary>
/// <remarks>What costs time, packing and hashing, is done by the request's thread before the writer sees it.</remarks>
internal sealed class InboxAppend
{
    /// <summary>Half a SHA-256: two documents with the same one don't happen.</summary>
    private const int HashBytes = 16;

    public InboxAppend(Delivery delivery)
    {
        Delivery = delivery;
        ContentHash = HashOf(delivery.Body.Span);
        IsPacked = delivery.Body.Length >= PackedBytes.MinBytes;
        Body = IsPacked ? PackedBytes.Pack(delivery.Body.Span) : delivery.Body;
    }

    public Delivery Delivery { get; }

    public byte[] ContentHash { get; }

    public bool IsPacked { get; }

    /// <summary>As it is stored.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Set by the writer before the commit.</summary>
    public InboxReceipt Receipt { get; set; }

    /// <summary>Completes when it is durable, or failed.</summary>
    public TaskCompletionSource<InboxReceipt> Kept { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What bodies are compared by.</summary>
    public static byte[] HashOf(ReadOnlySpan<byte> body) => SHA256.HashData(body)[..HashBytes];
}
