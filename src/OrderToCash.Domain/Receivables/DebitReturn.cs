namespace OrderToCash.Domain.Receivables;

/// <summary>What a bank says about money that it took back.</summary>
/// <param name="Reason">An ISO code (<c>AM04</c>) or the bank's own; null where none is given.</param>
/// <param name="Mandate">The direct debit's mandate; null where it was none, or none is named.</param>
public sealed record DebitReturn(string? Reason, string? Mandate)
{
    /// <summary>
    /// True where the mandate may not be used again: the account is closed or unknown, the mandate missing or
    /// revoked, the payer objected, or direct debits are not allowed there. False for missing funds.
    /// </summary>
    /// <remarks>Source: ISO 20022 external codes, set ExternalReturnReason1Code.</remarks>
    public bool ForbidsMandate => Reason is "AC01" or "AC04" or "AC06" or "AC13" or "AG01" or "MD01" or "MD06"
        or "MD07" or "MS02" or "SL01";
}
