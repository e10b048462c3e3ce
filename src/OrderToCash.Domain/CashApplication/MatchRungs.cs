namespace OrderToCash.Domain.CashApplication;

/// <summary>The rungs of the ladder by the names that explanations keep. They are fixed for good.</summary>
public static class MatchRungs
{
    /// <summary>Not money that is booked yet, or none at all.</summary>
    public const string Gate = "gate";

    /// <summary>A return or reversal finds what it takes back.</summary>
    public const string Return = "return";

    /// <summary>A provider's payout.</summary>
    public const string Settlement = "settlement";

    /// <summary>A batch of our direct debits, booked in one sum.</summary>
    public const string Batch = "direct-debit-batch";

    /// <summary>One of our direct debits.</summary>
    public const string DirectDebit = "direct-debit";

    /// <summary>One document that is named (A).</summary>
    public const string OneReference = "one-reference";

    /// <summary>Several documents that are named (B).</summary>
    public const string AllReferences = "all-references";

    /// <summary>What the payer has open (C).</summary>
    public const string PayersItems = "payers-items";

    /// <summary>A number with a slip, and the amount (D).</summary>
    public const string AlmostReference = "almost-reference";

    /// <summary>A part of a document, or more than it (E).</summary>
    public const string PartOrMore = "part-or-more";

    /// <summary>A document that is paid already is paid again.</summary>
    public const string PaidAgain = "paid-again";

    /// <summary>Nothing was found to go by.</summary>
    public const string None = "none";
}
