using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>Reads field 61.</summary>
/// <remarks>
/// Source: SWIFT Standards MT, MT940 field 61: <c>6!n[4!n]2a[1!a]15d1!a3!c16x[//16x][34x]</c>. Banks leave out the
/// entry date or write four blanks for it, and put the last part behind the reference or on a line of its own.
/// </remarks>
internal static class Mt940EntryLine
{
    private const int MaxReferenceBytes = 16;

    private static ReadOnlySpan<byte> Blanks => " \t"u8;

    /// <summary>Fills the entry from <see cref="Mt940Entry.Head"/>; says what is wrong where it can't.</summary>
    public static (string Reason, string Found, string Expected)? Parse(Mt940Entry entry, Currency currency)
    {
        entry.ClearParts();
        var text = entry.Head.Span;
        if (Mt940Date.Parse(text) is not { } valueDate)
            return ("malformed-date", Mt940Quote.Of(text), "a value date, YYMMDD");

        entry.ValueDate = valueDate;
        entry.EntryDate = null;
        var at = 6;
        if (text.Length >= 10 && text[6] is >= (byte)'0' and <= (byte)'9')
        {
            entry.EntryDate = Mt940Date.ParseNear(text[6..], valueDate);
            if (entry.EntryDate is null)
                return ("malformed-date", Mt940Quote.Of(text), "an entry date, MMDD, behind the value date");
            at = 10;
        }

        at += text[at..].Length - text[at..].TrimStart(Blanks).Length;
        at += ParseMark(entry, text[at..]);
        if (entry.Sign == 0)
            return ("unknown-direction", Mt940Quote.Of(text), "C, D, RC, RD, EC or ED behind the dates");

        var digits = text[at..];
        var length = Mt940Amount.LengthOf(digits);
        if (Mt940Amount.Parse(digits[..length], currency) is not { } minor)
        {
            return (
                "malformed-amount", Mt940Quote.Of(text[at..]),
                $"an amount in {currency}, with a comma and at most {currency.Exponent} decimals");
        }

        entry.AmountMinor = minor;
        ParseReferences(entry, at + length);
        return null;
    }

    /// <summary>Marks RC, RD, EC, ED, then C, D, then the third character of the currency.</summary>
    private static int ParseMark(Mt940Entry entry, ReadOnlySpan<byte> text)
    {
        entry.IsReversal = text is [(byte)'R', (byte)'C' or (byte)'D', ..];
        entry.IsExpected = text is [(byte)'E', (byte)'C' or (byte)'D', ..];
        var at = entry.IsReversal || entry.IsExpected ? 1 : 0;
        entry.Sign = at >= text.Length ? 0 : text[at] switch
        {
            (byte)'C' => 1,
            (byte)'D' => -1,
            _ => 0,
        };
        if (entry.Sign == 0)
            return 0;

        // The reversal of a credit is a debit.
        entry.Sign *= entry.IsReversal ? -1 : 1;
        at++;
        return at < text.Length && char.IsAsciiLetter((char)text[at]) ? at + 1 : at;
    }

    private static void ParseReferences(Mt940Entry entry, int start)
    {
        var text = entry.Head.Span;
        var lineEnd = entry.Head.LineCount > 1 ? FirstLineEnd(entry) : text.Length;
        var firstEnd = lineEnd > start ? lineEnd : text.Length;
        var hasType = start + 4 <= firstEnd;
        var at = hasType ? start + 4 : start;
        entry.TypeCode = start..at;
        var rest = text[at..firstEnd];
        var slashes = rest.IndexOf("//"u8);
        var referenceEnd = slashes >= 0 && slashes <= MaxReferenceBytes
            ? slashes
            : Math.Min(rest.Length, MaxReferenceBytes);
        entry.CustomerReference = at..(at + referenceEnd);
        entry.BankReference = at..at;
        if (slashes == referenceEnd)
        {
            var bankStart = at + slashes + 2;
            entry.BankReference = bankStart..firstEnd;
            entry.Supplement = firstEnd..text.Length;
        }
        else
        {
            // Rabobank writes the other party's name behind the reference, without a line end.
            entry.Supplement = (at + referenceEnd)..text.Length;
        }

        if (slashes != referenceEnd && text[firstEnd..].StartsWith("//"u8))
        {
            entry.BankReference = (firstEnd + 2)..text.Length;
            entry.Supplement = text.Length..text.Length;
        }
    }

    // A line may end before the reference begins.
    private static int FirstLineEnd(Mt940Entry entry) =>
        entry.Head.ShortEndCount > 0 ? entry.Head.ShortEnds[0] : Mt940Bytes.FullLineBytes;
}
