using System.Collections.Immutable;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Flows;

/// <summary>What a payment's events cause elsewhere.</summary>
public static class PaymentReactions
{
    /// <summary>The commands that an event of this payment causes.</summary>
    public static ImmutableArray<Message> React(string id, PaymentEvent paymentEvent) => paymentEvent switch
    {
        PaymentEvent.Matched matched => ImmutableArray.Create(new Message(
            new EntityAddress(Kinds.Account, matched.Account.Value),
            new AccountCommand.ApplyPayment(
                new PaymentId(id), matched.AmountMinor, matched.Currency, matched.ValueDate, matched.Documents))),
        _ => [],
    };
}
