using System.Collections.Concurrent;
using System.Collections.Immutable;
using OrderToCash.Application.Codecs;
using OrderToCash.Domain.CashApplication.Policies;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Application.CashApplication;

/// <content>Which events mean something to the matcher.</content>
public sealed partial class MatchFeed
{
    private static readonly ConcurrentDictionary<Type, bool> Known = new();

    /// <summary>True where an event means something to the matcher; others need not be handed over.</summary>
    /// <remarks>Asked for every event of the store: one look-up in place of a dozen tests of types.</remarks>
    public static bool IsOfInterest(object domainEvent) =>
        Known.GetOrAdd(domainEvent.GetType(), static (_, one) => IsOfKindOfInterest(one), domainEvent);

    /// <summary>The same by an event's stored name, UTF-8, so that others need not even be read.</summary>
    public static bool IsOfInterest(ReadOnlySpan<byte> storedName) =>
        storedName.StartsWith("payment."u8)
        || (storedName.StartsWith("account."u8) && !storedName.StartsWith("account.credit-"u8))
        || storedName.SequenceEqual("order.placed"u8) || storedName.SequenceEqual("order.edited"u8)
        || storedName.SequenceEqual("bank.registered"u8) || storedName.SequenceEqual("settlement.recorded"u8)
        || storedName.StartsWith("policy."u8);

    /// <summary>The stored events that mean something to the matcher.</summary>
    public static EventSelection Selection { get; } = new(
        ImmutableArray.Create([
            .. PaymentEventCodec.Names, .. AccountEventCodec.Names, .. OrderEventCodec.Names, .. BankEventCodec.Names,
            .. SettlementEventCodec.Names, .. PolicyEventCodec.Names,
        ]).Where(static name => IsOfInterest(name.Utf8.Span)).Select(static name => name.Text));

    private static bool IsOfKindOfInterest(object domainEvent) => domainEvent
        is PaymentEvent or OrderEvent.Placed or OrderEvent.Edited or BankEvent.Registered or SettlementEvent.Recorded
            or PolicyEvent
        || (domainEvent is AccountEvent
            && domainEvent is not (AccountEvent.CreditGranted or AccountEvent.CreditRefused
                or AccountEvent.CreditLimitSet));
}
