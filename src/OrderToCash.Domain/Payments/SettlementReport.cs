using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Payments;

/// <summary>
/// What a payment provider or marketplace pays out in one sum, and what the sum is made of. All amounts are minor
/// units of <see cref="Currency"/>; <see cref="SettlementCheck"/> says what must add up.
/// </summary>
/// <param name="Provider">Lower case: <c>paypal</c>, <c>stripe</c>, <c>klarna</c>, <c>amazon</c>, or the name that a
/// mapping gives.</param>
/// <param name="PayoutId">The provider's id of the payout, as the bank's text repeats it; unique with the
/// provider.</param>
/// <param name="PayoutMinor">What the bank account receives; negative where the provider collects it.</param>
/// <param name="Date">When it is paid out, as the report says; the money may take days.</param>
/// <param name="Rows">In the report's order; at least one.</param>
public sealed record SettlementReport(
    string Provider, string PayoutId, Currency Currency, long PayoutMinor, DateOnly? Date,
    ImmutableArray<SettlementRow> Rows);
