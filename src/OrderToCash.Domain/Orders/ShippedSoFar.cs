using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <summary>What the channel says was shipped so far, by whomever.</summary>
/// <param name="IsWhole">True where no piece is left to ship.</param>
/// <param name="Evidence">What says so: lines with their pieces, or the order's state. At least one.</param>
public sealed record ShippedSoFar(bool IsWhole, ImmutableArray<Evidence> Evidence);
