namespace OrderToCash.Domain.Payments;

/// <summary>How far a payment is. Numbers are fixed for good.</summary>
public enum PaymentStatus
{
    /// <summary>The bank has not booked it.</summary>
    Unknown = 0,

    /// <summary>It came in; whose money it is has not been looked for yet.</summary>
    Received = 1,

    /// <summary>It went out, or is nothing: not looked at, or no customer's money.</summary>
    Outgoing = 2,

    /// <summary>A person has to decide.</summary>
    Parked = 3,

    /// <summary>It is known whose money it is; the accounts are asked to apply it.</summary>
    Matched = 4,

    /// <summary>The accounts applied it: to documents, or it stays on account.</summary>
    Applied = 5,

    /// <summary>Something that can be named is awaited: an item, a provider's report.</summary>
    Waiting = 6,

    /// <summary>A decision was undone; the accounts are asked to take it back.</summary>
    Undoing = 7,

    /// <summary>It takes back another payment's money; that one is asked.</summary>
    Reversing = 8,

    /// <summary>It took back another payment's money.</summary>
    TookBack = 9,

    /// <summary>All of its money was taken back by others.</summary>
    Reversed = 10,

    /// <summary>It is no customer's.</summary>
    SetAside = 11,

    /// <summary>A provider's payout; the provider's report is awaited.</summary>
    Settling = 12,

    /// <summary>A provider's payout, and the report says what it is made of.</summary>
    Settled = 13,
}
