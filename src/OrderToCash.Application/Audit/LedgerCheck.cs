using OrderToCash.Domain.Ledger;

namespace OrderToCash.Application.Audit;

/// <summary>Debits equal credits.</summary>
internal static class LedgerCheck
{
    /// <summary>
    /// Sums up what the event posts. Whose it is doesn't matter for the sum, so no id is made for it.
    /// </summary>
    public static void Run(object domainEvent, Findings findings)
    {
        findings.Count(Checked.PostingEvents);
        long sum = 0;
        foreach (var posting in Postings.Of("", domainEvent))
            sum += posting.AmountMinor;
        if (sum != 0)
            findings.Break(Invariant.MoneyConserved, $"postings that sum to {sum}", "0");
    }
}
