namespace OrderToCash.Adapters.Banks;

/// <summary>The order in which a file's statements are booked.</summary>
internal static class Mt940Order
{
    /// <summary>
    /// The statements in the file's order, but those of an account turned round into the order of their balances where
    /// that is plain: each opens with what another closes with. Some banks write the newest first, or pages out of
    /// order.
    /// </summary>
    public static IReadOnlyList<Mt940Plan> OfPages(IReadOnlyList<Mt940Plan> plans)
    {
        var ordered = plans.ToArray();
        var byAccount = Enumerable.Range(0, ordered.Length)
            .Where(x => ordered[x].Accepted?.Header is not null)
            .GroupBy(x => ordered[x].Accepted?.Account, StringComparer.Ordinal);
        foreach (var places in byAccount)
        {
            var slots = places.ToArray();
            if (slots.Length > 1 && Chain([.. slots.Select(x => plans[x])]) is { } chain)
            {
                for (var i = 0; i < slots.Length; i++)
                    ordered[slots[i]] = chain[i];
            }
        }

        return ordered;
    }

    // Null where the order is right already, or isn't plain.
    private static Mt940Plan[]? Chain(Mt940Plan[] plans)
    {
        if (IsChain(plans))
            return null;
        var sorted = plans.OrderBy(x => x.Accepted?.Header?.ToDate)
            .ThenBy(x => x.Accepted?.Header?.SequenceNumber?.Length)
            .ThenBy(x => x.Accepted?.Header?.SequenceNumber, StringComparer.Ordinal)
            .ThenBy(x => x.Page)
            .ToArray();
        if (IsChain(sorted))
            return sorted;
        Array.Reverse(sorted = [.. plans]);
        return IsChain(sorted) ? sorted : null;
    }

    private static bool IsChain(Mt940Plan[] plans)
    {
        for (var i = 1; i < plans.Length; i++)
        {
            if (plans[i - 1].Accepted?.Header?.ClosingMinor != plans[i].Accepted?.Header?.OpeningMinor)
                return false;
        }

        return true;
    }
}
