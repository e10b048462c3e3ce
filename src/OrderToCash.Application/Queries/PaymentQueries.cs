using System.Collections.Immutable;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;

namespace OrderToCash.Application.Queries;

/// <summary>Filters of a list of payments; null: not filtered.</summary>
/// <param name="OwnAccount">IBAN of the own account.</param>
/// <param name="AccountId">The customer account that it was matched with.</param>
/// <param name="BookedFrom">The first booking day.</param>
/// <param name="BookedTo">The last booking day.</param>
public sealed record PaymentQuery(
    PaymentStatus? Status = null, string? OwnAccount = null, string? AccountId = null, DateOnly? BookedFrom = null,
    DateOnly? BookedTo = null);

/// <summary>A payment in a list.</summary>
/// <param name="SignedMinor">Minor units; positive came in, negative went out.</param>
/// <param name="AccountId">The customer account; null before it is matched.</param>
/// <param name="Reason">The rule that matched it, or why it was parked; null before both.</param>
public sealed record PaymentRow(
    string PaymentId, PaymentStatus Status, string OwnAccount, DateOnly BookingDate, DateOnly ValueDate,
    long SignedMinor, string Currency, string? CounterpartyName, string? Text, string? AccountId, string? Reason,
    RowVersion Version);

/// <summary>A payment with all that is known of it.</summary>
public sealed record PaymentDetail(
    PaymentRow Payment, string? CounterpartyIban, string? EndToEndId, string? StructuredReference,
    string? BankReference, ImmutableArray<string> Documents, MatchExplanation? Explanation,
    ImmutableArray<Allocation> Allocations, long OnAccountMinor, string? WaitsFor);
