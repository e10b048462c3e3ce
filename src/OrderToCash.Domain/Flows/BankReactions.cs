using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Domain.Flows;

/// <summary>What a bank account's events cause elsewhere.</summary>
public static class BankReactions
{
    /// <summary>
    /// The commands that an event of this account causes: each new entry becomes a payment; what a total is made of is
    /// told to its payment.
    /// </summary>
    public static ImmutableArray<Message> React(string id, BankEvent bankEvent)
    {
        if (bankEvent is BankEvent.EntryDetailed detailed)
        {
            return [new Message(
                new EntityAddress(Kinds.Payment, detailed.Account.Value + "/" + detailed.Entry),
                new PaymentCommand.NoteDetails(detailed.Details, detailed.Part))];
        }

        if (bankEvent is not BankEvent.EntriesBooked booked)
            return [];
        var messages = new Message[booked.Entries.Length];
        for (var i = 0; i < messages.Length; i++)
        {
            var entry = booked.Entries[i];
            messages[i] = new Message(
                new EntityAddress(Kinds.Payment, Payment.IdOf(booked.Account, entry).Value),
                new PaymentCommand.Record(booked.Account, entry));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(messages);
    }
}
