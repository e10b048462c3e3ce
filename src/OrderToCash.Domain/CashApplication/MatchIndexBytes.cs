namespace OrderToCash.Domain.CashApplication;

/// <summary>Memory of a <see cref="MatchIndex"/>, in bytes, by what it is for.</summary>
public readonly record struct MatchIndexBytes(long Items, long Numbers, long Customers, long Payments)
{
    /// <summary>All of it.</summary>
    public long Total => Items + Numbers + Customers + Payments;
}
