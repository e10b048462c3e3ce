using OrderToCash.Domain.CashApplication.Policies;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Numbering;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;

namespace OrderToCash.Application;

/// <summary>Replies as objects. Those without a detail exist once each: they answer nearly every command.</summary>
internal static class Replies
{
    private static readonly object[] Orders = Boxes<OrderReplyCode>(static code => new OrderReply(code));
    private static readonly object[] Stock = Boxes<StockReplyCode>(static code => new StockReply(code));
    private static readonly object[] Accounts = Boxes<AccountReply>(static reply => reply);
    private static readonly object[] Payments = Boxes<PaymentReply>(static reply => reply);
    private static readonly object[] Policies = Boxes<PolicyReply>(static reply => reply);
    private static readonly object[] Checks = Boxes<ChecksReply>(static reply => reply);
    private static readonly object[] Banks = Boxes<BankReplyCode>(static code => new BankReply(code));

    private static readonly object[] Settlements =
        Boxes<SettlementReplyCode>(static code => new SettlementReply(code));

    public static object Box(OrderReply reply) => reply.Detail is null ? Orders[(int)reply.Code] : reply;

    public static object Box(StockReply reply) => reply.Detail is null ? Stock[(int)reply.Code] : reply;

    public static object Box(AccountReply reply) => Accounts[(int)reply];

    public static object Box(PaymentReply reply) => Payments[(int)reply];

    public static object Box(BankReply reply) => reply.Detail is null ? Banks[(int)reply.Code] : reply;

    public static object Box(SettlementReply reply) =>
        reply.Detail is null ? Settlements[(int)reply.Code] : reply;

    public static object Box(SeriesReply reply) => reply;

    public static object Box(PolicyReply reply) => Policies[(int)reply];

    public static object Box(ChecksReply reply) => Checks[(int)reply];

    /// <summary>One box for each value; the enums count from 0 without gaps.</summary>
    private static object[] Boxes<TCode>(Func<TCode, object> box)
        where TCode : struct, Enum => Array.ConvertAll(Enum.GetValues<TCode>(), code => box(code));
}
