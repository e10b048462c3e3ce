using OrderToCash.Domain.CashApplication.Indexing;
using OrderToCash.Domain.CashApplication.Texts;

namespace OrderToCash.Domain.CashApplication.Ladder;

/// <summary>
/// Finds numbers of ours in a text: by their counters, at places where no run of digits is cut. This file: where to
/// look; <c>Reading</c>: what a place is worth.
/// </summary>
internal sealed partial class ReferenceSearch(MatchIndex index, MatchPolicy policy)
{
    /// <summary>A number that more items share names none of them.</summary>
    private const int MaxSharing = 32;

    /// <summary>Letters taken for digits in one number at most.</summary>
    private const int MaxLookAlikes = 3;

    /// <summary>A text with more numbers than this is a list that no payment carries.</summary>
    private const int MaxHits = 256;

    private readonly int[] _found = new int[MaxSharing];
    private readonly byte[] _buffer = new byte[NumberShape.MaxLength];
    private readonly List<(int From, int To)> _covered = [];
    private DateOnly _bookingDate;

    /// <summary>What was found.</summary>
    public List<Hit> Hits { get; } = [];

    /// <summary>Forgets what was found before.</summary>
    public void Start(DateOnly bookingDate)
    {
        Hits.Clear();
        _bookingDate = bookingDate;
    }

    /// <summary>Looks at a field.</summary>
    public void Search(SqueezedText text, TransactionField field)
    {
        if (!text.HasDigits)
            return;
        _covered.Clear();
        SearchCreditorReferences(text, field);
        SearchCounters(text, field);
        SearchWholes(text, field);
        if (Hits.Count > 0)
            SearchTails(text, field);
    }

    /// <summary>Of hits that overlap only those stay that say more.</summary>
    public void Resolve()
    {
        for (var i = Hits.Count - 1; i >= 0; i--)
        {
            var hit = Hits[i];
            foreach (var other in Hits)
            {
                if (other.Item != hit.Item && other.Overlaps(hit) && SaysMore(other, hit))
                {
                    Hits.RemoveAt(i);
                    break;
                }
            }
        }
    }

    private static bool SaysMore(in Hit other, in Hit hit) =>
        other.Points > hit.Points || (other.Points == hit.Points && other.To - other.From > hit.To - hit.From);

    private void SearchCreditorReferences(SqueezedText text, TransactionField field)
    {
        for (var from = 0; from + CreditorReference.MinLength <= text.Count; from++)
        {
            if (text.Characters[from] != 'R' || text.Characters[from + 1] != 'F' || !text.IsDigit(from + 2))
                continue;
            for (var length = CreditorReference.MaxLength; length >= CreditorReference.MinLength; length--)
            {
                var to = from + length;
                if (to > text.Count || (to < text.Count && text.Gaps[to] == Gap.None)
                    || !index.Numbers.HasReference(length) || !CreditorReference.IsValid(text.Characters[from..to]))
                    continue;
                // Its check digits are right: no part of it is another number, be it known or not.
                _covered.Add((from, to));
                var count = index.Numbers.FindReference(text.Characters[from..to], _found);
                foreach (var item in _found.AsSpan(0, count))
                    Add(item, MatchRules.CreditorReference, policy.CreditorReferencePoints, text, field, from, to);
                break;
            }
        }
    }

    private void SearchCounters(SqueezedText text, TransactionField field)
    {
        for (var from = 0; from < text.Count; from++)
        {
            var run = Math.Min(text.DigitRun(from), NumberPages.MaxDigits);
            if (run < NumberShape.MinDigits || CutsRun(text, from) || IsCovered(from))
                continue;
            var value = 0L;
            for (var digits = 1; digits <= run; digits++)
            {
                value = (value * 10) + text.Digits[from + digits - 1];
                var to = from + digits;
                if (digits < NumberShape.MinDigits || !index.Numbers.HasDigits(digits) || CutsRun(text, to))
                    continue;
                var lookAlikes = digits - text.RealDigits(from, to);
                if (lookAlikes > MaxLookAlikes || (lookAlikes > 0 && digits - lookAlikes < NumberShape.MinDigits))
                    continue;
                var count = index.Numbers.FindCounter(digits, value, _found);
                for (var i = 0; i < count && count < MaxSharing; i++)
                    Read(text, field, _found[i], from, to);
            }
        }
    }

    private void SearchWholes(SqueezedText text, TransactionField field)
    {
        for (var from = 0; from < text.Count; from++)
        {
            if (text.Gaps[from] == Gap.None)
                continue;
            for (var length = policy.MinWholeLength; length <= NumberShape.MaxLength; length++)
            {
                var to = from + length;
                if (to > text.Count)
                    break;
                if (!index.Numbers.HasWhole(length) || (to < text.Count && text.Gaps[to] == Gap.None)
                    || text.RealDigits(from, to) == 0)
                    continue;
                var isInPieces = text.WidestGap(from, to) == Gap.Blank;
                var count = index.Numbers.FindWhole(text.Characters[from..to], _found);
                foreach (var item in _found.AsSpan(0, count))
                {
                    Add(
                        item, isInPieces ? MatchRules.NumberInPieces : MatchRules.Number,
                        isInPieces ? policy.NumberInPiecesPoints : policy.NumberPoints, text, field, from, to);
                }
            }
        }
    }

