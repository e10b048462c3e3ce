namespace OrderToCash.Domain.Payments;

/// <summary>Why a settlement report is not booked.</summary>
/// <param name="Reason">Stable code.</param>
/// <param name="Row">Index of the row, 0 first; null where the report as a whole is meant.</param>
public sealed record SettlementFault(string Reason, int? Row, string Found, string Expected);
