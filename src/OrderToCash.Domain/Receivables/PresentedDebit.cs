using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Receivables;

/// <summary>A direct debit that was handed to the bank, to collect a document of the customer.</summary>
/// <param name="Document">The invoice, or the order that is paid in advance.</param>
/// <param name="Batch">The id of the batch (<c>PmtInfId</c>), by which the bank books its sum.</param>
/// <param name="EndToEndId">The debit's own id, which the bank repeats.</param>
/// <param name="AmountMinor">What is collected, minor units; positive.</param>
/// <param name="CollectionDate">When the bank is to collect it.</param>
/// <remarks>Source: ISO 20022 pain.008, PaymentInformation and DirectDebitTransactionInformation.</remarks>
public sealed record PresentedDebit(
    string Document, string Batch, string EndToEndId, long AmountMinor, Currency Currency, DateOnly CollectionDate);
