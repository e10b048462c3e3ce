using System.Collections.Immutable;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <summary>What happened to an order.</summary>
public abstract record OrderEvent
{
    private OrderEvent()
    {
    }

    /// <summary>The order was taken in. Its reservations are asked for.</summary>
    /// <param name="Amounts">One entry a line, in line order, order discounts spread.</param>
    /// <param name="ShippingAmount">Shipping cost split into net and tax.</param>
    /// <param name="TotalMinor">Gross total as computed here.</param>
    /// <param name="IsDeferred">Nothing is asked of stock until the review hold is released.</param>
    public sealed record Placed(
        OrderContent Content, ImmutableArray<LineAmount> Amounts, LineAmount ShippingAmount, long TotalMinor,
        AccountId Account, Actor Actor, bool IsDeferred = false) : OrderEvent
    {
        /// <summary>
        /// Up to this total no credit was asked for, in whole units of the currency; null: the default.
        /// </summary>
        public int? SmallOrder { get; init; }
    }

    /// <summary>
    /// The channel changed the order. Before its release everything asked of stock and of the account starts again; a
    /// change of details (payment status, addresses, names) leaves what was asked as it is.
    /// </summary>
    /// <param name="Revision">
    /// One more where stock is asked anew: answers to earlier revisions no longer count. Else as before.
    /// </param>
    /// <param name="Dropped">SKUs that were asked for before and no longer are.</param>
    /// <param name="Asks">What is asked of stock anew; empty for a change of details.</param>
    /// <param name="Withdrawn">The account to tell that credit or prepayment is no longer asked for; or null.</param>
    /// <param name="WithdrawMinor">Of that: what is no longer owed.</param>
    /// <param name="IsDeferred">Stock gets back everything, and is asked anew when the review hold is released.</param>
    public sealed record Edited(
        OrderContent Content, ImmutableArray<LineAmount> Amounts, LineAmount ShippingAmount, long TotalMinor,
        AccountId Account, int Revision, ImmutableArray<Sku> Dropped, ImmutableArray<SkuQuantity> Asks,
        AccountId? Withdrawn, long WithdrawMinor, Actor Actor, bool IsDeferred = false) : OrderEvent
    {
        /// <summary>
        /// Up to this total no credit was asked for, in whole units of the currency; null: the default. Of a change of
        /// details it says nothing.
        /// </summary>
        public int? SmallOrder { get; init; }
    }

    /// <summary>The channel sent other content too late to change the order; a person looks at it.</summary>
    /// <param name="Difference">What differs, field by field, and a hash that tells one content from another.</param>
    public sealed record EditConflicted(DateTimeOffset? UpdatedAt, long? StatedTotalMinor, string Difference)
        : OrderEvent;

    /// <summary>The order waits, with the evidence why.</summary>
    /// <param name="ExpiresAt">The order is cancelled if it still waits then.</param>
    public sealed record Held(
        HoldReason Reason, string Rule, ImmutableArray<Evidence> Evidence, DateTimeOffset ExpiresAt) : OrderEvent;

    /// <summary>The order no longer waits for this reason.</summary>
    /// <param name="Withdrawn">The account to tell that a prepayment is no longer asked for; null: none.</param>
    /// <param name="WithdrawMinor">Of that: what is no longer owed before delivery.</param>
    public sealed record HoldReleased(
        HoldReason Reason, Actor Actor, string? Note, AccountId? Withdrawn = null, long WithdrawMinor = 0) : OrderEvent
    {
        /// <summary>The rules that held it and a person overrode: what they saw holds this revision no more.</summary>
        public ImmutableArray<string> Overridden { get; init; } = [];
    }

    /// <summary>The order was refused; reserved pieces are given back.</summary>
    /// <param name="Withdrawn">The account to tell that credit or prepayment is no longer asked for; or null.</param>
    /// <param name="WithdrawMinor">Of that: what is no longer owed.</param>
    public sealed record Rejected(
        string Reason, ImmutableArray<SkuQuantity> Keep, AccountId? Withdrawn, long WithdrawMinor, Actor Actor)
        : OrderEvent;

    /// <summary>Credit was asked of the customer account.</summary>
    public sealed record CreditRequested(AccountId Account, long AmountMinor, Currency Currency, int Revision)
        : OrderEvent
    {
        /// <summary>
        /// What a customer may owe for whom nobody set a limit, whole units of the currency; null: the default.
        /// </summary>
        public int? DefaultCredit { get; init; }
    }

    /// <summary>The customer account's answer.</summary>
    public sealed record CreditDecided(bool Granted, long ExposureMinor, long LimitMinor) : OrderEvent;

    /// <summary>Stock's answer for one SKU, or goods for pieces that waited.</summary>
    public sealed record StockAnswered(
        Sku Sku, int Reserved, int Backordered, int Refused, RefusalReason? Reason, bool FromBackorder) : OrderEvent;

    /// <summary>A refused reservation is asked for again, after a person let the order go on.</summary>
    public sealed record ReservationRepeated(
        ImmutableArray<SkuQuantity> Asks, int Revision, DateTimeOffset PlacedAt, bool AllowBackorder) : OrderEvent;

    /// <summary>All reservations are answered and the order is promised to the customer.</summary>
    public sealed record Confirmed(Confirmation Outcome) : OrderEvent;

