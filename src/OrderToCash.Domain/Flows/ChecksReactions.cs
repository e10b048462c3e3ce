using System.Collections.Immutable;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Flows;

/// <summary>How the store's checks hear of customers who are blocked; they cause nothing themselves.</summary>
public static class ChecksReactions
{
    /// <summary>The command that an account's block, or its end, causes.</summary>
    public static ImmutableArray<Message> Of(string account, AccountEvent accountEvent) => accountEvent switch
    {
        AccountEvent.Blocked blocked => To(new ChecksCommand.NoteBlocked(new AccountId(account), blocked.Reason)),
        AccountEvent.Unblocked => To(new ChecksCommand.NoteUnblocked(new AccountId(account))),
        _ => [],
    };

    private static ImmutableArray<Message> To(ChecksCommand command) =>
        ImmutableArray.Create(new Message(new EntityAddress(Kinds.Checks, StoreChecks.Id), command));
}
