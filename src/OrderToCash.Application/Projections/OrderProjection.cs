using System.Collections.Immutable;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Projections;

/// <summary>Orders: their rows, their SKUs, their picks, and their part of the daily figures.</summary>
internal sealed class OrderProjection(ReadModelChanges changes, BodyWriter bodies)
{
    private readonly List<OrderEntry> _touched = [];
    private readonly SortedSet<string> _picking = new(StringComparer.Ordinal);

    /// <summary>An event that the tables have seen, of an order that is not in memory any more.</summary>
    public static void Recall(OrderEntry entry, OrderEvent happened)
    {
        NoteWarehouses(entry, happened);
        entry.State = Order.Evolve(entry.State, happened);
        entry.IsStored = true;
    }

    /// <summary>To be called after the last event of a recall.</summary>
    public void EndRecall(OrderEntry entry)
    {
        entry.StoredContent = entry.State.Content;
        entry.StoredStatus = entry.State.Status;
        entry.Picking = PickingNow(entry.State);
    }

    /// <summary>A new event.</summary>
    public void Apply(OrderEntry entry, int shard, in CommittedEvent committed)
    {
        var happened = (OrderEvent)committed.Event;
        if (!entry.IsTouched)
        {
            entry.IsTouched = true;
            _touched.Add(entry);
        }

        entry.Shard = shard;
        entry.Position = committed.Position;
        entry.UpdatedTicks = committed.At.UtcTicks;
        NoteWarehouses(entry, happened);
        Count(entry.State, happened, committed.At);
        entry.State = Order.Evolve(entry.State, happened);
        switch (happened)
        {
            case OrderEvent.Placed:
                entry.HasNewContent = true;
                break;
            case OrderEvent.Edited:
                entry.HasNewContent = true;
                entry.HasNewPicks = true;
                break;
            case OrderEvent.Allocated or OrderEvent.Shipped or OrderEvent.Cancelled or OrderEvent.Rejected:
                entry.HasNewPicks = true;
                break;
        }
    }

    /// <summary>Turns what the batch touched into rows.</summary>
    /// <param name="isOver">Called for orders of which nothing more is expected.</param>
    public void Finish(Action<OrderEntry> isOver)
    {
        foreach (var entry in _touched)
        {
            if (entry.State.Content is { } content)
            {
                if (entry.HasNewPicks) AddPicks(entry, content);
                if (entry.HasNewContent) AddSkus(entry, content);
                AddRow(entry, content);
                entry.StoredContent = content;
                entry.StoredStatus = entry.State.Status;
                entry.IsStored = true;
            }

            entry.IsTouched = false;
            entry.HasNewContent = false;
            entry.HasNewPicks = false;
            if (entry.State.IsOver) isOver(entry);
        }

        _touched.Clear();
    }

    /// <summary>Forgets a batch that was not written.</summary>
    public void Clear() => _touched.Clear();

    private static void NoteWarehouses(OrderEntry entry, OrderEvent happened)
    {
        if (happened is OrderEvent.Shipped shipped)
        {
            Note(entry, shipped.Warehouse);
        }
        else if (happened is OrderEvent.Allocated allocated)
        {
            foreach (var part in allocated.Warehouses) Note(entry, part.Warehouse);
        }
    }

    private static void Note(OrderEntry entry, string warehouse)
    {
        var word = " " + warehouse + " ";
        if (!entry.Warehouses.Contains(word, StringComparison.Ordinal)) entry.Warehouses += word;
    }

    private void Count(OrderState before, OrderEvent happened, DateTimeOffset at)
    {
        switch (happened)
        {
            case OrderEvent.Placed placed:
                CountPlaced(placed.Content, 1, placed.TotalMinor);
                break;
            case OrderEvent.Edited edited when before.Content is { } old:
                CountPlaced(old, -1, -before.TotalMinor);
                CountPlaced(edited.Content, 1, edited.TotalMinor);
                break;
            case OrderEvent.Rejected when before.Content is { } content:
                Day(SellerCalendar.DateOf(at), content).OrdersEnded++;
                break;
            case OrderEvent.Cancelled { Whole: true } when before.Content is { } content:
                Day(SellerCalendar.DateOf(at), content).OrdersEnded++;
                break;
            case OrderEvent.Shipped shipped when before.Content is { } content:
                ref var day = ref Day(SellerCalendar.DateOf(shipped.ShippedAt), content);
                foreach (var line in shipped.Lines) day.PiecesShipped += line.Quantity;
                break;
            case OrderEvent.Invoiced invoiced when before.Content is { } content:
                ref var invoicing = ref Day(invoiced.InvoiceDate, content);
                invoicing.Invoices++;
                invoicing.InvoicedMinor += invoiced.GrossMinor;
                break;
        }
    }

