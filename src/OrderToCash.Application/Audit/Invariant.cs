namespace OrderToCash.Application.Audit;

/// <summary>The promises of the product. Numbers are fixed for good; each is told in words in docs/audit.md.</summary>
public enum Invariant
{
    /// <summary>No promise ever made available-to-promise negative.</summary>
    NoOversell = 1,

    /// <summary>Every piece that came in is on hand, shipped or written off.</summary>
    GoodsConserved = 2,

    /// <summary>Every cent that the bank booked is applied, on account or in review; every posting balances.</summary>
    MoneyConserved = 3,

    /// <summary>Each bank transaction and each order counts once.</summary>
    CountedOnce = 4,

    /// <summary>Invoice numbers have no gap; each shipped piece is invoiced once; invoices add up.</summary>
    Invoices = 5,

    /// <summary>Every order waits for something that has a name, or is over.</summary>
    NothingStuck = 6,

    /// <summary>Nothing is reserved, shipped or paid that nobody ordered, allocated or invoiced.</summary>
    NoGhosts = 7,

    /// <summary>Sequences and positions have no gap; snapshots equal the replay from the first event.</summary>
    Replay = 8,
}

/// <summary>The invariants' names, as reports print them.</summary>
internal static class InvariantNames
{
    public const int Count = 8;

    private static readonly string[] Names =
    [
        "no oversell",
        "goods are conserved",
        "money is conserved",
        "each transaction and order counts once",
        "invoice numbers are gapless, invoices add up",
        "nothing is stuck",
        "no ghosts",
        "sequences are contiguous, replay gives the same",
    ];

    public static string Of(Invariant invariant) => Names[(int)invariant - 1];
}
