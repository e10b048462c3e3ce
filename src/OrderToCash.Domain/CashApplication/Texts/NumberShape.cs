using OrderToCash.Domain.CashApplication.Indexing;

namespace OrderToCash.Domain.CashApplication.Texts;

/// <summary>
/// How a number of ours is built, read from the number itself: what stands before its counter, the counter, what stands
/// after it. <c>RE-2026-0000123</c> has the counter 0000123, and the longer one 20260000123 for payers that leave the
/// marks out.
/// </summary>
internal readonly ref struct NumberShape
{
    /// <summary>The longest number that is looked at.</summary>
    public const int MaxLength = 64;

    /// <summary>Shorter counters are found everywhere: such numbers are looked up as a whole.</summary>
    public const int MinDigits = 4;

    private NumberShape(ReadOnlySpan<byte> squeezed, Range counter, Range whole)
    {
        Squeezed = squeezed;
        Counter = counter;
        Whole = whole;
    }

    /// <summary>Capitals and digits of it.</summary>
    public ReadOnlySpan<byte> Squeezed { get; }

    /// <summary>The longest run of digits, the last one of several; empty where it has less than four.</summary>
    public Range Counter { get; }

    /// <summary>The run of digits around it when marks are left out; the same as the counter where there are none.
    /// </summary>
    public Range Whole { get; }

    /// <summary>True where there is a counter.</summary>
    public bool HasCounter => Counter.End.Value - Counter.Start.Value >= MinDigits;

    /// <summary>Reads a number in UTF-8.</summary>
    /// <param name="buffer">At least <see cref="MaxLength"/> bytes, in use as long as the shape is.</param>
    public static NumberShape Read(ReadOnlySpan<byte> number, Span<byte> buffer)
    {
        var length = 0;
        int runStart = -1, wholeStart = -1, bestStart = 0, bestEnd = 0, bestWhole = 0;
        for (var i = 0; i < number.Length && length < MaxLength; i++)
        {
            var character = number[i];
            if (char.IsAsciiDigit((char)character))
            {
                if (wholeStart < 0)
                    wholeStart = length;
                if (runStart < 0)
                    runStart = length;
                buffer[length++] = character;
                if (length - runStart >= bestEnd - bestStart)
                    (bestStart, bestEnd, bestWhole) = (runStart, length, wholeStart);
                continue;
            }

            runStart = -1;
            if (!char.IsAsciiLetter((char)character))
                continue;
            wholeStart = -1;
            buffer[length++] = (byte)(char.IsAsciiLetterLower((char)character) ? character - 32 : character);
        }

        var wholeEnd = bestEnd;
        while (wholeEnd < length && char.IsAsciiDigit((char)buffer[wholeEnd]))
            wholeEnd++;
        if (bestEnd - bestStart > NumberPages.MaxDigits)
            (bestStart, bestEnd) = (0, 0);
        if (wholeEnd - bestWhole > NumberPages.MaxDigits)
            (bestWhole, wholeEnd) = (bestStart, bestEnd);
        return new NumberShape(buffer[..length], bestStart..bestEnd, bestWhole..wholeEnd);
    }

    /// <summary>The value of a range of digits.</summary>
    public long Value(Range digits)
    {
        var value = 0L;
        foreach (var digit in Squeezed[digits])
            value = (value * 10) + digit - '0';
        return value;
    }
}
