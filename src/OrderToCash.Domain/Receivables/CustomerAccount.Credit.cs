using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Receivables;

/// <content>Credit, its limits, and customers who get none.</content>
public static partial class CustomerAccount
{
    private static Decision<AccountReply, AccountEvent> RequestCredit(
        CustomerAccountState state, AccountCommand.RequestCredit request, int defaultLimit)
    {
        if (state.CreditAnswers.Contains(CreditKey(request.Order, request.Revision)))
            return Answer(AccountReply.Duplicate);
        if (request.AmountMinor <= 0)
            return Answer(AccountReply.InvalidAmount);

        var exposure = state.FindTotals(request.Currency)?.ExposureMinor ?? 0;
        // A new revision replaces what an older one of the same order was granted.
        if (state.Orders.TryGetValue(request.Order, out var order) && order.Currency == request.Currency)
            exposure -= order.GrantedMinor;
        var limit = LimitOf(state, request.Currency, defaultLimit);
        // Compared by subtraction: an exposure near the largest number must not overflow.
        return request.AmountMinor <= limit - exposure && state.BlockedFor is null
            ? Accept(new AccountEvent.CreditGranted(
                request.Order, request.Revision, request.AmountMinor, request.Currency, exposure, limit))
            : Accept(new AccountEvent.CreditRefused(
                request.Order, request.Revision, request.AmountMinor, request.Currency, exposure, limit,
                state.BlockedFor));
    }

    private static Decision<AccountReply, AccountEvent> SetCreditLimit(
        CustomerAccountState state, AccountCommand.SetCreditLimit set)
    {
        if (state.Limits.TryGetValue(set.Currency, out var current) && set.LimitMinor == current)
            return Answer(AccountReply.Duplicate);
        if (set.LimitMinor is < 0 or > MaxLimitMinor)
            return Answer(AccountReply.InvalidAmount);
        if (set.LimitMinor is null && !state.Limits.ContainsKey(set.Currency))
            return Answer(AccountReply.Unknown);
        return Accept(new AccountEvent.CreditLimitSet(set.LimitMinor, set.Currency, set.Actor, set.Reason));
    }

    /// <summary>Blocked for another reason is blocked anew: the last reason is the one that is shown.</summary>
    private static Decision<AccountReply, AccountEvent> Block(CustomerAccountState state, AccountCommand.Block block)
        => state.BlockedFor == block.Reason
            ? Answer(AccountReply.Duplicate)
            : Accept(new AccountEvent.Blocked(block.Reason, block.Actor));

    private static Decision<AccountReply, AccountEvent> Unblock(
        CustomerAccountState state, AccountCommand.Unblock unblock)
        => state.BlockedFor is null
            ? Answer(AccountReply.Duplicate)
            : Accept(new AccountEvent.Unblocked(unblock.Reason, unblock.Actor));

    private static string CreditKey(OrderId order, int revision) => order.Value + "#" + revision;
}
