using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace OrderToCash.Domain.Payments;

/// <summary>What is remembered of an entry that is booked, to know it again in whatever form it comes.</summary>
/// <param name="Day">Booking day.</param>
/// <param name="Reference">Hash of the bank's reference that it is known by; 0 where it is known by content.</param>
/// <param name="Content">Hash of the content that it is known by; 0 where it has a reference.</param>
/// <param name="Whole">Hash of the reference of the entry that it is a detail of; 0 where it is no detail.</param>
/// <param name="Payer">Hash of the end-to-end id; 0 where there is none.</param>
public readonly record struct BookedLine(
    DateOnly Day, DateOnly ValueDay, long SignedMinor, ulong Reference, ulong Content, ulong Whole, ulong Payer)
{
    /// <summary>Bytes of a line as <see cref="Pack"/> writes it.</summary>
    private const int Bytes = 48;

    /// <summary>The line of an entry.</summary>
    internal static BookedLine Of(BankTransaction entry) => new(
        entry.BookingDate, entry.ValueDate, entry.SignedMinor,
        entry.IsKnownByContent ? 0 : HashOf(Reused(entry.Identity)),
        entry.IsKnownByContent ? HashOf(entry.Identity.AsSpan(0, BankTransaction.ContentHashLength)) : 0,
        HashOf(entry.EntryReference), HashOf(entry.EndToEndId));

    /// <summary>Lines as bytes, 48 each.</summary>
    public static byte[] Pack(ReadOnlySpan<BookedLine> lines)
    {
        var bytes = new byte[lines.Length * Bytes];
        for (var index = 0; index < lines.Length; index++)
        {
            var line = lines[index];
            var into = bytes.AsSpan(index * Bytes, Bytes);
            BinaryPrimitives.WriteInt32LittleEndian(into, line.Day.DayNumber);
            BinaryPrimitives.WriteInt32LittleEndian(into[4..], line.ValueDay.DayNumber);
            BinaryPrimitives.WriteInt64LittleEndian(into[8..], line.SignedMinor);
            BinaryPrimitives.WriteUInt64LittleEndian(into[16..], line.Reference);
            BinaryPrimitives.WriteUInt64LittleEndian(into[24..], line.Content);
            BinaryPrimitives.WriteUInt64LittleEndian(into[32..], line.Whole);
            BinaryPrimitives.WriteUInt64LittleEndian(into[40..], line.Payer);
        }

        return bytes;
    }

    /// <summary>The lines that <see cref="Pack"/> wrote.</summary>
    public static ImmutableArray<BookedLine> Unpack(ReadOnlySpan<byte> bytes)
    {
        var lines = new BookedLine[bytes.Length / Bytes];
        for (var index = 0; index < lines.Length; index++)
        {
            var from = bytes.Slice(index * Bytes, Bytes);
            lines[index] = new BookedLine(
                DateOnly.FromDayNumber(BinaryPrimitives.ReadInt32LittleEndian(from)),
                DateOnly.FromDayNumber(BinaryPrimitives.ReadInt32LittleEndian(from[4..])),
                BinaryPrimitives.ReadInt64LittleEndian(from[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(from[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(from[24..]),
                BinaryPrimitives.ReadUInt64LittleEndian(from[32..]),
                BinaryPrimitives.ReadUInt64LittleEndian(from[40..]));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(lines);
    }

    // A reference that the bank uses again is booked under it and a number.
    private static ReadOnlySpan<char> Reused(string identity)
    {
        var end = identity.Length;
        while (end > 0 && char.IsAsciiDigit(identity[end - 1]))
            end--;
        return end < identity.Length && end > 1 && identity[end - 1] == BankAccount.ReuseMark
            ? identity.AsSpan(0, end - 1)
            : identity;
    }

    // FNV-1a over the text's bytes in memory; never 0, which stands for "none".
    private static ulong HashOf(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return 0;
        var hash = 14695981039346656037UL;
        foreach (var character in text)
            hash = unchecked((hash ^ character) * 1099511628211UL);
        return hash == 0 ? 1 : hash;
    }
}
