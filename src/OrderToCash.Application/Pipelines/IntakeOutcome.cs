using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Pipelines;

/// <summary>What became of one input.</summary>
public enum IntakeResult
{
    /// <summary>Decided and durable.</summary>
    Accepted = 0,

    /// <summary>Known already; nothing changed.</summary>
    Duplicate = 1,

    /// <summary>Refused, and kept in the quarantine.</summary>
    Rejected = 2,

    /// <summary>Understood, and it asks for nothing: a test order, a draft. Nothing changed.</summary>
    NothingToDo = 3,
}

/// <summary>What became of one input, and why where it was refused or there was nothing to do.</summary>
/// <param name="WhyNothing">The code of <see cref="SourceItem.NothingToDo"/>.</param>
public readonly record struct IntakeOutcome(IntakeResult Result, Rejection? Rejection = null, string? WhyNothing = null)
{
    /// <summary>The result's word in reports and answers.</summary>
    public string Word => Result switch
    {
        IntakeResult.Accepted => "accepted",
        IntakeResult.Duplicate => "duplicate",
        IntakeResult.NothingToDo => "nothing-to-do",
        _ => "rejected",
    };

    /// <summary>Why it was not taken in, a short stable code; null where it was, or was known.</summary>
    public string? Reason => WhyNothing ?? Rejection?.Reason;


    /// <summary>Reads the answer to an input's command.</summary>
    /// <returns>Null where the command must be sent again.</returns>
    public static IntakeOutcome? Of(in CommandReply reply) => reply.Status switch
    {
        CommandStatus.Decided => OfDecision(reply.Reply),
        CommandStatus.Failed or CommandStatus.Blocked => Refused(
            "internal-error", reply.Error ?? "", "a command that can be decided",
            "This is a bug: the command is among `o2c deadletters`, "
            + "the input is kept here and can be retried after an update."),
        _ => null,
    };

    private static IntakeOutcome OfDecision(object? reply) => reply switch
    {
        OrderReply order => order.Code switch
        {
            OrderReplyCode.Accepted => new(IntakeResult.Accepted),
            OrderReplyCode.Duplicate or OrderReplyCode.OutdatedContent => new(IntakeResult.Duplicate),
            _ => Refused(
                KebabCase(order.Code.ToString()), order.Detail ?? order.Code.ToString(), Expectation(order.Code)),
        },
        StockReply stock => stock.Code switch
        {
            StockReplyCode.Accepted => new(IntakeResult.Accepted),
            StockReplyCode.Duplicate => new(IntakeResult.Duplicate),
            _ => Refused(KebabCase(stock.Code.ToString()), stock.Detail ?? stock.Code.ToString(),
                "a movement that fits the stock"),
        },
        BankReply bank => bank.Code switch
        {
            BankReplyCode.Accepted => new(IntakeResult.Accepted),
            BankReplyCode.Duplicate => new(IntakeResult.Duplicate),
            _ => Refused(
                KebabCase(bank.Code.ToString()), bank.Detail ?? bank.Code.ToString(), "the account's next statement"),
        },
        SettlementReply settlement => settlement.Code switch
        {
            SettlementReplyCode.Accepted => new(IntakeResult.Accepted),
            SettlementReplyCode.Duplicate => new(IntakeResult.Duplicate),
            _ => Refused(
                settlement.Code == SettlementReplyCode.Conflict
                    ? "exists-with-different-content"
                    : KebabCase(settlement.Code.ToString()),
                settlement.Detail ?? settlement.Code.ToString(), "a payout's report as it is known, or a new one"),
        },
        AccountReply account => account switch
        {
            AccountReply.Accepted => new(IntakeResult.Accepted),
            AccountReply.Duplicate => new(IntakeResult.Duplicate),
            AccountReply.Conflict => Refused(
                "exists-with-different-content", "another amount, currency or date",
                "the item or direct debit as it is known",
                "What changed is settled by a payment or a credit note, or the item has another number."),
            AccountReply.Unknown => Refused(
                "unknown-document", "a document that the customer's account does not have",
                "an open or settled item of the customer, or an order of it that is paid in advance",
                "Take in the items first, then `o2c quarantine retry`."),
            _ => Refused(KebabCase(account.ToString()), account.ToString(), "content that keeps the rules"),
        },
        _ => new(IntakeResult.Accepted),
    };

    private static string Expectation(OrderReplyCode code) => code switch
    {
        OrderReplyCode.UnknownOrder => "an order that was taken in before",
        OrderReplyCode.ExistsWithDifferentContent => "the content of the order as it is known; it is marked for review",
        OrderReplyCode.QuantityExceeded => "at most the pieces that are allocated (shipment) or open (cancellation)",
        OrderReplyCode.UnknownLine => "a line of the order",
        OrderReplyCode.TooLate => "an order that can still be changed",
        OrderReplyCode.ShipmentConflict => "the lines of the shipment as it is known",
        OrderReplyCode.NotHeld => "a held order",
        OrderReplyCode.AlreadyShipped => "an order of which something is left to ship",
        _ => "content that keeps the rules",
    };

    private static IntakeOutcome Refused(string reason, string found, string expected, string? advice = null) =>
        new(IntakeResult.Rejected, new Rejection(reason, "decision", found, expected, advice));

    private static string KebabCase(string name) =>
        string.Concat(
            name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
