namespace OrderToCash.Domain.Payments;

/// <summary>What a statement is to what is booked.</summary>
internal enum PlaceKind
{
    /// <summary>It joins nowhere.</summary>
    Nowhere = 0,

    /// <summary>All of it, so far as it is seen, is booked.</summary>
    Repeat = 1,

    /// <summary>It goes on from the end, perhaps with entries before it that are booked.</summary>
    GoesOn = 2,

    /// <summary>It is what is missing between two periods.</summary>
    Gap = 3,

    /// <summary>It brings what was given up together with what is booked or what comes behind it.</summary>
    OverGap = 4,

    /// <summary>It is older than the first statement.</summary>
    BeforeAll = 5,

    /// <summary>It may be either of two of these.</summary>
    Unclear = 6,
}

/// <summary>Where a part of a statement lies in what is booked.</summary>
/// <param name="IsKnown">For each entry: it is booked.</param>
/// <param name="KnownMinor">Where the feed stops: the sum of what is booked of the statement.</param>
internal sealed record Place(PlaceKind Kind, bool[] IsKnown, int Score = 0, long KnownMinor = 0)
{
    public int Fresh => IsKnown.AsSpan().Count(false);
}

/// <summary>
/// Finds where a statement lies in the account's history (ADR 0008): it covers a stretch between two balances. Whatever
/// is booked of that stretch must be among its entries, one to one; the rest is new, and new is only what lies behind
/// the end or in a gap. Where a stretch is possible in more than one place, the place with the strongest likenesses
/// of entries is taken, and none where two are equal. A place that more speaks against than for is none.
/// </summary>
internal sealed class Placement
{
    /// <summary>A balance that comes more often tells nothing; the newest places are looked at.</summary>
    private const int MaxPlaces = 64;

    /// <summary>Days that speak against a place: banks say them less exactly than balances.</summary>
    private const int OtherDays = -3;

    private readonly BankAccountState _state;
    private readonly BankCommand.BookEntries _book;
    private readonly PendingStatement _before;
    private readonly StatementHeader _statement;
    private readonly List<Place> _found = [];
    private readonly List<Begin> _begins = [];
    private readonly List<int> _gaps = [];
    private readonly long _openingMinor;
    private readonly DateOnly? _from;
    private readonly DateOnly? _to;
    private BookedLine[]? _lines;
    private int _lineCount;

    // Days never fall from line to line: those before the statement's last day, and those up to it.
    private int _linesBeforeTo;
    private int _linesUpToTo;

    private Placement(BankAccountState state, BankCommand.BookEntries book, PendingStatement before)
    {
        (_state, _book, _before, _statement) = (state, book, before, book.Statement);
        _openingMinor = _statement.OpeningMinor + before.KnownMinor;
        _to = _statement.ToDate;
        // A later part begins within the statement.
        _from = before.Entries == 0 ? _statement.FromDate : null;
        if (_from is null)
            _from = book.Entries.IsEmpty ? _to : book.Entries.Min(static entry => entry.BookingDate);
    }

    private BookedLine[] Lines => _lines ??= [.. _state.Periods.All.SelectMany(static period => period.Lines)];

    private bool IsLetIn => _state.LetIn == _statement.Id;

    /// <summary>The place of a part of a statement, of which some parts may be booked.</summary>
    public static Place Find(BankAccountState state, BankCommand.BookEntries book, PendingStatement before) =>
        new Placement(state, book, before).Find();

    private Place Find()
    {
        if (_state.LastStatement is not { } last)
            return All(PlaceKind.GoesOn, 0);
        if (_before.NewEntries > 0)
        {
            // It was found with the first part that brought something new, and behind that all is new.
            return All(
                _openingMinor == last.ClosingMinor ? PlaceKind.GoesOn
                : _before.Entries == _before.NewEntries && _state.Periods.FindGap(_statement) > 0 ? PlaceKind.Gap
                : PlaceKind.Nowhere,
                0);
        }

        if (_statement.EntryCount == 0)
        {
            return All(
                _to < last.ToDate ? PlaceKind.Repeat
                : _openingMinor == last.ClosingMinor ? PlaceKind.GoesOn
                : PlaceKind.Nowhere,
                0);
        }

        FindBegins(last);
        foreach (var begin in _begins)
        {
            FindRepeats(begin);
            FindOverlap(begin);
        }

        if (IsLetIn)
            FindLetIn(last);
        FindGap(last);
        if (_before.Entries == 0 && _state.Periods.IsBeforeAll(_statement))
            _found.Add(All(PlaceKind.BeforeAll, 0));
        return _found.Count > 0 ? Best() : Without();
    }