    private void CountPlaced(OrderContent content, int count, long totalMinor)
    {
        ref var day = ref Day(SellerCalendar.DateOf(content.PlacedAt), content);
        day.OrdersPlaced += count;
        day.PlacedMinor += totalMinor;
    }

    private ref DayDelta Day(DateOnly day, OrderContent content) =>
        ref changes.Days.Of(new DayKey(ReadModelLayout.DayNumber(day), content.Channel, content.Currency.Code));

    private void AddSkus(OrderEntry entry, OrderContent content)
    {
        if (entry.StoredContent is { } old) List(changes.DroppedOrderSkus, old, OrderSkusOf(old));
        List(changes.OrderSkus, content, OrderSkusOf(content));
        return;

        static void List(List<OrderSkuRecord> records, OrderContent content, IEnumerable<string> skus)
        {
            foreach (var sku in skus)
                records.Add(new OrderSkuRecord(sku, content.PlacedAt.UtcTicks, content.Id.Value));
        }
    }

    private static IEnumerable<string> OrderSkusOf(OrderContent content) => content.Lines.Length == 1
        ? [content.Lines[0].Sku.Value]
        : content.Lines.Select(static line => line.Sku.Value).Distinct(StringComparer.Ordinal);

    private void AddPicks(OrderEntry entry, OrderContent content)
    {
        var now = PickingNow(entry.State);
        foreach (var warehouse in entry.Picking)
        {
            if (Array.IndexOf(now, warehouse) < 0)
                changes.Picks.Add(new PickRecord(warehouse, content.Id.Value, content.PlacedAt.UtcTicks, default));
        }

        foreach (var warehouse in now)
        {
            changes.Picks.Add(new PickRecord(
                warehouse, content.Id.Value, content.PlacedAt.UtcTicks,
                bodies.Write(PickOf(entry.State, content, warehouse), ReadModelJson.Compact.Pick)));
        }

        entry.Picking = now;
    }

    private static Pick PickOf(OrderState state, OrderContent content, string warehouse)
    {
        var lines = ImmutableArray.CreateBuilder<PickLine>();
        foreach (var line in OrderScan.PicksOf(state, warehouse))
        {
            var index = state.FindLine(line.LineId);
            lines.Add(new PickLine(
                line.LineId, content.Lines[index].Sku.Value, content.Lines[index].Name, line.Quantity));
        }

        return new Pick(content.Id.Value, warehouse, content.PlacedAt, content.ShipTo, lines.DrainToImmutable());
    }

    private string[] PickingNow(OrderState state)
    {
        _picking.Clear();
        foreach (ref readonly var sku in state.Skus.AsSpan())
        {
            foreach (var part in sku.Warehouses)
                if (part.Quantity > 0) _picking.Add(part.Warehouse);
        }

        return _picking.Count == 0 ? [] : [.. _picking];
    }

    private void AddRow(OrderEntry entry, OrderContent content)
    {
        var state = entry.State;
        var holds = 0;
        foreach (var hold in state.Holds) holds |= 1 << (int)hold.Reason;
        changes.Orders.Add(new OrderRecord(
            content.Id.Value, !entry.IsStored, content.Channel, state.Status, content.PlacedAt.UtcTicks,
            content.Currency.Code, state.TotalMinor, state.Account.Value, content.Customer.Name,
            content.Customer.Email, content.Lines.Length, holds, state.Pieces.Backordered, entry.Warehouses,
            entry.UpdatedTicks, entry.Shard, entry.Position, entry.HasNewContent ? SearchTerms.Of(content) : null,
            entry.StoredStatus, (entry.StoredContent ?? content).PlacedAt.UtcTicks,
            bodies.Write(OrderDetails.Of(entry, content), ReadModelJson.Compact.OrderDetail)));
    }
}