    // "2026100213, -14, -17": the ends of numbers that begin as the one before.
    private void SearchTails(SqueezedText text, TransactionField field)
    {
        var count = Hits.Count;
        for (var i = 0; i < count; i++)
        {
            var hit = Hits[i];
            if (hit.Field != field || hit.Points < policy.SureReferencePoints || hit.Length == 0)
                continue;
            for (var place = hit.To; TryReadTail(text, ref place, out var end); place = end)
                AddTail(text, field, hit, place, end);
        }
    }

    /// <summary>
    /// True where a few digits stand right behind a number that are no date: a list may go on there, with a document
    /// that was not found.
    /// </summary>
    public bool GoesOnAsList(SqueezedText text, in Hit hit)
    {
        var place = hit.To;
        if (hit.Field != TransactionField.Text || !TryReadTail(text, ref place, out _))
            return false;
        return !IsDateAt(text, place, 8) && !IsDateAt(text, place, 6);
    }

    private bool IsDateAt(SqueezedText text, int place, int digits) =>
        place + digits <= text.Count && text.RealDigits(place, place + digits) == digits
        && text.WidestGap(place, place + digits) == Gap.Mark && IsDate(text, place, place + digits);

    // Two to five digits of their own, behind a mark, a blank or an "and".
    private static bool TryReadTail(SqueezedText text, ref int place, out int end)
    {
        place = SkipAnd(text, place);
        end = place;
        while (end < text.Count && text.IsDigit(end) && (end == place || text.Gaps[end] == Gap.None))
            end++;
        return end - place is >= 2 and <= 5 && text.Gaps[place] >= Gap.Mark
            && (end == text.Count || text.Gaps[end] != Gap.None);
    }

    private void AddTail(SqueezedText text, TransactionField field, in Hit hit, int from, int to)
    {
        var shape = NumberShape.Read(index.Items.Document(hit.Item), _buffer);
        var digits = shape.Counter.End.Value - shape.Counter.Start.Value;
        if (!shape.HasCounter || digits <= to - from)
            return;
        long scale = 1, tail = 0;
        for (var i = from; i < to; i++)
        {
            scale *= 10;
            tail = (tail * 10) + text.Digits[i];
        }

        var value = shape.Value(shape.Counter);
        var customer = index.Items[hit.Item].Customer;
        var count = index.Numbers.FindCounter(digits, value - (value % scale) + tail, _found);
        foreach (var item in _found.AsSpan(0, count))
        {
            // Counts in a sum only: two digits behind a number are found everywhere.
            if (item != hit.Item && index.Items[item].Customer == customer)
                Add(item, MatchRules.Tail, policy.OneEditPoints, text, field, from, to);
        }
    }

    private static int SkipAnd(SqueezedText text, int place)
    {
        foreach (var word in (ReadOnlySpan<string>)["UND", "U", "AND", "EN", "ET"])
        {
            if (place + word.Length < text.Count && text.IsDigit(place + word.Length)
                && text.Characters.Slice(place, word.Length).SequenceEqual(Ascii(word)))
                return place + word.Length;
        }

        return place;
    }

    private static ReadOnlySpan<byte> Ascii(string word) => word switch
    {
        "UND" => "UND"u8,
        "U" => "U"u8,
        "AND" => "AND"u8,
        "EN" => "EN"u8,
        _ => "ET"u8,
    };

    /// <summary>True where a place of the field looked at last lies in an RF reference.</summary>
    public bool IsCovered(int place)
    {
        foreach (var (from, to) in _covered)
        {
            if (from <= place && place < to)
                return true;
        }

        return false;
    }

    /// <summary>True where a place parts digits that stand together, look-alikes among them counted.</summary>
    private static bool CutsRun(SqueezedText text, int place)
    {
        if (place <= 0 || place >= text.Count || text.Gaps[place] != Gap.None)
            return false;
        var (left, right) = (text.IsDigit(place - 1), text.IsDigit(place));
        if (left && right)
            return true;
        if (left && text.Digits[place] >= 0)
            return place + 1 < text.Count && text.Gaps[place + 1] == Gap.None && text.IsDigit(place + 1);
        return right && text.Digits[place - 1] >= 0 && place >= 2 && text.Gaps[place - 1] == Gap.None
            && text.IsDigit(place - 2);
    }

    private void Add(
        int item, string rule, int points, SqueezedText text, TransactionField field, int from, int to)
    {
        if (Hits.Count == MaxHits)
            return;
        var (start, length) = text.Origin(from, to);
        Hits.Add(new Hit(item, rule, points, field, from, to, start, length));
    }
}
