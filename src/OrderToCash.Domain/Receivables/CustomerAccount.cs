using System.Collections.Immutable;
using System.Diagnostics;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Receivables;

/// <summary>
/// A customer's account: grants credit, keeps open items and applies payments to them. This file: the commands and
/// credit; <c>Items</c>: invoices and prepayments; <c>Payments</c>: applying money; <c>Undo</c>: taking it back;
/// <c>Import</c>: other systems' items; <c>Debits</c>: direct debits; <c>Evolve</c>: what events change.
/// </summary>
public static partial class CustomerAccount
{
    /// <summary>
    /// The credit limit of a customer for whom nobody set one, in major units of the order's currency.
    /// </summary>
    public const long DefaultLimit = 10_000;

    /// <summary>The highest limit that can be set, minor units; a hundred times the highest order total.</summary>
    public const long MaxLimitMinor = 100_000_000_000_000_000;

    /// <summary>The account before its first event.</summary>
    public static CustomerAccountState Initial(string id) => new(id);

    /// <summary>What the command changes; never changes the state itself.</summary>
    /// <param name="at">When the command came, UTC; no decision of an account depends on it.</param>
    public static Decision<AccountReply, AccountEvent> Decide(
        CustomerAccountState state, AccountCommand command, DateTimeOffset at) => command switch
        {
            AccountCommand.OpenInvoice open => OpenInvoice(state, open),
            AccountCommand.ApplyPayment apply => ApplyPayment(state, apply),
            AccountCommand.RequestCredit request => RequestCredit(state, request),
            AccountCommand.OpenPrepayment open => OpenPrepayment(state, open),
            AccountCommand.WithdrawOrder withdraw => WithdrawOrder(state, withdraw),
            AccountCommand.SetCreditLimit set => SetCreditLimit(state, set),
            AccountCommand.UndoPayment undo => UndoPayment(state, undo),
            AccountCommand.TakeBack take => TakeBack(state, take),
            AccountCommand.ImportItem import => ImportItem(state, import),
            AccountCommand.NoteCustomer note => Differs(state.Customer, note.Customer) is { } noted
                ? Accept(noted)
                : Answer(AccountReply.Duplicate),
            AccountCommand.PresentDebit present => PresentDebit(state, present),
            AccountCommand.DoubtPayer doubt => DoubtPayer(state, doubt),
            AccountCommand.ForgetPayer forget => ForgetPayer(state, forget),
            _ => throw new UnreachableException(),
        };

    /// <summary>The credit limit in a currency, minor units.</summary>
    public static long LimitOf(CustomerAccountState state, Currency currency)
    {
        if (state.Limits.TryGetValue(currency, out var limit))
            return limit;
        return InMinor(DefaultLimit, currency);
    }

    private static long InMinor(long major, Currency currency)
    {
        for (var i = 0; i < currency.Exponent; i++)
            major *= 10;
        return major;
    }

    private static Decision<AccountReply, AccountEvent> RequestCredit(
        CustomerAccountState state, AccountCommand.RequestCredit request)
    {
        if (state.CreditAnswers.Contains(CreditKey(request.Order, request.Revision)))
            return Answer(AccountReply.Duplicate);
        if (request.AmountMinor <= 0)
            return Answer(AccountReply.InvalidAmount);

        var exposure = state.FindTotals(request.Currency)?.ExposureMinor ?? 0;
        // A new revision replaces what an older one of the same order was granted.
        if (state.Orders.TryGetValue(request.Order, out var order) && order.Currency == request.Currency)
            exposure -= order.GrantedMinor;
        var limit = LimitOf(state, request.Currency);
        // Compared by subtraction: an exposure near the largest number must not overflow.
        return request.AmountMinor <= limit - exposure
            ? Accept(new AccountEvent.CreditGranted(
                request.Order, request.Revision, request.AmountMinor, request.Currency, exposure, limit))
            : Accept(new AccountEvent.CreditRefused(
                request.Order, request.Revision, request.AmountMinor, request.Currency, exposure, limit));
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
        return Accept(new AccountEvent.CreditLimitSet(set.LimitMinor, set.Currency, set.Actor));
    }

    private static string CreditKey(OrderId order, int revision) => order.Value + "#" + revision;

    private static Decision<AccountReply, AccountEvent> Answer(AccountReply reply) => new(reply, []);

    private static Decision<AccountReply, AccountEvent> Accept(AccountEvent accountEvent) =>
        new(AccountReply.Accepted, ImmutableArray.Create(accountEvent));
}
