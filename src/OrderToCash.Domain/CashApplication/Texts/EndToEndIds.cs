namespace OrderToCash.Domain.CashApplication.Texts;

/// <summary>End-to-end ids.</summary>
internal static class EndToEndIds
{
    /// <summary>False where the payer gave none: banks write so in place of it.</summary>
    public static bool IsGiven(string? id) =>
        !string.IsNullOrWhiteSpace(id)
        && !string.Equals(id, "NOTPROVIDED", StringComparison.OrdinalIgnoreCase)
        && !string.Equals(id, "NOTAVAILABLE", StringComparison.OrdinalIgnoreCase)
        && !string.Equals(id, "NONREF", StringComparison.OrdinalIgnoreCase);
}
