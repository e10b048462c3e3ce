namespace OrderToCash.Domain.CashApplication.Ladder;

/// <summary>What a hypothesis settles of an item.</summary>
internal readonly record struct Share(
    int Item, long PaidMinor, long SkontoMinor = 0, long ChargesMinor = 0, long WriteOffMinor = 0);
