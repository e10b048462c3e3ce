namespace OrderToCash.Domain.CashApplication.Indexing;

/// <summary>An item of the index, 64 bytes. -1 ends a list.</summary>
internal struct ItemRow
{
    public long AmountMinor;
    public long OpenMinor;

    /// <summary>Place of its texts: document, order number, reference.</summary>
    public int Texts;
    public int Customer;
    public int NextOfCustomer;
    public int PreviousOfCustomer;
    public int NextOfAmount;
    public int PreviousOfAmount;

    // Two steps of discount: "3 % within 7 days, 2 % within 14".
    public int FirstSkontoMinor;
    public int SecondSkontoMinor;
    public ushort FirstSkontoUntil;
    public ushort SecondSkontoUntil;
    public ushort IssueDay;
    public ushort ClosedDay;
    public byte Currency;
    public ItemState State;
}

/// <summary>Where an item of the index stands.</summary>
internal enum ItemState : byte
{
    /// <summary>The row is free.</summary>
    Free = 0,

    /// <summary>Something is open.</summary>
    Open = 1,

    /// <summary>Nothing is open any more; its numbers still tell what was named.</summary>
    Closed = 2,
}
