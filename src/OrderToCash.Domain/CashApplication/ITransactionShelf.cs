using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.CashApplication;

/// <summary>
/// Keeps what the bank reported of payments that wait: there may be a million of them, and few are looked at again.
/// </summary>
/// <remarks>
/// Not for several threads at once. What it keeps is lost with the process: its owner fills it again.
/// </remarks>
public interface ITransactionShelf
{
    /// <summary>Keeps a transaction and returns its place.</summary>
    long Add(PaymentId payment, BankTransaction transaction);

    /// <summary>What was kept at a place.</summary>
    WaitingPayment Read(long place);

    /// <summary>The place is not asked for any more.</summary>
    void Remove(long place);

    /// <summary>No place is asked for any more.</summary>
    void Clear();
}

/// <summary>A payment that waits.</summary>
public readonly record struct WaitingPayment(PaymentId Payment, BankTransaction Transaction);
