namespace OrderToCash.Adapters.Banks;

/// <summary>An entry as it stands in the file: field 61 and the fields 86 that follow it. One object, filled again for
/// each entry.</summary>
internal sealed class Mt940Entry
{
    /// <summary>1 for the statement's first.</summary>
    public int Number { get; set; }

    public int Line { get; set; }

    public DateOnly ValueDate { get; set; }

    /// <summary>Null where the bank gives none.</summary>
    public DateOnly? EntryDate { get; set; }

    /// <summary>What the amount does to the balance: 1 credit, -1 debit.</summary>
    public int Sign { get; set; }

    /// <summary>RC, RD: the bank undoes an entry of its own.</summary>
    public bool IsReversal { get; set; }

    /// <summary>EC, ED: announced, not booked.</summary>
    public bool IsExpected { get; set; }

    /// <summary>Without sign.</summary>
    public long AmountMinor { get; set; }

    /// <summary>Field 61 with the lines that belong to it; what the ranges below are ranges of.</summary>
    public Mt940Bytes Head { get; } = new();

    /// <summary>Kind of entry: <c>NTRF</c>, <c>S051</c>; empty where the bank gives none.</summary>
    public Range TypeCode { get; set; }

    /// <summary>The account owner's reference, trailing blanks included.</summary>
    public Range CustomerReference { get; set; }

    /// <summary>The bank's reference, behind <c>//</c>.</summary>
    public Range BankReference { get; set; }

    /// <summary>What else the bank says: the second line.</summary>
    public Range Supplement { get; set; }

    /// <summary>All fields 86 of the entry.</summary>
    public Mt940Bytes Details { get; } = new();

    public long SignedMinor => AmountMinor * Sign;

    /// <summary>Forgets the parts of the entry before.</summary>
    public void ClearParts()
    {
        AmountMinor = 0;
        TypeCode = default;
        CustomerReference = default;
        BankReference = default;
        Supplement = default;
    }

    public ReadOnlySpan<byte> Of(Range range) => Head.Span[range];
}
