using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>What a statement says besides its entries, filled while they are read.</summary>
internal sealed class Mt940Statement
{
    /// <summary>Its number in the file, 1 for the first.</summary>
    public int Number { get; init; }

    /// <summary>The line of its first field.</summary>
    public int Line { get; init; }

    /// <summary>Where in the file its first field begins.</summary>
    public long Start { get; init; }

    /// <summary>Field 20, as it stands.</summary>
    public string? Reference { get; set; }

    /// <summary>Field 25, as it stands.</summary>
    public string? Account { get; set; }

    /// <summary>Field 28, without leading zeros; null where there is none, or 0.</summary>
    public string? SequenceNumber { get; set; }

    /// <summary>The page, without leading zeros.</summary>
    public string? Page { get; set; }

    public Mt940Balance? Opening { get; set; }

    public Mt940Balance? Closing { get; set; }

    /// <summary>True for an intraday report: it has no balances.</summary>
    public bool IsIntraday { get; set; }

    /// <summary>When an intraday report was made.</summary>
    public DateOnly? Day { get; set; }

    /// <summary>Of the opening balance, or of an intraday report's limit; null until it is read.</summary>
    public Currency? Currency { get; set; }

    /// <summary>Number and sum of an intraday report's debits, and of its credits; null where not stated.</summary>
    public (long Count, long SumMinor, int Line)? Debits { get; set; }

    public (long Count, long SumMinor, int Line)? Credits { get; set; }
}
