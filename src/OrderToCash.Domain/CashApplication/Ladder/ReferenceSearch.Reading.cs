using OrderToCash.Domain.CashApplication.Texts;

namespace OrderToCash.Domain.CashApplication.Ladder;

/// <content>What stands around a counter decides what it is worth.</content>
internal sealed partial class ReferenceSearch
{
    /// <summary>Counters with fewer digits are found in dates, amounts and house numbers.</summary>
    private const int MinCounterDigits = 6;

    /// <summary>A number that reads as a date within this many days of the booking is taken for one.</summary>
    private const int MaxDateDays = 400;

    /// <summary>Reads the numbers of an item whose counter stands at a place.</summary>
    private void Read(SqueezedText text, TransactionField field, int item, int from, int to)
    {
        var best = default(Hit);
        for (var i = 0; i < 3; i++)
        {
            var number = index.Items.Text(item, i);
            if (number.IsEmpty)
                continue;
            var shape = NumberShape.Read(number, _buffer);
            if (!shape.HasCounter)
                continue;
            if (Judge(text, shape, shape.Counter, from, to, i == 1) is { Points: > 0 } hit && hit.Points > best.Points)
                best = hit;
            if (!shape.Whole.Equals(shape.Counter)
                && Judge(text, shape, shape.Whole, from, to, i == 1) is { Points: > 0 } whole
                && whole.Points > best.Points)
                best = whole;
        }

        // An end-to-end id is the payer's own: only what is one of our numbers as a whole is meant so.
        if (best.Points > 0
            && (field != TransactionField.EndToEndId || (best.From == 0 && best.To == text.Count)))
            Add(item, best.Rule, best.Points, text, field, best.From, best.To);
    }

    private Hit Judge(SqueezedText text, in NumberShape shape, Range counter, int from, int to, bool isOrder)
    {
        if (counter.End.Value - counter.Start.Value != to - from || !HasDigits(text, shape.Squeezed[counter], from))
            return default;
        var before = shape.Squeezed[..counter.Start];
        var behind = shape.Squeezed[counter.End..];
        var start = MatchBefore(text, before, from);
        var end = MatchBehind(text, behind, to);
        if (end < 0)
            return default;
        var isWhole = start >= 0 && end == to + behind.Length
            && shape.Squeezed.Length >= MinCounterDigits && !CutsRun(text, start) && !CutsRun(text, end);
        if (!isWhole)
            (start, end) = (from, to);
        var lookAlikes = CountLookAlikes(text, shape, counter, start, from, to);
        if (lookAlikes > MaxLookAlikes)
            return default;
        if (!HasLetter(text, start, end) && !MayBeNumber(text, start, end))
            return default;
        if (!isWhole && (to - from < MinCounterDigits
            || index.Numbers.IsOfOtherSeries(text.Characters[..from], to - from, before)))
            return default;
        var (rule, points) = Worth(text, start, end, isWhole, isOrder, lookAlikes);
        return new Hit(0, rule, points, TransactionField.None, start, end, 0, 0);
    }

    private (string Rule, int Points) Worth(
        SqueezedText text, int start, int end, bool isWhole, bool isOrder, int lookAlikes)
    {
        if (lookAlikes > 0)
            return (MatchRules.LookAlike, isWhole ? policy.LookAlikePoints : policy.LookAlikeCounterPoints);
        if (!isWhole)
            return (MatchRules.Counter, policy.CounterPoints);
        if (isOrder)
            return (MatchRules.Order, policy.OrderPoints);
        var isInPieces = text.WidestGap(start, end) is Gap.Blank or Gap.Break
            || (start > 0 && text.Gaps[start] == Gap.None);
        return isInPieces
            ? (MatchRules.NumberInPieces, policy.NumberInPiecesPoints)
            : (MatchRules.Number, policy.NumberPoints);
    }

