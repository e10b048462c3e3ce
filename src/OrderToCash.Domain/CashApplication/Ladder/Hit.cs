namespace OrderToCash.Domain.CashApplication.Ladder;

/// <summary>A place in a field that names an item.</summary>
/// <param name="From">Where it begins in the squeezed field.</param>
/// <param name="To">Where it ends there.</param>
/// <param name="Start">Where it begins in the field as delivered.</param>
internal readonly record struct Hit(
    int Item, string Rule, int Points, TransactionField Field, int From, int To, int Start, int Length)
{
    public bool Overlaps(in Hit other) => Field == other.Field && From < other.To && other.From < To;

    public Fact AsFact() => new(EvidenceKind.Reference, Rule, Points, Item, -1, Field, Start, Length);
}