    /// <summary>A prepayment was asked for; it is awaited until the due time.</summary>
    /// <param name="Taxes">One entry a rate, ascending; they sum to the amount.</param>
    /// <param name="Revision">Of the order; 0 in events from before it was stored.</param>
    public sealed record PrepaymentRequested(
        AccountId Account, string Reference, long AmountMinor, Currency Currency, ImmutableArray<TaxAmount> Taxes,
        DateTimeOffset ExpiresAt, int Revision = 0) : OrderEvent;

    /// <summary>Money for the prepayment arrived.</summary>
    public sealed record Prepaid(long AmountMinor, long OpenMinor) : OrderEvent;

    /// <summary>These pieces may leave the house; warehouses are asked for.</summary>
    public sealed record Released(
        ImmutableArray<SkuQuantity> Asks, int Revision, string Rule, ImmutableArray<Evidence> Evidence) : OrderEvent;

    /// <summary>Pieces were tied to warehouses.</summary>
    /// <param name="Missing">Pieces that turned out not to be there and wait for goods again.</param>
    public sealed record Allocated(Sku Sku, ImmutableArray<WarehouseQuantity> Warehouses, int Missing) : OrderEvent;

    /// <summary>The warehouse shipped these pieces.</summary>
    public sealed record Shipped(
        string Shipment, string Warehouse, DateTimeOffset ShippedAt, string? Carrier, string? Tracking,
        ImmutableArray<LineQuantity> Lines, Actor Actor) : OrderEvent
    {
        /// <summary>What the source sent beside the known fields, one JSON object; null: nothing.</summary>
        public string? ExtraJson { get; init; }
    }

    /// <summary>An invoice's content is frozen and a number is asked for it; nothing may refuse it any more.</summary>
    public sealed record InvoiceRequested(InvoiceContent Content, SeriesId Series) : OrderEvent;

    /// <summary>The invoice has its number; the customer account is told. Carries what the open item needs.</summary>
    public sealed record Invoiced(
        string RequestId, string Number, AccountId Account, Currency Currency, long GrossMinor,
        ImmutableArray<TaxAmount> Taxes, DateOnly InvoiceDate, DateOnly DueDate, bool IsPrepaid, bool SettledByPsp,
        string? Provider, ImmutableArray<Skonto> Skonto) : OrderEvent;

    /// <summary>Money, an advance or a provider settled (part of) an invoice.</summary>
    public sealed record InvoiceSettled(string Number, long AmountMinor, long OpenMinor) : OrderEvent;

    /// <summary>Money was taken back; an order that was closed is open again until the invoice is paid.</summary>
    public sealed record InvoiceReopened(string Number, long AmountMinor, long OpenMinor) : OrderEvent;

    /// <summary>Money for the prepayment was taken back; pieces that are released already go their way.</summary>
    public sealed record PrepaymentReopened(long AmountMinor, long OpenMinor) : OrderEvent;

    /// <summary>These pieces are cancelled.</summary>
    /// <param name="Lines">The pieces.</param>
    /// <param name="Keep">What the order still wants of each touched SKU, unshipped; the rest is given back.</param>
    /// <param name="Whole">True where the order is over: nothing left to ship, nothing shipped.</param>
    /// <param name="RequestId">The request's own id, or one made from its content; null where a rule cancelled.</param>
    /// <param name="Withdrawn">The account that was asked for credit or a prepayment; null: none.</param>
    /// <param name="WithdrawMinor">Of that: what these pieces would have cost, no longer owed.</param>
    public sealed record Cancelled(
        ImmutableArray<LineQuantity> Lines, ImmutableArray<SkuQuantity> Keep, bool Whole, string Reason,
        DateTimeOffset RequestedAt, string? RequestId, AccountId? Withdrawn, long WithdrawMinor, Actor Actor)
        : OrderEvent
    {
        /// <summary>What the source sent beside the known fields, one JSON object; null: nothing.</summary>
        public string? ExtraJson { get; init; }
    }

    /// <summary>A cancellation came too late for some or all of its pieces, and changed nothing.</summary>
    public sealed record CancellationRefused(
        string Reason, DateTimeOffset RequestedAt, string? RequestId, string Why, Actor Actor) : OrderEvent;

    /// <summary>A cancellation came before its order: the order is cancelled when it comes.</summary>
    /// <param name="Lines">Empty means everything.</param>
    /// <param name="RequestId">The request's own id, or one made from its content.</param>
    public sealed record CancelledEarly(
        string Reason, DateTimeOffset RequestedAt, ImmutableArray<CancelLine> Lines, string RequestId, Actor Actor)
        : OrderEvent;

    /// <summary>Requests to stock go on from this index.</summary>
    /// <param name="Next">Index to go on from after these; null at the end.</param>
    public sealed record StockContinued(
        StockStep Step, ImmutableArray<SkuQuantity> Asks, int Revision, DateTimeOffset PlacedAt, bool AllowBackorder,
        string? Shipment, string? Warehouse, DateTimeOffset? ShippedAt, int? Next) : OrderEvent;

    /// <summary>Nothing is left to do.</summary>
    /// <param name="Withdrawn">
    /// The account, where more was asked in advance than was invoiced: what is left there goes back. Null: nothing is.
    /// </param>
    public sealed record Closed(AccountId? Withdrawn = null) : OrderEvent;
}