    private static bool HasDigits(SqueezedText text, ReadOnlySpan<byte> digits, int from)
    {
        for (var i = 0; i < digits.Length; i++)
        {
            if (text.Digits[from + i] != digits[i] - '0')
                return false;
        }

        return true;
    }

    // Where the number begins, given that what stands before its counter stands there; -1 where it doesn't.
    private static int MatchBefore(SqueezedText text, ReadOnlySpan<byte> before, int from)
    {
        if (from < before.Length)
            return -1;
        for (var i = 1; i <= before.Length; i++)
        {
            if (!AreAlike(text, from - i, before[^i]))
                return -1;
        }

        return from - before.Length;
    }

    // Where it ends: behind what belongs there, or right behind the counter where nothing stands; -1 where something
    // else stands in its place, as a wrong check character does.
    private static int MatchBehind(SqueezedText text, ReadOnlySpan<byte> behind, int to)
    {
        if (behind.IsEmpty)
            return to;
        var end = to + behind.Length;
        if (end <= text.Count && text.Characters[to..end].SequenceEqual(behind))
            return end;
        var isOther = end <= text.Count && text.Gaps[to] <= Gap.Mark && (end == text.Count
            || text.Gaps[end] != Gap.None)
            && text.WidestGap(to, end) == Gap.None;
        return isOther ? -1 : to;
    }

    private static bool AreAlike(SqueezedText text, int place, byte expected)
    {
        var found = text.Characters[place];
        return found == expected
            || (char.IsAsciiDigit((char)expected)
                ? Letters.LookAlike(found) == expected
                : char.IsAsciiDigit((char)found) && Letters.LookAlike(expected) == found);
    }

    private static int CountLookAlikes(
        SqueezedText text, in NumberShape shape, Range counter, int start, int from, int to)
    {
        var count = 0;
        for (var i = start; i < to; i++)
        {
            if (text.Characters[i] != shape.Squeezed[counter.Start.Value - from + i])
                count++;
        }

        return count;
    }

    private static bool HasLetter(SqueezedText text, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (!text.IsDigit(i) && text.Digits[i] < 0)
                return true;
        }

        return false;
    }

    // Digits alone: not those of a date, a telephone, a contract or a customer, and whole groups only.
    private bool MayBeNumber(SqueezedText text, int start, int end)
    {
        var group = start;
        while (group > 0 && text.IsDigit(group) && text.IsDigit(group - 1) && text.Gaps[group] is Gap.Mark or Gap.None)
            group--;
        if (text.WidestGap(start, end) == Gap.Blank && (group != start || GoesOn(text, end)))
            return false;
        return Vocabulary.LabelBefore(text, group) == Label.None && !IsDate(text, start, end);
    }

    private static bool GoesOn(SqueezedText text, int end) =>
        end < text.Count && text.IsDigit(end) && text.Gaps[end] is Gap.Mark or Gap.None;

    /// <summary>True where digits read as a date near the booking.</summary>
    public bool IsDate(SqueezedText text, int start, int end)
    {
        if (end - start is not (6 or 8))
            return false;
        Span<int> digits = stackalloc int[8];
        for (var i = start; i < end; i++)
            digits[i - start] = text.Digits[i];
        return end - start == 6
            ? IsDay(2000 + Two(digits, 4), Two(digits, 2), Two(digits, 0))
                || IsDay(2000 + Two(digits, 0), Two(digits, 2), Two(digits, 4))
            : IsDay((Two(digits, 4) * 100) + Two(digits, 6), Two(digits, 2), Two(digits, 0))
                || IsDay((Two(digits, 0) * 100) + Two(digits, 2), Two(digits, 4), Two(digits, 6));
    }

    private static int Two(Span<int> digits, int place) => (digits[place] * 10) + digits[place + 1];

    private bool IsDay(int year, int month, int day) =>
        year is > 0 and < 10_000 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
        && Math.Abs(new DateOnly(year, month, day).DayNumber - _bookingDate.DayNumber) <= MaxDateDays;
}
