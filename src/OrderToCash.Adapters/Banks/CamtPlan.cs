using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>What the first pass found out about a statement: why it is refused, or how the second pass reads
/// it.</summary>
/// <param name="Number">1 for the file's first.</param>
/// <param name="Start">Of its first tag's name.</param>
/// <param name="End">Of its last tag's name.</param>
/// <param name="Accepted">Null where it is refused.</param>
internal sealed record CamtPlan(
    int Number, CamtPosition Start, CamtPosition End, Rejection? Rejection, CamtAccepted? Accepted);

/// <summary>A place as the XML parser counts: line and column, 1 for the first, columns in UTF-16 code units.</summary>
internal readonly record struct CamtPosition(int Line, int Column);

/// <summary>How a verified statement is read.</summary>
/// <param name="Account">IBAN or the bank's own number, upper case without blanks.</param>
/// <param name="Header">What is booked; null where nothing is: of a report or a notification.</param>
/// <param name="Id">The statement's or report's identity.</param>
/// <param name="DefaultDate">For an entry without any date: the closing balance's, else the day it was made.</param>
/// <param name="ReversalsFlip">True where the balances prove that this bank writes a reversal with the direction of the
/// entry it reverses.</param>
/// <param name="IsSplit">A bit an entry, booked or not: true where its details are booked one by one.</param>
/// <param name="Repeated">Hashes of the bank references that more than one entry has: they identify none.</param>
internal sealed record CamtAccepted(
    CamtKind Kind, string Account, StatementHeader? Header, string Id, Currency Currency, DateOnly? DefaultDate,
    bool ReversalsFlip, BitList IsSplit, IReadOnlySet<ulong> Repeated);
