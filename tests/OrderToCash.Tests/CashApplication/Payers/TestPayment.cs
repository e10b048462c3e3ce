using OrderToCash.Domain.Payments;

namespace OrderToCash.Tests.CashApplication.Payers;

/// <summary>A payment and the truth about it.</summary>
/// <param name="Kind">What kind of payment, for the failure's message.</param>
/// <param name="Shares">What it is for: money and discount by item; empty where it is for nothing that is open.</param>
/// <param name="IsDecidable">True where a careful person would book it without asking.</param>
/// <param name="IsPaidAgain">True where it is money of the customer that settles nothing.</param>
public sealed record TestPayment(
    string Kind, BankTransaction Transaction, IReadOnlyList<(TestItem Item, long PaidMinor, long SkontoMinor)> Shares,
    bool IsDecidable, bool IsPaidAgain = false);
