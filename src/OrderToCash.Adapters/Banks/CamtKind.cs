namespace OrderToCash.Adapters.Banks;

/// <summary>The messages of a bank that are read; the number is their name's.</summary>
internal enum CamtKind
{
    /// <summary>camt.052, BankToCustomerAccountReport: the day so far, provisional.</summary>
    Report = 52,

    /// <summary>camt.053, BankToCustomerStatement: what is booked.</summary>
    Statement = 53,

    /// <summary>camt.054, BankToCustomerDebitCreditNotification: single entries, or what one is made of.</summary>
    Notification = 54,
}
