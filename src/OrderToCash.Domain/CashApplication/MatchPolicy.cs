using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.CashApplication;

/// <summary>
/// Every number that decides whether a payment is booked by itself. Immutable; a change is a new version, and each
/// decision names the one it was made under.
/// </summary>
/// <remarks>
/// Amounts are minor units of a currency with two decimals (5 is 0.05) and are scaled for others; "points" add up to
/// the score of a hypothesis.
/// </remarks>
public sealed record MatchPolicy
{
    /// <summary>The policy that is in force where nothing else is said.</summary>
    public static MatchPolicy Default { get; } = new();

    /// <summary>What it is called.</summary>
    public string Name { get; init; } = "default";

    /// <summary>Counts up with each change.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Name and version, as decisions keep it.</summary>
    public string Id => $"{Name}@{Version}";

    /// <summary>Points that a hypothesis needs to be booked.</summary>
    public int MinScore { get; init; } = 62;

    /// <summary>Points by which it must lead the best one that settles other items.</summary>
    public int MinLead { get; init; } = 15;

    /// <summary>Our own end-to-end id or batch, in a direct debit.</summary>
    public int OwnReferencePoints { get; init; } = 90;

    /// <summary>An RF reference that is known and whose check digits are right.</summary>
    public int CreditorReferencePoints { get; init; } = 60;

    /// <summary>A whole document number in one piece.</summary>
    public int NumberPoints { get; init; } = 50;

    /// <summary>The same over blanks or where the bank cut the text.</summary>
    public int NumberInPiecesPoints { get; init; } = 44;

    /// <summary>An order number.</summary>
    public int OrderPoints { get; init; } = 44;

    /// <summary>A number's counter of six digits or more, without what stands before it.</summary>
    public int CounterPoints { get; init; } = 42;

    /// <summary>A number with letters in place of the digits that look like them, three at most.</summary>
    public int LookAlikePoints { get; init; } = 36;

    /// <summary>The same without what stands before the counter.</summary>
    public int LookAlikeCounterPoints { get; init; } = 30;

    /// <summary>The shortest number without a counter that is looked for.</summary>
    public int MinWholeLength { get; init; } = 6;

    /// <summary>One slip: a character too many, too few, another, or two exchanged.</summary>
    public int OneEditPoints { get; init; } = 26;

    /// <summary>What is named together, where the sum fits: base for all of it.</summary>
    public int AllReferencesPoints { get; init; } = 60;

    /// <summary>All of it belongs to one customer.</summary>
    public int OneCustomerPoints { get; init; } = 10;

    /// <summary>The payer's bank account is on file with the customer.</summary>
    public int IbanPoints { get; init; } = 30;

    /// <summary>The payer's bank account was learned from payments that named documents.</summary>
    public int LearnedIbanPoints { get; init; } = 30;

    /// <summary>The mandate of a direct debit.</summary>
    public int MandatePoints { get; init; } = 30;

    /// <summary>A customer number that is called so.</summary>
    public int CustomerNumberPoints { get; init; } = 20;

    /// <summary>The payer's name is that of one customer only.</summary>
    public int NamePoints { get; init; } = 18;

    /// <summary>The same, and no bank account of the customer is on file that could speak against it.</summary>
    public int NameWithoutIbanPoints { get; init; } = 22;

    /// <summary>The payer's name is that of two or three customers.</summary>
    public int SharedNamePoints { get; init; } = 8;

    /// <summary>The text names the customer.</summary>
    public int NameInTextPoints { get; init; } = 18;

    /// <summary>Most that all evidence of the payer together counts.</summary>
    public int MaxPayerPoints { get; init; } = 60;

    /// <summary>The amount is what is open.</summary>
    public int AmountPoints { get; init; } = 25;

    /// <summary>The amount is what is open less the discount, in time.</summary>
    public int SkontoPoints { get; init; } = 23;

    /// <summary>The amount sent is what is open, and the charges explain the rest.</summary>
    public int ChargesPoints { get; init; } = 23;

    /// <summary>The amount differs by cents.</summary>
    public int RoundingPoints { get; init; } = 18;

    /// <summary>The amount differs as exchange differs.</summary>
    public int ExchangePoints { get; init; } = 16;

    /// <summary>Nothing else of the customer is open with this amount.</summary>
    public int OnlyAmountPoints { get; init; } = 18;

    /// <summary>The amount is the sum of all that is named, or of the only subset.</summary>
    public int SumPoints { get; init; } = 30;

    /// <summary>A part, or more than what is open, of the one document that is named.</summary>
    public int PartPoints { get; init; } = 20;

    /// <summary>The payer's bank account belongs to another customer, and the reference is not sure.</summary>
    public int OtherIbanPoints { get; init; } = -12;

    /// <summary>References with fewer points are not sure.</summary>
    public int SureReferencePoints { get; init; } = 40;

    /// <summary>Days after the last day for a discount in which it is still granted.</summary>
    public int SkontoGraceDays { get; init; } = 3;

    /// <summary>
    /// Days behind the grace in which a late discount is granted nonetheless; 0: what is missing stays open.
    /// </summary>
    public int LateSkontoDays { get; init; }

    /// <summary>The highest late discount that is granted.</summary>
    public long MaxLateSkontoMinor { get; init; }

    /// <summary>A difference up to this is written off as rounding.</summary>
    public long MaxRoundingMinor { get; init; } = 5;

    /// <summary>A difference up to this, or up to the share, is written off where currencies were exchanged.</summary>
    public long MaxExchangeMinor { get; init; } = 150;

    /// <summary>In thousandths of the amount.</summary>
    public int MaxExchangePermille { get; init; } = 5;

    /// <summary>Charges above this go to a person.</summary>
    public long MaxChargesMinor { get; init; } = 5000;

    /// <summary>Smaller payments on part of a document go to a person: they test an account.</summary>
    public long MinPartMinor { get; init; } = 100;

    /// <summary>Items of a customer among which a sum is looked for.</summary>
    public int MaxSubsetItems { get; init; } = 16;

    /// <summary>Steps after which such a search ends without a result.</summary>
    public int MaxSubsetSteps { get; init; } = 70_000;

    /// <summary>
    /// A sum found without any reference counts only where the customer's open items make, in minor units, this many
    /// times as much as they have subsets: otherwise chance finds one.
    /// </summary>
    public int MinSubsetSpread { get; init; } = 1000;

    /// <summary>Items of one amount among which a number with a slip is looked for.</summary>
    public int MaxSameAmountItems { get; init; } = 400;

    /// <summary>Of equal items of one customer, take the oldest; otherwise a person decides.</summary>
    public bool OldestFirst { get; init; }

    /// <summary>The highest fee that a return may contain.</summary>
    public long MaxReturnFeeMinor { get; init; } = 5000;

    /// <summary>Days between a payout by a report's word and its money.</summary>
    public int MaxPayoutDays { get; init; } = 3;

    /// <summary>An amount in minor units of a currency with two decimals, in those of another.</summary>
    public static long Scale(long minor, Currency currency) => currency.Exponent switch
    {
        0 => minor / 100,
        3 => minor * 10,
        _ => minor,
    };
}
