namespace OrderToCash.Adapters.Banks;

/// <summary>The fields of MT940 and MT942 that are told apart.</summary>
/// <remarks>Source: SWIFT Standards MT, category 9, MT940 and MT942 format specifications.</remarks>
internal enum Mt940Tag
{
    /// <summary>No field begins here.</summary>
    None = 0,

    /// <summary><c>:20:</c>, with which a statement begins.</summary>
    Reference,

    /// <summary><c>:25:</c>, <c>:25P:</c>.</summary>
    Account,

    /// <summary><c>:28:</c>, <c>:28C:</c>: number and page.</summary>
    Number,

    /// <summary><c>:60F:</c>.</summary>
    Opening,

    /// <summary><c>:60M:</c>: brought forward from the page before.</summary>
    PageOpening,

    /// <summary><c>:61:</c>.</summary>
    Entry,

    /// <summary><c>:86:</c>.</summary>
    Details,

    /// <summary><c>:62F:</c>.</summary>
    Closing,

    /// <summary><c>:62M:</c>: carried forward to the next page.</summary>
    PageClosing,

    /// <summary><c>:34F:</c>: the limit of an intraday report.</summary>
    Limit,

    /// <summary><c>:13:</c>, <c>:13D:</c>: time of an intraday report.</summary>
    Time,

    /// <summary><c>:90D:</c>: number and sum of debits.</summary>
    Debits,

    /// <summary><c>:90C:</c>: number and sum of credits.</summary>
    Credits,

    /// <summary><c>:940:</c>, <c>:942:</c>, before <c>:20:</c> at some banks.</summary>
    Message,

    /// <summary>Any other: balances to come, a bank's own. Nothing in it is read.</summary>
    Other,
}
