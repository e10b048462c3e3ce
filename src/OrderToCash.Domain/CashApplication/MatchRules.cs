namespace OrderToCash.Domain.CashApplication;

/// <summary>The kinds of evidence by the names that explanations keep. They are fixed for good.</summary>
public static class MatchRules
{
    /// <summary>Our own end-to-end id.</summary>
    public const string OwnEndToEndId = "own-end-to-end-id";

    /// <summary>Our own batch.</summary>
    public const string OwnBatch = "own-batch";

    /// <summary>An RF reference.</summary>
    public const string CreditorReference = "creditor-reference";

    /// <summary>A whole number.</summary>
    public const string Number = "number-exact";

    /// <summary>A whole number in pieces.</summary>
    public const string NumberInPieces = "number-in-pieces";

    /// <summary>An order number.</summary>
    public const string Order = "order-number";

    /// <summary>The counter alone.</summary>
    public const string Counter = "number-without-prefix";

    /// <summary>Letters for digits.</summary>
    public const string LookAlike = "number-look-alike";

    /// <summary>The end of a number in a list.</summary>
    public const string Tail = "number-shortened";

    /// <summary>Between the two ends of a range.</summary>
    public const string InRange = "number-in-range";

    /// <summary>One slip.</summary>
    public const string OneEdit = "number-one-edit";

    /// <summary>The account is on file.</summary>
    public const string Iban = "iban-on-file";

    /// <summary>The account is learned.</summary>
    public const string LearnedIban = "iban-learned";

    /// <summary>The mandate.</summary>
    public const string Mandate = "mandate";

    /// <summary>The customer number.</summary>
    public const string CustomerNumber = "customer-number";

    /// <summary>The payer's name.</summary>
    public const string Name = "name";

    /// <summary>The name of whom it is paid for.</summary>
    public const string UltimateName = "ultimate-name";

    /// <summary>The text names the customer.</summary>
    public const string NameInText = "name-in-text";

    /// <summary>Exactly what is open.</summary>
    public const string Amount = "amount-open";

    /// <summary>Less the discount.</summary>
    public const string Skonto = "amount-less-skonto";

    /// <summary>Less the discount, too late.</summary>
    public const string LateSkonto = "amount-less-late-skonto";

    /// <summary>Less the charges.</summary>
    public const string Charges = "amount-less-charges";

    /// <summary>Cents differ.</summary>
    public const string Rounding = "amount-rounded";

    /// <summary>Exchange differs.</summary>
    public const string Exchange = "amount-exchanged";

    /// <summary>Nothing else has this amount.</summary>
    public const string OnlyAmount = "only-item-of-amount";

    /// <summary>The sum of what is named.</summary>
    public const string Sum = "sum-of-named";

    /// <summary>The sum of a part of what is named.</summary>
    public const string SumOfPart = "sum-of-part-of-named";

    /// <summary>The sum of what is named and more of the customer's items.</summary>
    public const string SumWithMore = "sum-of-named-and-more";

    /// <summary>The only subset of the customer's items.</summary>
    public const string Subset = "only-subset";

    /// <summary>One customer for all.</summary>
    public const string OneCustomer = "one-customer";

    /// <summary>A part.</summary>
    public const string Part = "amount-part";

    /// <summary>More than is open.</summary>
    public const string More = "amount-more";

    /// <summary>The account belongs to someone else.</summary>
    public const string OtherIban = "iban-of-other-customer";

    /// <summary>A document that is paid already.</summary>
    public const string Closed = "number-of-closed-document";

    /// <summary>The payment that is taken back.</summary>
    public const string Original = "original-payment";

    /// <summary>The provider's payout id.</summary>
    public const string Payout = "payout-id";

    /// <summary>Provider, amount and day of a payout.</summary>
    public const string PayoutAmount = "payout-amount";
}
