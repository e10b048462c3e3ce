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
    public static readonly RelationRule[] All =
    [
        new(Relation.NumberRequest, Invariant.Invoices, Invariant.Invoices, Invariant.Invoices,
            "an order's request for this invoice number", "a number of the series for this request"),
        new(Relation.Number, Invariant.Invoices, Invariant.Invoices, Invariant.Invoices,
            "the series' number for this request", "the order invoiced under this number"),
        new(Relation.Item, Invariant.Invoices, Invariant.NoGhosts, Invariant.Invoices,
            "an order's invoice of this number, amount and tax", "an item of this number and amount in the account"),
        new(Relation.Settlement, Invariant.NothingStuck, Invariant.MoneyConserved, Invariant.MoneyConserved,
            "money in the account for this invoice", "the order told of this money"),
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
            "money in the account for this prepayment", "the order told of this money"),
        new(Relation.CreditRequest, Invariant.NothingStuck, Invariant.NoGhosts, Invariant.NothingStuck,
            "an order's request for this credit", "the account's answer about credit"),
        new(Relation.CreditAnswer, Invariant.NothingStuck, null, Invariant.NothingStuck,
            "the account's answer about this credit", "the order told about its credit"),
        new(Relation.HeldAdvance, Invariant.MoneyConserved, null, Invariant.MoneyConserved,
            "an advance held for this order", "its order not over, or the rest of its advance proposed for refund"),
    ];
}
