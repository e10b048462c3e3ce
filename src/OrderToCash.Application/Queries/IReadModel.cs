using System.Collections.Immutable;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Application.Queries;

/// <summary>Questions that are answered from the projections' tables, never from the engine.</summary>
/// <remarks>
/// Any thread, any number of calls at a time. What is answered is true as of the projections' positions
/// (<see cref="ReadStatusAsync"/>), usually a fraction of a second old. Failures of the store are
/// <see cref="ReadModelUnavailableException"/>; a cursor of another list is <see cref="InvalidCursorException"/>.
/// </remarks>
public interface IReadModel : IAsyncDisposable
{
    /// <summary>An order with its lines, shipments, invoices and what it waits for; null where there is none.</summary>
    ValueTask<OrderDetail?> FindOrderAsync(string orderId, CancellationToken cancellationToken);

    /// <summary>Orders that fit every given filter, by the channel's order time, newest first.</summary>
    ValueTask<Page<OrderRow>> ListOrdersAsync(
        OrderQuery query, PageRequest page, CancellationToken cancellationToken);

    /// <summary>
    /// Orders in which each word of the text begins an order number, a customer's name, company, id or mail address, or
    /// a SKU; those taken in last come first. At most <paramref name="limit"/> of them, at most
    /// <see cref="PageRequest.MaxSize"/>.
    /// </summary>
    ValueTask<ImmutableArray<OrderRow>> SearchOrdersAsync(
        string text, int limit, CancellationToken cancellationToken);

    /// <summary>The pieces that a warehouse is to ship, oldest order first.</summary>
    ValueTask<Page<Pick>> ListPicksAsync(string warehouse, PageRequest page, CancellationToken cancellationToken);

    /// <summary>How much work waits, by queue.</summary>
    /// <param name="today">The day against which due dates are held, in the seller's calendar.</param>
    ValueTask<ImmutableArray<QueueCount>> CountQueuesAsync(DateOnly today, CancellationToken cancellationToken);

    /// <summary>The orders of a queue, oldest first.</summary>
    /// <remarks>
    /// Two queues hold no orders: for <see cref="WorkQueue.Overdue"/> ask <see cref="ListOpenItemsAsync"/>, for
    /// <see cref="WorkQueue.ParkedPayments"/> ask <see cref="ListPaymentsAsync"/>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The queue holds no orders.</exception>
    ValueTask<Page<OrderRow>> ListQueueAsync(
        WorkQueue queue, PageRequest page, CancellationToken cancellationToken);

    /// <summary>A SKU's stock; null where it never moved and nobody asked for it.</summary>
    ValueTask<StockRow?> FindStockAsync(string sku, CancellationToken cancellationToken);

    /// <summary>Stock by SKU, in the order of the SKUs.</summary>
    ValueTask<Page<StockRow>> ListStockAsync(
        StockQuery query, PageRequest page, CancellationToken cancellationToken);

    /// <summary>An account's balances, one a currency; empty where nothing ever happened to it.</summary>
    ValueTask<ImmutableArray<AccountBalance>> ReadAccountAsync(
        string accountId, CancellationToken cancellationToken);

    /// <summary>Invoices and prepayments of which something is open, the earliest due first.</summary>
    ValueTask<Page<OpenItemRow>> ListOpenItemsAsync(
        OpenItemQuery query, PageRequest page, CancellationToken cancellationToken);

    /// <summary>
    /// Accounts that ever learned or were told of a payer, in the order of their ids; whether that still holds, the
    /// account's state says.
    /// </summary>
    /// <param name="payer">An IBAN, or a name; null for any.</param>
    ValueTask<Page<string>> ListAccountsOfPayersAsync(
        string? payer, PageRequest page, CancellationToken cancellationToken);

    /// <summary>A payment; null where there is none.</summary>
    ValueTask<PaymentDetail?> FindPaymentAsync(string paymentId, CancellationToken cancellationToken);

    /// <summary>Payments that fit every given filter, by booking date, newest first.</summary>
    ValueTask<Page<PaymentRow>> ListPaymentsAsync(
        PaymentQuery query, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Ledger entries that fit every given filter, by date, newest first; each with its postings.</summary>
    ValueTask<Page<LedgerEntry>> ListLedgerAsync(
        LedgerQuery query, PageRequest page, CancellationToken cancellationToken);

    /// <summary>Debit and credit of each ledger account over a period; debits equal credits in each currency.</summary>
    /// <param name="from">The first day; null: from the beginning.</param>
    /// <param name="to">The last day; null: to the end.</param>
    ValueTask<ImmutableArray<TrialBalanceRow>> ReadTrialBalanceAsync(
        DateOnly? from, DateOnly? to, CancellationToken cancellationToken);

    /// <summary>What happened on each day, channel and currency of a period; empty days are left out.</summary>
    ValueTask<ImmutableArray<DailyFigure>> ReadDailyFiguresAsync(
        DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>How far the tables have followed the journal.</summary>
    ValueTask<ReadModelStatus> ReadStatusAsync(CancellationToken cancellationToken);
}

/// <summary>The read models' store can't be reached or read; ask again later.</summary>
public sealed class ReadModelUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Work that waits for a person or for the world.</summary>
/// <remarks>Numbers are fixed for good.</remarks>
public enum WorkQueue
{
    /// <summary>Orders held for a person: <see cref="HoldReason.Review"/>.</summary>
    Review = 1,

    /// <summary>Orders held for credit: <see cref="HoldReason.Credit"/>.</summary>
    Credit = 2,

    /// <summary>Orders that wait for their payment: <see cref="HoldReason.Prepayment"/>.</summary>
    Prepayment = 3,

    /// <summary>Orders with pieces that wait for goods.</summary>
    Backordered = 4,

    /// <summary>Orders with pieces at a warehouse that it has not shipped.</summary>
    ToShip = 5,

    /// <summary>Invoices and prepayments that are past their due date.</summary>
    Overdue = 6,

    /// <summary>Payments of which a person has to say whose they are.</summary>
    ParkedPayments = 7,

    /// <summary>Orders held for any reason.</summary>
    Held = 8,
}

/// <summary>How much waits in a queue.</summary>
/// <param name="Count">Orders, items or payments.</param>
public readonly record struct QueueCount(WorkQueue Queue, long Count);

/// <summary>How far the tables have followed the journal.</summary>
/// <param name="Positions">By shard: the last position whose events are in the tables.</param>
/// <param name="LatestAt">When the newest event in the tables was decided; null where there is none.</param>
/// <param name="UpdatedAt">When the tables were written last; null where they never were.</param>
/// <param name="RowVersion">The version of the tables' layout and meaning; another one needs a rebuild.</param>
public sealed record ReadModelStatus(
    ImmutableArray<long> Positions, DateTimeOffset? LatestAt, DateTimeOffset? UpdatedAt, int RowVersion)
{
    /// <summary>Events in the tables.</summary>
    public long Events
    {
        get
        {
            var sum = 0L;
            foreach (var position in Positions) sum += position;
            return sum;
        }
    }
}
