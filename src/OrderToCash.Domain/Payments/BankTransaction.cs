using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>One transaction as the bank reports it.</summary>
/// <param name="Identity">
/// The bank's unique reference in the account, else a hash of the entry and its occurrence number.
/// </param>
/// <param name="SignedMinor">Minor units of the account's currency; positive came in, negative went out.</param>
/// <param name="Text">Remittance information as delivered, segments joined.</param>
/// <param name="BankReference">AcctSvcrRef; null where the bank gives none.</param>
public sealed record BankTransaction(
    string Identity, long SignedMinor, Currency Currency, DateOnly BookingDate, DateOnly ValueDate,
    string? CounterpartyName, string? CounterpartyIban, string? Text, string? EndToEndId, string? StructuredReference,
    string? BankReference)
{
    /// <summary>True where the bank says that it undoes an earlier payment: a reversal or a return.</summary>
    public bool IsReturn { get; init; }

    /// <summary>Why it was returned: an ISO code (<c>AC04</c>) or the bank's own; null where none is given.</summary>
    public string? ReturnReason { get; init; }

    /// <summary>
    /// Charges as the bank states them, in the account's currency, positive where they were taken; null where none are
    /// stated. Whether they are in the amount already only the amounts tell.
    /// </summary>
    public long? ChargesMinor { get; init; }

    /// <summary>
    /// What the payer instructed, in minor units of <see cref="InstructedCurrency"/>; null where it is not stated, or
    /// is what came in.
    /// </summary>
    public long? InstructedMinor { get; init; }

    /// <summary>Null where <see cref="InstructedMinor"/> is.</summary>
    public Currency? InstructedCurrency { get; init; }
}
