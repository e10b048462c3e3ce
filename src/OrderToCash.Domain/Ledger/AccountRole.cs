namespace OrderToCash.Domain.Ledger;

/// <summary>
/// What a ledger account is for. An export maps roles (and rates) to the numbers of a chart of accounts.
/// </summary>
/// <remarks>The numbers are fixed for good.</remarks>
public enum AccountRole
{
    /// <summary>What customers owe; by customer account.</summary>
    Receivables = 1,

    /// <summary>Net revenue; by tax rate. Shipping cost is part of it, as it shares the goods' taxation.</summary>
    Revenue = 2,

    /// <summary>Tax owed on revenue; by tax rate.</summary>
    OutputVat = 3,

    /// <summary>Net of what customers paid before an invoice; by tax rate where that is known.</summary>
    AdvancesReceived = 4,

    /// <summary>Tax owed on advances; by tax rate.</summary>
    AdvancesVat = 5,

    /// <summary>Money on an own bank account; by IBAN.</summary>
    Bank = 6,

    /// <summary>Bank transactions that are not applied yet; by payment.</summary>
    PaymentsInTransit = 7,

    /// <summary>Money of customers that was applied to no document; by customer account.</summary>
    CustomerCredits = 8,

    /// <summary>What payment providers took and have not paid out; by provider.</summary>
    PspClearing = 9,

    /// <summary>Advances that are to be given back; by customer account.</summary>
    RefundsPayable = 10,

    /// <summary>Cents that rounding leaves.</summary>
    RoundingDifferences = 11,

    /// <summary>Net of cash discounts that customers took; by tax rate where that is known.</summary>
    SkontoGranted = 12,

    /// <summary>Charges that banks kept of customers' payments, and fees for returns.</summary>
    BankCharges = 13,

    /// <summary>Differences within tolerance, of rounding or exchange, that were written off of items.</summary>
    PaymentDifferences = 14,

    /// <summary>Money between own accounts.</summary>
    OwnTransfers = 15,

    /// <summary>Bank transactions that are no customer's: to be booked where they belong.</summary>
    OtherTransactions = 16,

    /// <summary>What was open when another system's items were taken over.</summary>
    OpeningBalances = 17,

    /// <summary>What payment providers charge; by provider.</summary>
    PspFees = 18,

    /// <summary>What payment providers hold back; by provider.</summary>
    PspReserves = 19,

    /// <summary>Refunds and chargebacks by providers that are not tied to a customer yet; by provider.</summary>
    PspRefunds = 20,

    /// <summary>What exchange between currencies at a provider leaves; by provider.</summary>
    ExchangeDifferences = 21,

    /// <summary>
    /// What providers paid out for customers who are not known, and rows of theirs that say nothing; by provider.
    /// </summary>
    PspUnallocated = 22,
}
