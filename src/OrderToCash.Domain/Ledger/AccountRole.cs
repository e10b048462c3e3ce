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
}
