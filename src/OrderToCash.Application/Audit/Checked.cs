namespace OrderToCash.Application.Audit;

/// <summary>What an audit counts.</summary>
internal enum Checked
{
    Promises,
    Skus,
    Movements,
    StockShipments,
    Shelves,
    BankEntries,
    Statements,
    Payments,
    PostingEvents,
    Items,
    Placed,
    Series,
    Numbers,
    Invoices,
    OrdersOver,
    OrdersWaiting,
    PaymentsWaiting,
    Reservations,
    Settlements,
    Payouts,
    PayoutRows,
    Events,
    Entities,
    Snapshots,
    SnapshotsNotCompared,
}

/// <summary>What the counts are counts of, by invariant.</summary>
internal static class CheckedTexts
{
    public static readonly (Invariant Invariant, Checked Checked, string What)[] All =
    [
        (Invariant.NoOversell, Checked.Promises, "promises"),
        (Invariant.NoOversell, Checked.Skus, "SKUs"),
        (Invariant.GoodsConserved, Checked.Movements, "movements"),
        (Invariant.GoodsConserved, Checked.StockShipments, "shipments of SKUs"),
        (Invariant.GoodsConserved, Checked.Shelves, "SKUs in warehouses"),
        (Invariant.MoneyConserved, Checked.BankEntries, "bank entries"),
        (Invariant.MoneyConserved, Checked.Statements, "statements"),
        (Invariant.MoneyConserved, Checked.Payments, "payments applied"),
        (Invariant.MoneyConserved, Checked.Payouts, "providers' payouts"),
        (Invariant.MoneyConserved, Checked.PostingEvents, "events posted"),
        (Invariant.CountedOnce, Checked.BankEntries, "bank entries"),
        (Invariant.CountedOnce, Checked.Placed, "orders"),
        (Invariant.CountedOnce, Checked.PayoutRows, "rows of payouts carried out"),
        (Invariant.Invoices, Checked.Series, "series"),
        (Invariant.Invoices, Checked.Numbers, "numbers"),
        (Invariant.Invoices, Checked.Invoices, "invoices"),
        (Invariant.Invoices, Checked.Items, "open items"),
        (Invariant.NothingStuck, Checked.OrdersOver, "orders over"),
        (Invariant.NothingStuck, Checked.OrdersWaiting, "orders waiting"),
        (Invariant.NothingStuck, Checked.PaymentsWaiting, "payments waiting"),
        (Invariant.NoGhosts, Checked.Reservations, "reservations held"),
        (Invariant.NoGhosts, Checked.StockShipments, "shipments of SKUs"),
        (Invariant.NoGhosts, Checked.Settlements, "settlements"),
        (Invariant.Replay, Checked.Events, "events"),
        (Invariant.Replay, Checked.Entities, "entities"),
        (Invariant.Replay, Checked.Snapshots, "snapshots equal to their replay"),
        (Invariant.Replay, Checked.SnapshotsNotCompared, "snapshots not compared"),
    ];

    public static int Count { get; } = Enum.GetValues<Checked>().Length;
}
