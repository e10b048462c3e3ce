using System.Collections.Immutable;

namespace OrderToCash.Domain.Payments;

/// <summary>
/// Which entries of a statement are which lines that are booked: each is one at most, and the strongest likeness comes
/// first. It proves nothing by itself; <see cref="Placement"/> tells it which lines may be meant at all.
/// </summary>
internal sealed class LineMatching
{
    /// <summary>What a likeness counts for that names the entry: a reference, the content, the payer's id.</summary>
    public const int Named = 4;

    /// <summary>What it counts for that day and amount are the same, and nothing speaks against it.</summary>
    private const int Alike = 2;

    /// <summary>Day and amount are the same, and both name something else.</summary>
    private const int Contradicted = -2;

    private readonly BookedLine[] _entries;
    private readonly BookedLine[] _lines;
    private readonly bool[] _isUsed;
    private readonly Dictionary<(DateOnly Day, long SignedMinor), List<int>> _byAmount = [];

    private LineMatching(ImmutableArray<BankTransaction> entries, BookedLine[] lines)
    {
        _lines = lines;
        _entries = new BookedLine[entries.Length];
        _isUsed = new bool[lines.Length];
        IsKnown = new bool[entries.Length];
        for (var index = 0; index < _entries.Length; index++)
            _entries[index] = BookedLine.Of(entries[index]);
    }

    /// <summary>True for each entry that is one of the lines.</summary>
    public bool[] IsKnown { get; }

    /// <summary>How strong the likenesses are together.</summary>
    public int Score { get; private set; }

    /// <summary>True where each line is one of the entries, or a part or the whole of one.</summary>
    public bool IsComplete => !Array.Exists(_isUsed, static isUsed => !isUsed);

    /// <summary>Matches the entries with the lines.</summary>
    public static LineMatching Of(ImmutableArray<BankTransaction> entries, BookedLine[] lines)
    {
        var matching = new LineMatching(entries, lines);
        if (lines.Length > 0)
        {
            matching.PairReferences();
            matching.PairOthers();
        }

        return matching;
    }

    /// <summary>Matches by the bank's references alone.</summary>
    /// <returns>The first of the lines, if the lines from it on are all matched; else how many there are.</returns>
    public static int FirstNamed(ImmutableArray<BankTransaction> entries, BookedLine[] lines)
    {
        var matching = new LineMatching(entries, lines);
        matching.PairReferences();
        var first = Array.IndexOf(matching._isUsed, true);
        return first >= 0 && Array.IndexOf(matching._isUsed, false, first) < 0 ? first : lines.Length;
    }

    /// <summary>True where each entry is one of the lines by its reference, with its day and amount.</summary>
    public static bool AreNamed(ImmutableArray<BankTransaction> entries, BookedLine[] lines)
    {
        var matching = new LineMatching(entries, lines);
        matching.PairReferences();
        return Array.TrueForAll(matching.IsKnown, static isKnown => isKnown);
    }

    private void PairReferences()
    {
        for (var index = 0; index < _lines.Length; index++)
        {
            var key = (_lines[index].Day, _lines[index].SignedMinor);
            if (!_byAmount.TryGetValue(key, out var same))
                _byAmount.Add(key, same = []);
            same.Add(index);
        }

        Pair(Named, static (entry, line) => entry.Reference != 0 && entry.Reference == line.Reference);
        PairWholes();
    }

    private void PairOthers()
    {
        PairMoved();
        Pair(Named, static (entry, line) => entry.Payer != 0 && entry.Payer == line.Payer);
        Pair(Named, static (entry, line) => entry.Content != 0 && entry.Content == line.Content
            && !NameOthers(entry, line));
        Pair(Alike, static (entry, line) => entry.ValueDay == line.ValueDay && !NameOthers(entry, line));
        Pair(Alike, static (entry, line) => !NameOthers(entry, line));
        Pair(Contradicted, static (_, _) => true);
    }

    // Both have a reference, or both a payer's id, and not the same.
    private static bool NameOthers(BookedLine entry, BookedLine line) =>
        (entry.Reference != 0 && line.Reference != 0) || (entry.Payer != 0 && line.Payer != 0);

    private void Pair(int score, Func<BookedLine, BookedLine, bool> isLike)
    {
        for (var index = 0; index < _entries.Length; index++)
        {
            if (IsKnown[index]
                || !_byAmount.TryGetValue((_entries[index].Day, _entries[index].SignedMinor), out var same))
                continue;
            foreach (var line in same)
            {
                if (_isUsed[line] || !isLike(_entries[index], _lines[line]))
                    continue;
                (IsKnown[index], _isUsed[line]) = (true, true);
                Score += score;
                break;
            }
        }
    }

    /// <summary>One format brings in one sum what the other brings in its parts.</summary>
    private void PairWholes()
    {
        var wholes = new Dictionary<ulong, int>();
        var parts = new Dictionary<ulong, List<int>>();
        for (var line = 0; line < _lines.Length; line++)
        {
            if (_lines[line].Whole == 0)
                wholes.TryAdd(_lines[line].Reference, line);
            else if (parts.TryGetValue(_lines[line].Whole, out var of))
                of.Add(line);
            else
                parts.Add(_lines[line].Whole, [line]);
        }

        for (var index = 0; index < _entries.Length; index++)
        {
            var entry = _entries[index];
            if (IsKnown[index])
                continue;
            if (entry.Whole != 0 && wholes.TryGetValue(entry.Whole, out var whole) && _lines[whole].Day == entry.Day)
            {
                (IsKnown[index], _isUsed[whole]) = (true, true);
                Score += Named;
            }
            else if (entry is { Whole: 0, Reference: not 0 } && parts.TryGetValue(entry.Reference, out var of)
                && of.Sum(line => _lines[line].SignedMinor) == entry.SignedMinor && !of.Exists(line => _isUsed[line]))
            {
                IsKnown[index] = true;
                foreach (var line in of)
                    _isUsed[line] = true;
                Score += Named;
            }
        }
    }

    /// <summary>Formats may differ in the day on which they book an entry.</summary>
    private void PairMoved()
    {
        Dictionary<(ulong, long), int>? left = null;
        for (var line = 0; line < _lines.Length; line++)
        {
            if (!_isUsed[line] && _lines[line].Reference != 0)
                (left ??= []).TryAdd((_lines[line].Reference, _lines[line].SignedMinor), line);
        }

        for (var index = 0; left is not null && index < _entries.Length; index++)
        {
            if (IsKnown[index] || _entries[index].Reference == 0
                || !left.Remove((_entries[index].Reference, _entries[index].SignedMinor), out var line))
                continue;
            (IsKnown[index], _isUsed[line]) = (true, true);
            Score += Named;
        }
    }
}
