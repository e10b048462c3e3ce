namespace OrderToCash.Domain.CashApplication.Ladder;

/// <summary>How an amount fits an item.</summary>
/// <param name="Rule">The rule by which it does; null where it doesn't.</param>
internal readonly record struct AmountFit(string? Rule, int Points, Share Share)
{
    /// <summary>True where the amount is what is owed: open, or less a discount in time.</summary>
    public bool IsExact => Rule is MatchRules.Amount or MatchRules.Skonto;
}
