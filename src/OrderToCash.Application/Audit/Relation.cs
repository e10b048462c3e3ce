namespace OrderToCash.Application.Audit;

/// <summary>Two events of different entities of which one follows from the other.</summary>
internal enum Relation
{
    /// <summary>An order asks for an invoice number; the series gives one.</summary>
    NumberRequest = 0,

    /// <summary>The series gives a number; the order is invoiced under it.</summary>
    Number = 1,

    /// <summary>The order is invoiced; the account has an open item.</summary>
    Item = 2,

    /// <summary>The account settles an invoice; its order knows.</summary>
    Settlement = 3,

    /// <summary>The bank booked an entry; it is a payment.</summary>
    BankEntry = 4,

    /// <summary>A payment is matched with an account; the account applies it.</summary>
    Match = 5,

    /// <summary>The account applied a payment; the payment knows.</summary>
    Application = 6,

    /// <summary>The order was shipped; stock has the pieces off its shelf.</summary>
    Shipment = 7,

    /// <summary>The order asks for a prepayment; the account awaits it.</summary>
    Prepayment = 8,

    /// <summary>The account took money for a prepayment; the order knows.</summary>
    PrepaidMoney = 9,

    /// <summary>The order asks for credit; the account answers.</summary>
    CreditRequest = 10,

    /// <summary>The account answers about credit; the order knows, or no longer asks.</summary>
    CreditAnswer = 11,

    /// <summary>The account holds an advance; its order is not over, or has just ended.</summary>
    HeldAdvance = 12,

    /// <summary>A payment's decision is undone, or its money taken back; the account takes back what it did.</summary>
    TakingBack = 13,

    /// <summary>The account took back what a decision did; the payment knows.</summary>
    TakenBack = 14,

    /// <summary>The account settled an item; what it takes back of it is exactly that.</summary>
    Allocation = 15,

    /// <summary>The account reopened an invoice; its order knows.</summary>
    Reopening = 16,

    /// <summary>A payment takes back another one's money; that one answers.</summary>
    Reversal = 17,

    /// <summary>A payment was asked for its money and answered; the one that asked knows.</summary>
    ReversalAnswer = 18,

    /// <summary>A payment is a provider's payout; the settlement takes it in, or refuses it.</summary>
    Payout = 19,

    /// <summary>The settlement booked or refused a payout, or gave it up; the payment knows.</summary>
    PayoutAnswer = 20,

    /// <summary>A payment's decision to be a payout is undone; the settlement takes it back.</summary>
    PayoutUndone = 21,

    /// <summary>A settlement asks an account to carry out a row, or to take it back; the account does.</summary>
    RowAsked = 22,

    /// <summary>An account did what it was asked for a row, or refused; the settlement knows.</summary>
    RowAnswered = 23,

    /// <summary>An account blocks its customer, or no longer does; the store's checks know.</summary>
    Block = 24,
}

