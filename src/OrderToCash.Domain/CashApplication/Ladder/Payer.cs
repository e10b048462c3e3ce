namespace OrderToCash.Domain.CashApplication.Ladder;

/// <summary>A customer that the payer may be.</summary>
internal sealed class Payer
{
    public int Customer { get; set; }

    public int Points { get; set; }

    public bool IsByIban { get; set; }

    public bool IsByName { get; set; }

    public List<Fact> Facts { get; } = [];
}
