using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>What the first pass found out about a statement: why it is refused, or how the second pass reads
/// it.</summary>
/// <param name="Line">Of its first field.</param>
/// <param name="Page">Its page, 0 where none is given.</param>
/// <param name="Start">Where in the file its first field begins.</param>
/// <param name="End">Where its last line ends.</param>
/// <param name="Accepted">Null where it is refused.</param>
internal sealed record Mt940Plan(
    int Line, int Page, long Start, long End, Rejection? Rejection, Mt940Accepted? Accepted);

/// <summary>How a verified statement is read.</summary>
/// <param name="Account">IBAN or the bank's own number, upper case without blanks.</param>
/// <param name="Header">Null for an intraday report: nothing of it is booked.</param>
/// <param name="Id">What a statement or report is known by.</param>
/// <param name="ReversalsFlip">True where the balances prove that this bank writes a reversal with the direction of
/// what it does to the balance, not of what it reverses.</param>
/// <param name="ExpectedCount">True where the balances prove that what is marked as expected is booked.</param>
/// <param name="Repeated">Hashes of the bank references that more than one entry has: they identify none.</param>
internal sealed record Mt940Accepted(
    string Account, StatementHeader? Header, string Id, Currency Currency, bool ReversalsFlip, bool ExpectedCount,
    IReadOnlySet<ulong> Repeated)
{
    /// <summary>The entry's effect on the balance; null where it has none.</summary>
    public long? SignedMinor(Mt940Entry entry)
    {
        if (Header is null || (entry.IsExpected && !ExpectedCount))
            return null;
        return entry.IsReversal && ReversalsFlip ? -entry.SignedMinor : entry.SignedMinor;
    }
}
