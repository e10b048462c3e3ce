using System.Collections.Immutable;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders.Checks;

/// <summary>
/// What an order's content can't say and its checks need: the store's rules, and what was seen of other orders when it
/// came. It comes with the command; what holds the order is kept as evidence in its event.
/// </summary>
/// <param name="Rules">The store's settings.</param>
/// <param name="BlockedFor">Why the customer is blocked; null where that isn't so.</param>
/// <param name="Same">The last other order of the same customer with the same content; null: none was seen.</param>
/// <param name="OfEmail">Other orders from this e-mail address within the window.</param>
/// <param name="OfAddress">Other orders to this postal address within the window.</param>
public sealed record OrderAdvice(
    CheckRules Rules, string? BlockedFor = null, SeenOrder? Same = null, SeenOrders OfEmail = default,
    SeenOrders OfAddress = default)
{
    /// <summary>Orders are counted up to here; more make no difference.</summary>
    public const int MaxCounted = 100;

    /// <summary>The default rules, and nothing seen.</summary>
    public static OrderAdvice None { get; } = new(CheckRules.Default);
}

/// <summary>Another order.</summary>
/// <param name="PlacedAt">When its customer ordered.</param>
public readonly record struct SeenOrder(OrderId Order, DateTimeOffset PlacedAt);

/// <summary>Other orders that have something in common with one.</summary>
/// <param name="Count">How many, up to <see cref="OrderAdvice.MaxCounted"/>.</param>
/// <param name="Latest">The latest of them, at most five.</param>
public readonly record struct SeenOrders(int Count, ImmutableArray<OrderId> Latest);
