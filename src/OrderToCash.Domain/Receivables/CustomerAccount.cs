using System.Collections.Immutable;
using System.Diagnostics;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Receivables;

/// <summary>
/// A customer's account: grants credit, keeps open items and applies payments to them. This file: the commands;
/// <c>Credit</c>: credit and blocks; <c>Items</c>: invoices and prepayments; <c>Payments</c>: applying money;
/// <c>Undo</c>: taking it back; <c>Import</c>: other systems' items; <c>Debits</c>: direct debits; <c>Evolve</c>: what
/// events change.
/// </summary>
public static partial class CustomerAccount
{
    /// <summary>
    /// The credit limit of a customer for whom nobody set one, in major units of the order's currency, unless the
    /// store's checks say otherwise.
    /// </summary>
    public const int DefaultLimit = 10_000;

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
            AccountCommand.RequestCredit request => RequestCredit(state, request, DefaultLimit),
            AccountCommand.RequestCreditWithin request => RequestCredit(
                state, new(request.Order, request.Revision, request.AmountMinor, request.Currency),
                request.DefaultLimit),
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
            AccountCommand.Block block => Block(state, block),
            AccountCommand.Unblock unblock => Unblock(state, unblock),
            _ => throw new UnreachableException(),
        };

    /// <summary>The credit limit in a currency, minor units.</summary>
    /// <param name="defaultMajor">Where nobody set one, major units.</param>
    public static long LimitOf(CustomerAccountState state, Currency currency, int defaultMajor = DefaultLimit) =>
        state.Limits.TryGetValue(currency, out var limit) ? limit : InMinor(defaultMajor, currency);

    private static long InMinor(long major, Currency currency)
    {
        for (var i = 0; i < currency.Exponent; i++)
            major *= 10;
        return major;
    }

    private static Decision<AccountReply, AccountEvent> Answer(AccountReply reply) => new(reply, []);

    private static Decision<AccountReply, AccountEvent> Accept(AccountEvent accountEvent) =>
        new(AccountReply.Accepted, ImmutableArray.Create(accountEvent));
}
