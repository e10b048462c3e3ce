using System.Collections.Immutable;

namespace OrderToCash.Domain.Payments;

/// <summary>
/// What one statement added: the days it covers, and the balances between which its new entries stand.
/// </summary>
/// <param name="From">First day; null where the bank doesn't say.</param>
/// <param name="To">Last day; null where the bank doesn't say.</param>
/// <param name="OpeningMinor">The balance before its first new entry.</param>
/// <param name="ClosingMinor">The balance behind its last.</param>
/// <param name="IsAfterGap">True where a person accepted that what is before it is missing.</param>
public sealed record BookedPeriod(
    DateOnly? From, DateOnly? To, long OpeningMinor, long ClosingMinor, bool IsAfterGap = false)
{
    /// <summary>Its new entries, in the order of the statement.</summary>
    public ImmutableArray<BookedLine> Lines { get; init; } = [];
}

/// <summary>
/// A bounded memory of the account's booked history: its periods with their entries, in the order of the balances, and
/// the gaps that were accepted between them. <see cref="Placement"/> finds a statement's place in it.
/// </summary>
/// <param name="maxPeriods">Periods remembered.</param>
/// <param name="maxLines">Entries remembered.</param>
public sealed class BookedPeriods(int maxPeriods, int maxLines)
{
    private readonly List<BookedPeriod> _periods = [];
    private readonly List<BookedLine> _pending = [];
    private int _lineCount;

    /// <summary>True where older periods were forgotten.</summary>
    public bool HasForgotten { get; internal set; }

    /// <summary>All that are remembered, in the order of the balances.</summary>
    public ImmutableArray<BookedPeriod> ToImmutableArray() => [.. _periods];

    /// <summary>New entries of a statement that is not booked to its end.</summary>
    public ImmutableArray<BookedLine> PendingLines => [.. _pending];

    internal IReadOnlyList<BookedPeriod> All => _periods;

    /// <summary>
    /// Where a statement that brings only new entries lies between two periods that follow on each other here: at each
    /// end it is on a day where nothing is booked, or it has the balance that is booked there. Where nobody accepted a
    /// gap one of the balances has to agree all the same: then days are missing that add up to nothing.
    /// </summary>
    /// <returns>The index of the period behind it; -1 where it lies in no gap.</returns>
    internal int FindGap(StatementHeader statement)
    {
        for (var index = 1; index < _periods.Count; index++)
        {
            var (before, after) = (_periods[index - 1], _periods[index]);
            var goesOn = statement.OpeningMinor == before.ClosingMinor;
            var leadsTo = statement.ClosingMinor == after.OpeningMinor;
            if ((FirstDay(statement) > before.To || (FirstDay(statement) == before.To && goesOn))
                && (statement.ToDate < after.From || (statement.ToDate == after.From && leadsTo))
                && (after.IsAfterGap || goesOn || leadsTo))
                return index;
        }

        return -1;
    }

    /// <summary>
    /// True where the statement leads to the balance before the first statement ever booked, not behind its first day:
    /// it is older than all. False where older periods were forgotten.
    /// </summary>
    internal bool IsBeforeAll(StatementHeader statement) =>
        !HasForgotten && _periods is [var first, ..]
        && statement.ClosingMinor == first.OpeningMinor && statement.ClosingMinor != statement.OpeningMinor
        && statement.ToDate <= first.From;

    internal void AddPending(BookedLine line)
    {
        _pending.Add(line);
        if (_pending.Count > 2 * maxLines)
            _pending.RemoveRange(0, maxLines);
    }

    internal void ClearPending() => _pending.Clear();

    /// <summary>The statement goes on from the last period, with the pending entries.</summary>
    internal void Append(StatementHeader statement, long openingMinor, bool isOverlap)
    {
        // An overlap begins with days that are in other periods.
        var from = isOverlap && _pending.Count > 0 ? _pending[0].Day : FirstDay(statement);
        Add(new BookedPeriod(from, statement.ToDate, openingMinor, statement.ClosingMinor) { Lines = [.. _pending] });
        _pending.Clear();
    }

    /// <summary>Puts what was missing into its gap; what is left of it on either side is missing still.</summary>
    internal void Fill(StatementHeader statement)
    {
        var index = FindGap(statement);
        if (index > 0)
        {
            _periods[index] = _periods[index] with
            {
                IsAfterGap = statement.ClosingMinor != _periods[index].OpeningMinor,
            };
            _periods.Insert(index, new BookedPeriod(
                FirstDay(statement), statement.ToDate, statement.OpeningMinor, statement.ClosingMinor,
                statement.OpeningMinor != _periods[index - 1].ClosingMinor)
            {
                Lines = [.. _pending],
            });
            _lineCount += _pending.Count;
            Forget();
        }

        _pending.Clear();
    }

    /// <summary>A person accepted that what leads to the statement is missing.</summary>
    /// <param name="toMinor">The balance that it goes on from.</param>
    internal void AddGap(StatementHeader statement, long toMinor)
    {
        // Accepted before, and nothing came behind it: now the account goes on from elsewhere.
        if (_periods is [.., { IsAfterGap: true } idle] && idle.OpeningMinor == idle.ClosingMinor)
            _periods.RemoveAt(_periods.Count - 1);
        if (_periods.Count == 0)
            return;
        // What is older than something booked may be booked itself, so nothing can be told to be missing there.
        var day = FirstDay(statement);
        var isAfterAll = day is not null && _periods.TrueForAll(period => period.To <= day);
        Add(new BookedPeriod(
            day, day, toMinor, toMinor, isAfterAll && toMinor != _periods[^1].ClosingMinor));
    }

    internal void Add(BookedPeriod period)
    {
        _periods.Add(period);
        _lineCount += period.Lines.Length;
        Forget();
    }

    internal static DateOnly? FirstDay(StatementHeader statement) => statement.FromDate ?? statement.ToDate;

    // Whole periods, and of one that is longer than all that is remembered its beginning.
    private void Forget()
    {
        while (_periods.Count > maxPeriods || (_periods.Count > 1 && _lineCount > maxLines))
        {
            _lineCount -= _periods[0].Lines.Length;
            _periods.RemoveAt(0);
            HasForgotten = true;
        }

        if (_lineCount <= maxLines)
            return;
        var (only, excess) = (_periods[0], _lineCount - maxLines);
        var left = only.Lines[excess..];
        _periods[0] = only with
        {
            From = left[0].Day,
            OpeningMinor = only.ClosingMinor - left.Sum(static line => line.SignedMinor),
            Lines = left,
        };
        _lineCount = left.Length;
        HasForgotten = true;
    }
}
