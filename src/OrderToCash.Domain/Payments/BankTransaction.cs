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
    string? BankReference);
