using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrderToCash.Adapters.Banks;

/// <summary>What an entry is known by, whichever file, version, message or format brings it. All readers of
/// statements take their identities from here.</summary>
/// <remarks>
/// <para>An entry with a usable reference of the bank (<c>AcctSvcrRef</c> in camt, what follows <c>//</c> in MT940's
/// <c>:61:</c>) that no other entry of the statement has, is known by it: <see cref="OfReference"/>. So the camt.053
/// and the MT940 of a day give the same identities wherever the bank gives both the same reference.</para>
/// <para>A transaction of a batch is known by the entry's reference and its own, <see cref="OfDetail"/>, and carries
/// the entry's in <c>EntryReference</c>. The bank account knows by that a total that comes after its details, and
/// details that come after their total.</para>
/// <para>Without a usable reference it is known by its content: <see cref="OfContent"/>, and by which of several equal
/// lines of the statement it is. The content has the text, so formats differ in it. Whether an entry is booked is
/// therefore not told by this: the bank account finds the statement's place between its balances (ADR 0008).</para>
/// </remarks>
internal static class EntryIdentity
{
    /// <summary>A shorter reference is a number within a day at some banks, used again on the next: it identifies
    /// nothing.</summary>
    public const int MinReferenceLength = 8;

    /// <summary>True where the reference can stand for an entry, if no other entry of the statement has it
    /// too.</summary>
    public static bool IsUsable([NotNullWhen(true)] string? reference) =>
        reference is { Length: >= MinReferenceLength } && reference.AsSpan().ContainsAnyExcept('0', '-', ' ')
        && !reference.StartsWith("NONREF", StringComparison.OrdinalIgnoreCase);

    /// <summary>A 64-bit hash of a reference (FNV-1a), to tell repeated ones at eight bytes an entry. Two references
    /// that collide are taken for repeated, which is safe: both are then known by their content.</summary>
    public static ulong Hash(string reference)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in reference)
            hash = unchecked((hash ^ character) * 1099511628211UL);

        return hash;
    }

    /// <summary>The identity of an entry with a usable reference that is its own in the statement.</summary>
    public static string OfReference(string reference) => reference;

    /// <summary>The identity of a transaction in an entry of that reference.</summary>
    /// <param name="own">The transaction's own reference, or its index in the entry (1 for the first) where not all of
    /// the entry's transactions have one of their own.</param>
    public static string OfDetail(string reference, string own) => $"{reference}/{own}";

    /// <summary>What stays the same however often and in whatever version the bank sends the entry.</summary>
    public static UInt128 HashContent(
        string account, DateOnly bookingDate, DateOnly valueDate, long signedMinor, string? endToEndId, string? text)
    {
        const string Separator = "\u001F";
        var content = string.Join(
            Separator,
            account, $"{bookingDate:yyyy-MM-dd}", $"{valueDate:yyyy-MM-dd}", $"{signedMinor}", endToEndId, text);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(content), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>The identity by content.</summary>
    /// <param name="occurrence">1 for the first of several equal lines of the statement.</param>
    public static string OfContent(UInt128 content, int occurrence) =>
        string.Create(CultureInfo.InvariantCulture, $"{content:x32}-{occurrence}");
}