    // Everywhere where the balance is the one that it opens with, between entries of earlier and of later days.
    private void FindBegins(StatementHeader last)
    {
        var periods = _state.Periods.All;
        DateOnly? day = null;
        for (var index = 0; index < periods.Count; index++)
        {
            var period = periods[index];
            if (index > 0 && (period.IsAfterGap || period.OpeningMinor != periods[index - 1].ClosingMinor))
            {
                _gaps.Add(_lineCount);
                if (periods[index - 1].ClosingMinor == _openingMinor && !(_to < day) && !(_from > period.From))
                    _begins.Add(new Begin(_lineCount, _openingMinor, IsBeforeGap: true, DaysOf(day)));
            }

            var balance = period.OpeningMinor;
            foreach (ref readonly var line in period.Lines.AsSpan())
            {
                var next = DayIn(period, line.Day, day);
                if (!(_to < day) && !(_from > next) && (balance == _openingMinor || IsWithin(line, balance)))
                    _begins.Add(new Begin(_lineCount, balance, IsBeforeGap: false, DaysOf(day)));
                balance += line.SignedMinor;
                day = next;
                _lineCount++;
                if (next < _to)
                    _linesBeforeTo = _lineCount;
                if (!(next > _to))
                    _linesUpToTo = _lineCount;
            }
        }

        if (last.ClosingMinor == _openingMinor && !(_to < day))
            _begins.Add(new Begin(_lineCount, _openingMinor, IsBeforeGap: false, DaysOf(day) + Number(last)));
        if (_begins.Count > MaxPlaces)
            _begins.RemoveRange(0, _begins.Count - MaxPlaces);
    }

    // A booking day may be missing, and a value day stand for it that is in no period.
    private static DateOnly DayIn(BookedPeriod period, DateOnly day, DateOnly? before)
    {
        if (day < period.From)
            day = period.From.Value;
        if (day > period.To)
            day = period.To.Value;
        return day < before ? before.Value : day;
    }

    // It should not begin before the day of what is before it.
    private int DaysOf(DateOnly? before) => _from < before ? OtherDays : 0;

    // A part may begin in the middle of a batch that is booked in one sum.
    private bool IsWithin(in BookedLine line, long balanceMinor) =>
        _before.Entries > 0 && line is { Whole: 0, Reference: not 0 }
        && Math.Abs(_openingMinor - balanceMinor) < Math.Abs(line.SignedMinor)
        && BookedLine.Of(_book.Entries[0]).Whole == line.Reference;

    // The stretch ends where the balance is the one that it closes with, and nothing between is missing.
    private void FindRepeats(Begin begin)
    {
        if (begin.IsBeforeGap)
            return;
        var end = _linesUpToTo;
        foreach (var gap in _gaps)
        {
            if (gap > begin.Line)
                end = Math.Min(end, gap);
        }

        var balance = begin.BalanceMinor;
        for (var index = begin.Line; index < end; index++)
        {
            balance += Lines[index].SignedMinor;
            if (balance != _statement.ClosingMinor || _found.Count > MaxPlaces)
                continue;
            var days = index + 1 < _linesBeforeTo ? OtherDays : 0;
            var matching = LineMatching.Of(_book.Entries, Lines[begin.Line..(index + 1)]);
            if (matching.Score >= 0 && Array.TrueForAll(matching.IsKnown, static known => known)
                && (!_book.IsLast || matching.IsComplete || _before.Entries > 0))
                _found.Add(new Place(PlaceKind.Repeat, matching.IsKnown, matching.Score + begin.Score + days));
        }
    }

    // The stretch goes beyond the end.
    private void FindOverlap(Begin begin)
    {
        if (!_gaps.Exists(gap => gap > begin.Line) && !begin.IsBeforeGap)
            AddOverlap(begin.Line, begin.Score);
    }