/// <summary>What it means where the two sides of a relation differ, and how to say it.</summary>
/// <param name="Missing">Broken where nothing followed; null where nothing needs to.</param>
/// <param name="Ghost">Broken where something follows from nothing; null where that is possible.</param>
/// <param name="Double">Broken where one side stands there twice.</param>
/// <param name="Cause">The event that causes.</param>
/// <param name="Effect">The event that follows.</param>
internal sealed record RelationRule(
    Relation Relation, Invariant? Missing, Invariant? Ghost, Invariant Double, string Cause, string Effect)
{
    /// <summary>True where the same can happen again: then each cause has its effect, however often.</summary>
    public bool Repeats { get; private init; }

    public static readonly RelationRule[] All =
    [
        new(Relation.NumberRequest, Invariant.Invoices, Invariant.Invoices, Invariant.Invoices,
            "an order's request for this invoice number", "a number of the series for this request"),
        new(Relation.Number, Invariant.Invoices, Invariant.Invoices, Invariant.Invoices,
            "the series' number for this request", "the order invoiced under this number"),
        new(Relation.Item, Invariant.Invoices, Invariant.NoGhosts, Invariant.Invoices,
            "an order's invoice of this number, amount and tax", "an item of this number and amount in the account"),
        new(Relation.Settlement, Invariant.NothingStuck, Invariant.MoneyConserved, Invariant.MoneyConserved,
            "money in the account for this invoice", "the order told of this money")
            { Repeats = true },
        new(Relation.BankEntry, Invariant.MoneyConserved, Invariant.MoneyConserved, Invariant.CountedOnce,
            "a bank entry with this identity and amount", "a payment for each new entry"),
        new(Relation.Match, Invariant.NothingStuck, Invariant.MoneyConserved, Invariant.CountedOnce,
            "a payment matched with this account and amount", "the account applying this payment"),
        new(Relation.Application, Invariant.NothingStuck, Invariant.MoneyConserved, Invariant.CountedOnce,
            "the account's application of this payment", "the payment told what it settled"),
        new(Relation.Shipment, Invariant.GoodsConserved, Invariant.NoGhosts, Invariant.GoodsConserved,
            "an order's shipment of these pieces", "these pieces shipped from the SKU's stock"),
        new(Relation.Prepayment, Invariant.NothingStuck, Invariant.NoGhosts, Invariant.MoneyConserved,
            "an order's request for this prepayment", "the account awaiting this prepayment"),
        new(Relation.PrepaidMoney, null, Invariant.MoneyConserved, Invariant.MoneyConserved,
            "money in the account for this prepayment", "the order told of this money")
            { Repeats = true },
        new(Relation.CreditRequest, Invariant.NothingStuck, Invariant.NoGhosts, Invariant.NothingStuck,
            "an order's request for this credit", "the account's answer about credit"),
        new(Relation.CreditAnswer, Invariant.NothingStuck, null, Invariant.NothingStuck,
            "the account's answer about this credit", "the order told about its credit"),
        new(Relation.HeldAdvance, Invariant.MoneyConserved, null, Invariant.MoneyConserved,
            "an advance held for this order", "its order not over, or the rest of its advance proposed for refund"),
        new(Relation.TakingBack, Invariant.NothingStuck, Invariant.MoneyConserved, Invariant.CountedOnce,
            "a payment that asks the account to take back this amount", "the account taking it back"),
        new(Relation.TakenBack, Invariant.NothingStuck, Invariant.MoneyConserved, Invariant.CountedOnce,
            "the account's taking back of an undone decision", "the payment told of it"),
        new(Relation.Allocation, null, Invariant.MoneyConserved, Invariant.MoneyConserved,
            "this document settled with these amounts by this payment", "the same amounts taken back"),
        new(Relation.Reopening, Invariant.NothingStuck, Invariant.MoneyConserved, Invariant.MoneyConserved,
            "money of this invoice taken back in the account", "the order told of it")
            { Repeats = true },
        new(Relation.Reversal, Invariant.NothingStuck, Invariant.MoneyConserved, Invariant.CountedOnce,
            "a payment that takes back this payment's money", "this payment's answer")
            { Repeats = true },
        new(Relation.ReversalAnswer, Invariant.NothingStuck, Invariant.MoneyConserved, Invariant.CountedOnce,
            "a payment's answer about its money", "the one that asked told of it")
            { Repeats = true },
        new(Relation.Payout, Invariant.NothingStuck, Invariant.MoneyConserved, Invariant.CountedOnce,
            "a payment that is a payout of this amount", "the settlement taking it in"),
        new(Relation.PayoutAnswer, Invariant.NothingStuck, null, Invariant.CountedOnce,
            "the settlement's answer to this payout", "the payment told of it"),
        new(Relation.PayoutUndone, Invariant.NothingStuck, Invariant.MoneyConserved, Invariant.CountedOnce,
            "a payout's decision undone", "the settlement taking it back"),
        new(Relation.RowAsked, Invariant.NothingStuck, Invariant.MoneyConserved, Invariant.CountedOnce,
            "a settlement that asks the account to carry out this row", "the account carrying it out"),
        new(Relation.RowAnswered, Invariant.NothingStuck, Invariant.MoneyConserved, Invariant.CountedOnce,
            "the account's carrying out of this row", "the settlement told of it"),
        new(Relation.Block, Invariant.NothingStuck, Invariant.NoGhosts, Invariant.NoGhosts,
            "an account that blocks its customer, or no longer does", "the store's checks told of it")
            { Repeats = true },
    ];
}
