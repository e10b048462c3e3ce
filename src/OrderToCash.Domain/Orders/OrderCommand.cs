using System.Collections.Immutable;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <summary>What an order can be asked to do.</summary>
public abstract record OrderCommand
{
    private OrderCommand()
    {
    }

    /// <summary>Take in the order, or what the channel now says about it. Idempotent by order id and content.</summary>
    /// <param name="Cancels">
    /// What the same document says to be cancelled: one decision with the content. An outdated document cancels
    /// nothing; one whose content came too late does.
    /// </param>
    /// <param name="Shipped">
    /// What the channel says was shipped; null: nothing. An order that is new and wholly shipped is refused; any
    /// other that isn't released yet is held for review.
    /// </param>
    /// <param name="Advice">The store's rules and what was seen of other orders; null: the default rules.</param>
    public sealed record Place(
        OrderContent Content, Actor Actor, ImmutableArray<Cancel> Cancels = default, ShippedSoFar? Shipped = null,
        OrderAdvice? Advice = null) : OrderCommand;

    /// <summary>Cancel the order, or, with lines, these pieces of it.</summary>
    /// <param name="Lines">Empty means everything that has not been shipped.</param>
    /// <param name="RequestId">
    /// Tells a repeat from a second request; where the source has none (null), a request with the same reason, time and
    /// lines is a repeat.
    /// </param>
    /// <param name="MayComeFirst">
    /// True where the order may arrive after its cancellation: that of an unknown order is then kept for it.
    /// </param>
    /// <param name="MayBeLate">
    /// True where it says what happened rather than asks: where nothing is open any more, there is nothing to refuse.
    /// </param>
    public sealed record Cancel(
        string Reason, DateTimeOffset RequestedAt, ImmutableArray<CancelLine> Lines, Actor Actor,
        string? RequestId = null, bool MayComeFirst = false, bool MayBeLate = false) : OrderCommand
    {
        /// <summary>What the source sent beside the known fields, one JSON object; null: nothing.</summary>
        public string? ExtraJson { get; init; }
    }

    /// <summary>Let a held order go on, overriding what held it.</summary>
    /// <param name="Reason">
    /// Which hold; null means review and credit. A hold for money has to be named: releasing a review may lead straight
    /// to one, and a repeated command must not let the goods go unpaid.
    /// </param>
    public sealed record ReleaseHold(Actor Actor, string? Note, HoldReason? Reason = null) : OrderCommand;

    /// <summary>Refuse a held order for good; what was promised is given back.</summary>
    public sealed record Reject(string Reason, Actor Actor) : OrderCommand;

    /// <summary>The warehouse shipped these pieces. Idempotent by shipment id.</summary>
    public sealed record Ship(
        string Shipment, string Warehouse, DateTimeOffset ShippedAt, string? Carrier, string? Tracking,
        ImmutableArray<ShipLine> Lines, Actor Actor) : OrderCommand
    {
        /// <summary>What the source sent beside the known fields, one JSON object; null: nothing.</summary>
        public string? ExtraJson { get; init; }
    }

    /// <summary>Stock's answer to a reservation, or later goods for a backorder.</summary>
    /// <param name="Reserved">Pieces promised by this answer.</param>
    /// <param name="Backordered">Pieces that wait for goods.</param>
    /// <param name="Refused">Pieces that can't be had.</param>
    /// <param name="Revision">The order's revision that asked.</param>
    /// <param name="FromBackorder">True where goods came in for pieces that waited.</param>
    public sealed record NoteStock(
        Sku Sku, int Revision, int Reserved, int Backordered, int Refused, RefusalReason? Reason, bool FromBackorder)
        : OrderCommand;

    /// <summary>Stock tied pieces to warehouses; what was short went back to waiting for goods.</summary>
    public sealed record NoteAllocated(Sku Sku, int Revision, ImmutableArray<WarehouseQuantity> Allocated, int Missing)
        : OrderCommand;

    /// <summary>The customer account's answer to a credit request.</summary>
    /// <param name="BlockedFor">Why the customer is blocked; null where that isn't the reason.</param>
    public sealed record NoteCredit(
        int Revision, bool Granted, long ExposureMinor, long LimitMinor, string? BlockedFor = null) : OrderCommand;

    /// <summary>The number series gave the invoice of this request its number.</summary>
    public sealed record NoteInvoiceNumber(string RequestId, string Number) : OrderCommand;

    /// <summary>Money for the order's prepayment was applied.</summary>
    /// <param name="Revision">Of the order that asked for it; 0 where the account doesn't know.</param>
    public sealed record NotePrepaid(long AmountMinor, long OpenMinor, int Revision = 0) : OrderCommand;

    /// <summary>Money, an advance or a provider settled (part of) an invoice.</summary>
    /// <param name="OpenMinor">What is left of it.</param>
    public sealed record NoteSettled(string Number, long AmountMinor, long OpenMinor) : OrderCommand;

    /// <summary>Money that had settled (part of) an invoice was taken back.</summary>
    /// <param name="OpenMinor">What is open of it now.</param>
    public sealed record NoteReopened(string Number, long AmountMinor, long OpenMinor) : OrderCommand;

    /// <summary>Money for the order's prepayment was taken back before an invoice consumed it.</summary>
    public sealed record NotePrepaidBack(long AmountMinor, long OpenMinor, int Revision = 0) : OrderCommand;

    /// <summary>Go on with requests to stock from this index of the step's list (self-command).</summary>
    public sealed record ContinueStock(StockStep Step, int From) : OrderCommand;

    /// <summary>The reminder that a reservation without confirmation or payment has come to its end.</summary>
    public sealed record Expire : OrderCommand;
}

/// <summary>Pieces of a line to cancel.</summary>
public readonly record struct CancelLine(string LineId, int Quantity);

/// <summary>Pieces of a line in a shipment.</summary>
public readonly record struct ShipLine(string LineId, int Quantity);
