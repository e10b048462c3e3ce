using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Ledger;

/// <summary>One side of a double-entry booking.</summary>
/// <param name="TaxRate">Percent; null where the role has no rates or the rate is not known.</param>
/// <param name="SubAccount">Whose: customer account, IBAN, provider or payment; null where the role has none.</param>
/// <param name="AmountMinor">Minor units: positive is debit, negative is credit, never zero.</param>
/// <param name="Document">Invoice number, order id or payment id that it rests on.</param>
/// <param name="Date">The document's date; null means the day of the event.</param>
public readonly record struct Posting(
    AccountRole Role, decimal? TaxRate, string? SubAccount, long AmountMinor, Currency Currency, string Document,
    DateOnly? Date)
{
    /// <summary>The amount where it is debit, else 0.</summary>
    public long DebitMinor => Math.Max(AmountMinor, 0);

    /// <summary>The amount where it is credit, as a positive number, else 0.</summary>
    public long CreditMinor => Math.Max(-AmountMinor, 0);
}
