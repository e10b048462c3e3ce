using System.Collections.Immutable;
using System.Diagnostics;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Orders;

/// <summary>An order as its events left it.</summary>
/// <remarks>
/// Mutable, for speed, and private to the order's shard: only <see cref="Order.Evolve"/> writes it. Deciders work on a
/// copy where one decision has several events. An order has so few events that it needs no snapshot.
/// </remarks>
public sealed partial class OrderState
{
    private OrderPieces _pieces;

    /// <summary>Starts as an order of which nothing is known.</summary>
    public OrderState(OrderId id) => Id = id;

    /// <summary>Channel and order number.</summary>
    public OrderId Id { get; }

    /// <summary>What the channel says the order is; null where there is no such order.</summary>
    public OrderContent? Content { get; internal set; }

    /// <summary>What each line costs, in line order.</summary>
    public ImmutableArray<LineAmount> Amounts { get; internal set; } = [];

    /// <summary>What shipping costs.</summary>
    public LineAmount ShippingAmount { get; internal set; }

    /// <summary>Gross total of all ordered pieces.</summary>
    public long TotalMinor { get; internal set; }

    /// <summary>The customer account.</summary>
    public AccountId Account { get; internal set; }

    /// <summary>1 at first; one more for each edit that asked stock anew.</summary>
    public int Revision { get; internal set; }

    /// <summary>The lines, in the content's order.</summary>
    public OrderLineState[] Lines { get; internal set; } = [];

    /// <summary>The SKUs, in the order of their first lines.</summary>
    public OrderSkuState[] Skus { get; internal set; } = [];

    /// <summary>Sums over the lines.</summary>
    public OrderPieces Pieces => _pieces;

    /// <summary>How much was promised at confirmation; null before it.</summary>
    public Confirmation? Outcome { get; internal set; }

    /// <summary>True once pieces were released: from then on the channel can't change the order.</summary>
    public bool IsReleased { get; internal set; }

    /// <summary>Up to this total the order asks for no credit, whole units of the currency.</summary>
    public int SmallOrder { get; internal set; } = CheckRules.DefaultSmallOrder;

    /// <summary>True once credit was asked for this revision.</summary>
    public bool IsCreditAsked { get; internal set; }

    /// <summary>The account's answer for this revision; null before it.</summary>
    public bool? IsCreditGranted { get; internal set; }

    /// <summary>The reasons for which the order waits now, at most one entry a reason.</summary>
    public ImmutableArray<OrderHold> Holds { get; internal set; } = [];

    /// <summary>The last hold that was released of each reason, with who let it go.</summary>
    public ImmutableArray<OrderEvent.HoldReleased> Releases { get; internal set; } = [];

    /// <summary>What a person saw and let pass in this revision.</summary>
    public ImmutableArray<Evidence> Overridden { get; internal set; } = [];

    /// <summary>True while nothing was asked of stock, since a person has to look first.</summary>
    public bool IsDeferred { get; internal set; }

    /// <summary>The prepayment that was asked for and not withdrawn; null where none was.</summary>
    public long? PrepaymentMinor { get; internal set; }

    /// <summary>Money received for the prepayment.</summary>
    public long PrepaidMinor { get; internal set; }

    /// <summary>True once nothing of the prepayment is open.</summary>
    public bool IsPrepaymentSettled { get; internal set; }

    /// <summary>What was open after each payment for the prepayment: the same again is a repeat.</summary>
    public ImmutableArray<long> PrepaidOpenAfter { get; internal set; } = [];

    /// <summary>The shipments, oldest first.</summary>
    public ImmutableArray<OrderShipmentState> Shipments { get; internal set; } = [];

    /// <summary>The invoices, oldest first.</summary>
    public ImmutableArray<OrderInvoiceState> Invoices { get; internal set; } = [];

    /// <summary>Cancellation requests by id: true where done, false where refused.</summary>
    public ImmutableDictionary<string, bool> Cancellations { get; internal set; } =
        ImmutableDictionary<string, bool>.Empty;

    /// <summary>Cancellations that came before the order.</summary>
    public ImmutableArray<OrderEvent.CancelledEarly> EarlyCancellations { get; internal set; } = [];

    /// <summary>Contents that came too late, as differences.</summary>
    public ImmutableArray<string> Conflicts { get; internal set; } = [];

    /// <summary>SKUs dropped by an edit that stock is still to be told of.</summary>
    public ImmutableArray<Sku> OwedDrops { get; internal set; } = [];

    /// <summary>True where the order was refused.</summary>
    public bool IsRejected { get; internal set; }

    /// <summary>True where the whole order was cancelled.</summary>
    public bool IsCancelled { get; internal set; }

    /// <summary>True where nothing is left to do.</summary>
    public bool IsClosed { get; internal set; }

    /// <summary>Why the order was rejected or cancelled; null where it was not.</summary>
    public string? EndReason { get; internal set; }

    /// <summary>The content of an order that is known.</summary>
    internal OrderContent Taken
        => Content ?? throw new UnreachableException("The order " + Id.Value + " has not been taken in.");

    /// <summary>True where nothing will happen to the order any more.</summary>
    public bool IsOver => IsRejected || IsCancelled || IsClosed;

    internal ref OrderPieces Sums => ref _pieces;

    /// <summary>The hold of this reason; null where there is none.</summary>
    public OrderHold? HoldOf(HoldReason reason)
    {
        foreach (var hold in Holds)
            if (hold.Reason == reason) return hold;
        return null;
    }

    /// <summary>The last release of a hold of this reason; null where there was none.</summary>
    public OrderEvent.HoldReleased? ReleaseOf(HoldReason reason)
    {
        foreach (var release in Releases)
            if (release.Reason == reason) return release;
        return null;
    }

    /// <summary>True where every invoice has its number and nothing of it is open.</summary>
    public bool AreInvoicesSettled()
    {
        foreach (var invoice in Invoices)
            if (!invoice.IsSettled) return false;
        return true;
    }

    /// <summary>A copy that can evolve without touching this one; what is immutable is shared.</summary>
    internal OrderState Copy()
    {
        var copy = (OrderState)MemberwiseClone();
        copy.Lines = (OrderLineState[])Lines.Clone();
        copy.Skus = (OrderSkuState[])Skus.Clone();
        return copy;
    }
}