    private void AddOverlap(int first, int score)
    {
        if (first < _lineCount && _linesUpToTo < _lineCount)
            return;
        var lines = first < _lineCount ? Lines[first..] : [];
        var matching = LineMatching.Of(_book.Entries, lines);
        var isAllKnown = Array.TrueForAll(matching.IsKnown, static known => known);
        if (matching.Score >= 0 && (isAllKnown ? !_book.IsLast : matching.IsComplete))
        {
            _found.Add(new Place(
                isAllKnown ? PlaceKind.Repeat : PlaceKind.GoesOn, matching.IsKnown, matching.Score + score));
        }
    }

    // A person accepted what was told of it when it stopped the feed.
    private void FindLetIn(StatementHeader last)
    {
        foreach (var first in _begins.Select(static begin => begin.Line)
            .Append(LineMatching.FirstNamed(_book.Entries, Lines)).Distinct())
        {
            if (first < _lineCount && _openingMinor + SumFrom(first) == last.ClosingMinor)
                AddOverlap(first, 0);
        }
    }

    private void FindGap(StatementHeader last)
    {
        var index = _before.Entries == 0 ? _state.Periods.FindGap(_statement) : -1;
        // A statement in parts is told from the first of them, and where it may go on it does.
        if (index < 1 || (!_book.IsLast && _openingMinor == last.ClosingMinor))
            return;
        var (before, after) = (_state.Periods.All[index - 1], _state.Periods.All[index]);
        var ends = (_openingMinor == before.ClosingMinor ? 1 : 0)
            + (_statement.ClosingMinor == after.OpeningMinor ? 1 : 0);
        _found.Add(All(PlaceKind.Gap, after.IsAfterGap ? ends - 1 : -1));
    }

    private Place Best()
    {
        var best = _found.MaxBy(static place => place.Score) ?? All(PlaceKind.Nowhere, 0);
        var others = _found.FindAll(place => place.Score == best.Score
            && (place.Kind != best.Kind || !place.IsKnown.AsSpan().SequenceEqual(best.IsKnown)));
        if (others.Count == 0)
            return best;
        // A person has decided where it belongs.
        return IsLetIn && _found.FindAll(static place => place.Kind == PlaceKind.GoesOn)
            .MaxBy(static place => place.Score) is { } letIn
                ? letIn
                : All(PlaceKind.Unclear, 0);
    }

    private Place Without()
    {
        // Older than what is remembered, or a later part in another order: told by name alone.
        var isOlder = _state.Periods.HasForgotten && !(_to > _state.Periods.All[0].From);
        if ((isOlder && _book.Entries.All(entry => BankAccount.IsBooked(_state, entry)))
            || (_before.Entries > 0 && LineMatching.AreNamed(_book.Entries, Lines)))
            return All(PlaceKind.Repeat, 0);

        foreach (var begin in _begins)
        {
            var matching = LineMatching.Of(_book.Entries, Lines[begin.Line..]);
            if (matching.IsComplete)
                return All(PlaceKind.OverGap, 0) with { KnownMinor = _before.KnownMinor + SumFrom(begin.Line) };
        }

        return All(PlaceKind.Nowhere, 0) with
        {
            KnownMinor = _before.KnownMinor + SumFrom(LineMatching.FirstNamed(_book.Entries, Lines)),
        };
    }

    private long SumFrom(int first)
    {
        long sum = 0;
        foreach (var line in Lines.AsSpan(first))
            sum += line.SignedMinor;
        return sum;
    }

    // The statement's number speaks for the end or against it.
    private int Number(StatementHeader last) =>
        BankAccount.NumberOf(last) is { } before && BankAccount.NumberOf(_statement) is { } number
        && BankAccount.IsSameYear(last, _statement)
            ? number == before + 1 ? 1 : number <= before ? -1 : 0
            : 0;

    // Each entry is new, or, in a repeat, known.
    private Place All(PlaceKind kind, int score)
    {
        var isKnown = new bool[_book.Entries.Length];
        if (kind == PlaceKind.Repeat)
            Array.Fill(isKnown, true);
        return new Place(kind, isKnown, score);
    }

    /// <summary>A place between entries: before the one of this index.</summary>
    /// <param name="IsBeforeGap">True where a gap is between it and that entry.</param>
    /// <param name="Score">What speaks for it or against it.</param>
    private readonly record struct Begin(int Line, long BalanceMinor, bool IsBeforeGap, int Score);
}
