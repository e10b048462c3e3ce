using OrderToCash.Application.Queries;
using OrderToCash.Domain.Ledger;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Application.Projections;

/// <summary>What a batch of events changes in the tables: one entry a row, however many events touched it.</summary>
/// <remarks>Reused from batch to batch by its projector; a store reads it before its call returns.</remarks>
public sealed class ReadModelChanges
{
    /// <summary>An empty set of changes.</summary>
    public ReadModelChanges(int shardCount)
    {
        From = new long[shardCount];
        To = new long[shardCount];
    }

    /// <summary>By shard: the position that the changes follow.</summary>
    public long[] From { get; }

    /// <summary>By shard: the position that the tables have reached with them.</summary>
    public long[] To { get; }

    /// <summary>When the newest of the events was decided, UTC ticks.</summary>
    public long LatestTicks { get; internal set; }

    /// <summary>When the batch was put together, UTC ticks.</summary>
    public long WrittenTicks { get; internal set; }

    /// <summary>The texts that records point into: one buffer for the batch.</summary>
    public BodyBuffer Bodies { get; } = new();

    /// <summary>Orders, new or changed.</summary>
    public List<OrderRecord> Orders { get; } = [];

    /// <summary>SKUs of new and edited orders.</summary>
    public List<OrderSkuRecord> OrderSkus { get; } = [];

    /// <summary>SKUs of orders before an edit: to be deleted before <see cref="OrderSkus"/> are written.</summary>
    public List<OrderSkuRecord> DroppedOrderSkus { get; } = [];

    /// <summary>What a warehouse is to ship of an order; an empty body: nothing any more.</summary>
    public List<PickRecord> Picks { get; } = [];

    /// <summary>By SKU: what to add to its row.</summary>
    public Dictionary<string, StockDelta> Stock { get; } = new(StringComparer.Ordinal);

    /// <summary>By SKU and warehouse: what to add to its row.</summary>
    public Dictionary<(string Sku, string Warehouse), ShelfDelta> Shelves { get; } = [];

    /// <summary>By account and currency: what to add to its row.</summary>
    public Dictionary<(string Account, string Currency), BalanceDelta> Balances { get; } = [];

    /// <summary>Money of orders in their accounts; all zero: to be deleted.</summary>
    public List<AccountOrderEntry> AccountOrders { get; } = [];

    /// <summary>Open items; nothing open: to be deleted.</summary>
    public List<OpenItemEntry> OpenItems { get; } = [];

    /// <summary>Payers that accounts learned or were told of; they may be there already.</summary>
    public HashSet<(string Account, string Payer)> Payers { get; } = [];

    /// <summary>Payments, new or changed.</summary>
    public List<PaymentRecord> Payments { get; } = [];

    /// <summary>New ledger entries.</summary>
    public List<LedgerRecord> Ledger { get; } = [];

    /// <summary>By day and ledger account: what to add to its row.</summary>
    public Dictionary<LedgerDayKey, LedgerDayDelta> LedgerDays { get; } = [];

    /// <summary>By day, channel and currency: what to add to its row.</summary>
    public Dictionary<DayKey, DayDelta> Days { get; } = [];

    internal void Clear()
    {
        Bodies.Clear();
        Orders.Clear();
        OrderSkus.Clear();
        DroppedOrderSkus.Clear();
        Picks.Clear();
        Stock.Clear();
        Shelves.Clear();
        Balances.Clear();
        AccountOrders.Clear();
        OpenItems.Clear();
        Payers.Clear();
        Payments.Clear();
        Ledger.Clear();
        LedgerDays.Clear();
        Days.Clear();
    }
}

/// <summary>An order's row.</summary>
/// <param name="IsNew">True where the tables don't hold it yet.</param>
/// <param name="Holds">Bit n is set for the hold reason with number n.</param>
/// <param name="Warehouses">Warehouses that had to do with it, each with a blank before and after.</param>
/// <param name="Terms">The words it is found by, apart by blanks; null where they are as before.</param>
/// <param name="StoredStatus">The status that the tables hold, where it is not new.</param>
/// <param name="StoredPlacedTicks">When it was placed, as the tables have it, where it is not new.</param>
/// <param name="Body">The <see cref="OrderDetail"/>.</param>
public readonly record struct OrderRecord(
    string OrderId, bool IsNew, string Channel, OrderStatus Status, long PlacedTicks, string Currency, long TotalMinor,
    string AccountId, string? CustomerName, string? CustomerEmail, int LineCount, int Holds, int BackorderedPieces,
    string Warehouses, long UpdatedTicks, int Shard, long Position, string? Terms, OrderStatus StoredStatus,
    long StoredPlacedTicks, BodyRange Body);

/// <summary>A SKU of an order.</summary>
public readonly record struct OrderSkuRecord(string Sku, long PlacedTicks, string OrderId);

/// <summary>What a warehouse is to ship of an order.</summary>
/// <param name="Body">The <see cref="Pick"/>; empty: nothing any more.</param>
public readonly record struct PickRecord(string Warehouse, string OrderId, long PlacedTicks, BodyRange Body);

/// <summary>What to add to a SKU's row.</summary>
/// <param name="Name">To be set; null: as before.</param>
/// <param name="ShortfallPieces">To be set; null: as before.</param>
public record struct StockDelta(
    string? Name, long Reserved, long Waiting, int? ShortfallPieces, int Shard, long Position);

/// <summary>What to add to the row of a SKU in a warehouse.</summary>
/// <param name="SafetyStock">To be set; null: as before.</param>
public record struct ShelfDelta(long OnHand, long Allocated, int? SafetyStock);

/// <summary>What to add to the row of an account, minor units.</summary>
/// <param name="IsLimitSet">True where the limit is to be set, to a number or to null.</param>
public record struct BalanceDelta(
    long OpenInvoices, long OpenPrepayments, long Granted, long Advances, long OnAccount, long RefundProposed,
    long Invoiced, long Paid, bool IsLimitSet, long? LimitMinor, int Shard, long Position);

/// <summary>A payment's row.</summary>
/// <param name="Body">The <see cref="PaymentDetail"/>.</param>
public readonly record struct PaymentRecord(
    string PaymentId, bool IsNew, PaymentStatus Status, string OwnAccount, int BookingDay, string? AccountId,
    BodyRange Body);

/// <summary>The double entry of one event.</summary>
/// <param name="Place">The event, as <see cref="ReadModelLayout.PlaceOf"/> numbers it.</param>
/// <param name="Roles">Bit n is set where a posting has the role with number n.</param>
/// <param name="Postings">The postings, a JSON array of <see cref="LedgerPosting"/>.</param>
public readonly record struct LedgerRecord(
    long Place, int Day, long AtTicks, string Entity, string Currency, int Roles, BodyRange Postings);

/// <summary>A ledger account on a day.</summary>
/// <param name="TaxRate">Percent as text; empty where there is none.</param>
public readonly record struct LedgerDayKey(int Day, AccountRole Role, string TaxRate, string Currency);

/// <summary>What to add to the row of a ledger account on a day, minor units.</summary>
public record struct LedgerDayDelta(long Debit, long Credit);

/// <summary>A day of a channel in a currency.</summary>
public readonly record struct DayKey(int Day, string Channel, string Currency);

/// <summary>What to add to the row of a day.</summary>
public record struct DayDelta(
    long OrdersPlaced, long PlacedMinor, long OrdersEnded, long PiecesShipped, long Invoices, long InvoicedMinor,
    long PaidMinor);
