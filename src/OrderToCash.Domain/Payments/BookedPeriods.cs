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
    DateOnly? From, DateOnly? To, long OpeningMinor, long ClosingMinor, bool IsAfterGap = false);

/// <summary>
/// A bounded memory of which days and balances are booked, in the order of the balances, and of the gaps that were
/// accepted between them. It tells what dates and amounts of entries alone can't tell: whether a statement is a period
/// that is booked, or one that was missing.
/// </summary>
public sealed class BookedPeriods(int capacity)
{
    private readonly List<BookedPeriod> _periods = [];

    /// <summary>All that are remembered, in the order of the balances.</summary>
    public ImmutableArray<BookedPeriod> ToImmutableArray() => [.. _periods];

    /// <summary>
    /// True where the statement begins with the balance that one of the periods began with, ends with the balance of
    /// that one or a later one, covers their days, and nothing between them is missing.
    /// </summary>
    internal bool Covers(StatementHeader statement)
    {
        for (var first = 0; first < _periods.Count; first++)
        {
            if (_periods[first].OpeningMinor != statement.OpeningMinor || !IsOn(_periods[first], FirstDay(statement)))
                continue;
            for (var last = first; last < _periods.Count && (last == first || !_periods[last].IsAfterGap); last++)
            {
                if (_periods[last].ClosingMinor == statement.ClosingMinor && IsOn(_periods[last], statement.ToDate))
                    return true;
            }
        }

        return false;
    }

    /// <summary>
    /// True where a period that is booked began on its first day with the balance that it begins with.
    /// </summary>
    internal bool Begins(StatementHeader statement) =>
        _periods.Exists(period =>
            period.OpeningMinor == statement.OpeningMinor && IsOn(period, FirstDay(statement)));

    /// <summary>
    /// True where the statement lies between two periods that follow on each other here: at each end it is on a day
    /// where nothing is booked, or it has the balance that is booked there. Where nobody accepted a gap one of the
    /// balances has to agree all the same: then days are missing that add up to nothing.
    /// </summary>
    internal bool IsMissing(StatementHeader statement) => FindGap(statement) > 0;

    /// <summary>
    /// True where it touches a day of what is booked around the gap and moves nothing: nothing but its entries tells
    /// whether it is booked.
    /// </summary>
    internal bool IsDoubtful(StatementHeader statement)
    {
        var index = FindGap(statement);
        return index > 0 && statement.OpeningMinor == statement.ClosingMinor
            && (FirstDay(statement) == _periods[index - 1].To || statement.ToDate == _periods[index].From);
    }

    /// <summary>
    /// True where a gap was accepted, nothing came behind it, and the statement begins where the gap does: what was
    /// given up comes with it, perhaps in one statement with what is behind.
    /// </summary>
    internal bool BeginsLastGap(StatementHeader statement) =>
        _periods is [.., var before, { IsAfterGap: true } behind] && behind.OpeningMinor == behind.ClosingMinor
        && statement.OpeningMinor == before.ClosingMinor && FirstDay(statement) >= before.To;

    /// <summary>
    /// True where the statement leads to the balance before the first statement ever booked, not behind its first day:
    /// if it doesn't go on from the last one, it is older than all. False where older periods were forgotten.
    /// </summary>
    internal bool IsBeforeAll(StatementHeader statement) =>
        _periods.Count < capacity && _periods is [var first, ..]
        && statement.ClosingMinor == first.OpeningMinor && statement.ClosingMinor != statement.OpeningMinor
        && statement.ToDate <= first.From && !Covers(statement);

    internal void Add(BookedPeriod period)
    {
        _periods.Add(period);
        if (_periods.Count > capacity)
            _periods.RemoveAt(0);
    }

    /// <summary>Puts what was missing into its gap; what is left of it on either side is missing still.</summary>
    internal void Fill(StatementHeader statement)
    {
        var index = FindGap(statement);
        if (index < 1)
            return;
        _periods[index] = _periods[index] with
        {
            IsAfterGap = statement.ClosingMinor != _periods[index].OpeningMinor,
        };
        _periods.Insert(index, new BookedPeriod(
            FirstDay(statement), statement.ToDate, statement.OpeningMinor, statement.ClosingMinor,
            statement.OpeningMinor != _periods[index - 1].ClosingMinor));
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

    private int FindGap(StatementHeader statement)
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

    private static DateOnly? FirstDay(StatementHeader statement) => statement.FromDate ?? statement.ToDate;

    private static bool IsOn(BookedPeriod period, DateOnly? day) => period.From <= day && day <= period.To;
}
