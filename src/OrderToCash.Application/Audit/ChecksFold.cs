using OrderToCash.Domain.Orders.Checks;

namespace OrderToCash.Application.Audit;

/// <summary>The store's checks: whom they take for blocked, the account has blocked; and nobody is missing.</summary>
internal sealed class ChecksFold : EntityFold
{
    /// <inheritdoc/>
    public override EntityFold Apply(object domainEvent, Findings findings)
    {
        if (domainEvent is ChecksEvent.CustomerBlocked blocked)
            findings.Effect(Relation.Block, Links.Block(Key.Of(blocked.Account.Value), blocked.Reason));
        else if (domainEvent is ChecksEvent.CustomerUnblocked unblocked)
            findings.Effect(Relation.Block, Links.Block(Key.Of(unblocked.Account.Value), null));
        return this;
    }
}
