namespace OrderToCash.Domain.CashApplication.Ladder;

/// <summary>An evidence before it is put into words: most hypotheses lose, and need none.</summary>
/// <param name="Item">The item it points to, or -1.</param>
/// <param name="Customer">The customer it points to, or -1.</param>
internal readonly record struct Fact(
    EvidenceKind Kind, string Rule, int Points, int Item = -1, int Customer = -1,
    TransactionField Field = TransactionField.None, int Start = 0, int Length = 0);
