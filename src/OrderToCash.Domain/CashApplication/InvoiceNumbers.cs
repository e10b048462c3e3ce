using System.Collections.Immutable;

namespace OrderToCash.Domain.CashApplication;

/// <summary>Finds invoice numbers of the form <c>RE-2026-0000123</c> in payers' text.</summary>
internal static class InvoiceNumbers
{
    private const int YearDigits = 4;

    // The series pads to seven digits and grows beyond ten million.
    private const int MinCounterDigits = 7;
    private const int MaxCounterDigits = 10;

    // Banks cut text every 27 or 35 characters and may add a line end and a blank.
    private const int MaxGap = 3;

    public static void Find(string text, ImmutableArray<Reference>.Builder found)
    {
        for (var start = 0; start < text.Length; start++)
        {
            if (!IsLetter(text[start], 'R') || (start > 0 && char.IsLetterOrDigit(text[start - 1])))
                continue;
            if (!TryRead(text, start, 0, out var end, out var number)
                && !TryRead(text, start, MaxGap, out end, out number))
                continue;
            var isExact = end - start == number.Length;
            found.Add(new Reference(ReferenceKind.InvoiceNumber, number, start..end, isExact));
            start = end - 1;
        }
    }

    private static bool TryRead(string text, int start, int maxGap, out int end, out string number)
    {
        Span<char> digits = stackalloc char[YearDigits + MaxCounterDigits];
        end = start;
        number = string.Empty;
        if (!TryTake(text, ref end, maxGap, 'R') || !TryTake(text, ref end, maxGap, 'E')
            || !TryTake(text, ref end, maxGap, '-'))
            return false;
        var year = TakeDigits(text, ref end, maxGap, digits[..YearDigits]);
        if (year != YearDigits || !TryTake(text, ref end, maxGap, '-'))
            return false;
        // A cut number is taken at its usual length only: what follows a blank may be another number.
        var maxDigits = maxGap == 0 ? MaxCounterDigits : MinCounterDigits;
        var counter = TakeDigits(text, ref end, maxGap, digits.Slice(YearDigits, maxDigits));
        if (counter < MinCounterDigits || !EndsHere(text, end))
            return false;
        number = string.Concat("RE-", digits[..YearDigits], "-", digits.Slice(YearDigits, counter));
        return true;
    }

    // "…123-125" and "…123/124" name a range or a list with shortened tails, "…123-K" another document: none is the
    // number alone. Another full number may follow.
    private static bool EndsHere(string text, int end)
    {
        if (end >= text.Length)
            return true;
        if (char.IsLetterOrDigit(text[end]))
            return false;
        if (text[end] is not ('-' or '/') || end + 1 >= text.Length || !char.IsLetterOrDigit(text[end + 1]))
            return true;
        return !char.IsDigit(text[end + 1]) && (text[end] == '/' || IsLetter(text[end + 1], 'R'));
    }

    private static int TakeDigits(string text, ref int position, int maxGap, Span<char> digits)
    {
        var count = 0;
        while (count < digits.Length)
        {
            var next = SkipGap(text, position, maxGap);
            if (next >= text.Length || !char.IsAsciiDigit(text[next]))
                break;
            digits[count++] = text[next];
            position = next + 1;
        }

        return count;
    }

    private static bool TryTake(string text, ref int position, int maxGap, char expected)
    {
        var next = SkipGap(text, position, maxGap);
        if (next >= text.Length || !IsLetter(text[next], expected))
            return false;
        position = next + 1;
        return true;
    }

    private static int SkipGap(string text, int position, int maxGap)
    {
        var limit = Math.Min(text.Length, position + maxGap);
        while (position < limit && char.IsWhiteSpace(text[position]))
            position++;
        return position;
    }

    private static bool IsLetter(char character, char expected) => char.ToUpperInvariant(character) == expected;
}
