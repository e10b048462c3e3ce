using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <summary>One reason for which an order waits now.</summary>
/// <param name="ExpiresAt">The order is cancelled if it still waits then.</param>
public sealed record OrderHold(
    HoldReason Reason, string Rule, ImmutableArray<Evidence> Evidence, DateTimeOffset ExpiresAt);
