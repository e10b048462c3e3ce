using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace OrderToCash.Adapters.Banks;

/// <summary>What an entry is known by, whichever file, version or message brings it: the bank's reference, else its
/// content.</summary>
internal static class EntryIdentity
{
    /// <summary>A shorter reference is a number within a day at some banks, used again on the next: it identifies
    /// nothing.</summary>
    public const int MinReferenceLength = 8;

    /// <summary>True where the reference can stand for an entry, if no other entry of the statement has it
    /// too.</summary>
    public static bool IsUsable([NotNullWhen(true)] string? reference) =>
        reference is { Length: >= MinReferenceLength } && reference.AsSpan().ContainsAnyExcept('0', '-', ' ');

    /// <summary>A 64-bit hash of a reference (FNV-1a), to tell repeated ones at eight bytes an entry. Two references
    /// that collide are taken for repeated, which is safe: both are then known by their content.</summary>
    public static ulong Hash(string reference)
    {
        var hash = 14695981039346656037UL;
        foreach (var character in reference)
            hash = unchecked((hash ^ character) * 1099511628211UL);

        return hash;
    }

    /// <summary>32 hexadecimal digits of what stays the same however often and in whatever version the bank sends the
    /// entry.</summary>
    public static string OfContent(
        string account, DateOnly bookingDate, DateOnly valueDate, long signedMinor, string? endToEndId, string? text)
    {
        const string Separator = "\u001F";
        var content = string.Join(
            Separator,
            account, $"{bookingDate:yyyy-MM-dd}", $"{valueDate:yyyy-MM-dd}", $"{signedMinor}", endToEndId, text);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, 16));
    }
}
