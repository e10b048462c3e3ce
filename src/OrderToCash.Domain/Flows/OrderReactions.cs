using System.Collections.Immutable;
using System.Runtime.InteropServices;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Numbering;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;

namespace OrderToCash.Domain.Flows;

/// <summary>What an order's events ask of stock, of the customer account and of the number series.</summary>
public static class OrderReactions
{
    /// <summary>The commands that an event of this order causes; empty where it causes none.</summary>
    public static ImmutableArray<Message> React(string id, OrderEvent happened)
    {
        var order = new OrderId(id);
        return happened switch
        {
            OrderEvent.Placed { IsDeferred: true } => [],
            OrderEvent.Placed placed => Reserve(
                order, SkuPieces.Of(placed.Content.Lines), 1, placed.Content.PlacedAt,
                placed.Content.Policy.AllowBackorder),
            OrderEvent.Released released => Allocate(order, released.Asks, released.Revision),
            OrderEvent.Shipped shipped => Ship(
                order, SkuPieces.Of(shipped.Lines), shipped.Shipment, shipped.Warehouse, shipped.ShippedAt),
            OrderEvent.InvoiceRequested requested => One(
                Kinds.Series, requested.Series.Value, new SeriesCommand.Assign(order, requested.Content.RequestId)),
            OrderEvent.Invoiced invoiced => One(Kinds.Account, invoiced.Account.Value, OpenInvoice(order, invoiced)),
            OrderEvent.CreditRequested { DefaultCredit: { } limit } requested => One(
                Kinds.Account, requested.Account.Value,
                new AccountCommand.RequestCreditWithin(
                    order, requested.Revision, requested.AmountMinor, requested.Currency, limit)),
            OrderEvent.CreditRequested requested => One(
                Kinds.Account, requested.Account.Value,
                new AccountCommand.RequestCredit(order, requested.Revision, requested.AmountMinor, requested.Currency)),
            OrderEvent.PrepaymentRequested requested => One(
                Kinds.Account, requested.Account.Value,
                new AccountCommand.OpenPrepayment(
                    order, requested.Reference, requested.AmountMinor, requested.Currency, requested.Taxes,
                    requested.Revision)),
            OrderEvent.ReservationRepeated repeated => Reserve(
                order, repeated.Asks, repeated.Revision, repeated.PlacedAt, repeated.AllowBackorder),
            OrderEvent.Edited edited => Edit(order, edited),
            OrderEvent.Cancelled cancelled => Reduce(
                order, cancelled.Keep, Withdraw(order, cancelled.Withdrawn, cancelled.Whole, cancelled.WithdrawMinor)),
            OrderEvent.Rejected rejected => Reduce(
                order, rejected.Keep, Withdraw(order, rejected.Withdrawn, true, rejected.WithdrawMinor)),
            OrderEvent.HoldReleased released
                when Withdraw(order, released.Withdrawn, false, released.WithdrawMinor) is { } withdraw => [withdraw],
            OrderEvent.Closed closed when Withdraw(order, closed.Withdrawn, true, 0) is { } withdraw => [withdraw],
            OrderEvent.StockContinued continued => Continue(order, continued),
            _ => [],
        };
    }

    private static ImmutableArray<Message> Reserve(
        OrderId order, ImmutableArray<SkuQuantity> asks, int revision, DateTimeOffset placedAt, bool allowBackorder)
    {
        var messages = Batch(order, asks, StockStep.Reserve, out var count);
        for (var i = 0; i < count; i++)
        {
            messages[i] = ToSku(
                asks[i].Sku, new StockCommand.Reserve(order, revision, asks[i].Quantity, placedAt, allowBackorder));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(messages);
    }

    private static ImmutableArray<Message> Allocate(OrderId order, ImmutableArray<SkuQuantity> asks, int revision)
    {
        var messages = Batch(order, asks, StockStep.Allocate, out var count);
        for (var i = 0; i < count; i++)
            messages[i] = ToSku(asks[i].Sku, new StockCommand.Allocate(order, revision, asks[i].Quantity));
        return ImmutableCollectionsMarshal.AsImmutableArray(messages);
    }

    private static ImmutableArray<Message> Ship(
        OrderId order, ImmutableArray<SkuQuantity> asks, string shipment, string warehouse, DateTimeOffset shippedAt)
    {
        var messages = Batch(order, asks, StockStep.Ship, out var count);
        for (var i = 0; i < count; i++)
        {
            messages[i] = ToSku(
                asks[i].Sku, new StockCommand.Ship(order, shipment, warehouse, asks[i].Quantity, shippedAt));
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(messages);
    }

    private static ImmutableArray<Message> Reduce(OrderId order, ImmutableArray<SkuQuantity> keep, Message? withdraw)
    {
        var messages = ImmutableArray.CreateBuilder<Message>(Math.Min(keep.Length, OrderLimits.StockBatch) + 2);
        if (withdraw is { } first) messages.Add(first);
        AddReduces(messages, order, keep);
        if (keep.Length > OrderLimits.StockBatch) messages.Add(GoOn(order, StockStep.Reduce, OrderLimits.StockBatch));
        return messages.DrainToImmutable();
    }

    /// <summary>Stock gives back everything and is asked anew, in this order for each SKU.</summary>
    private static ImmutableArray<Message> Edit(OrderId order, OrderEvent.Edited edited)
    {
        if (edited.Asks.IsEmpty) return [];
        var messages = ImmutableArray.CreateBuilder<Message>();
        if (Withdraw(order, edited.Withdrawn, true, edited.WithdrawMinor) is { } withdraw) messages.Add(withdraw);
        for (var i = 0; i < edited.Dropped.Length && i < OrderLimits.StockBatch; i++)
            messages.Add(ToSku(edited.Dropped[i], new StockCommand.Reduce(order, 0)));
        if (edited.Dropped.Length > OrderLimits.StockBatch)
            messages.Add(GoOn(order, StockStep.Reduce, OrderLimits.StockBatch));
        if (edited.IsDeferred)
        {
            foreach (var (sku, _) in edited.Asks) messages.Add(ToSku(sku, new StockCommand.Reduce(order, 0)));
            return messages.DrainToImmutable();
        }

        AddRenewals(
            messages, order, edited.Asks, edited.Revision, edited.Content.PlacedAt,
            edited.Content.Policy.AllowBackorder);
        if (edited.Asks.Length > OrderLimits.StockBatch)
            messages.Add(GoOn(order, StockStep.Reserve, OrderLimits.StockBatch));
        return messages.DrainToImmutable();
    }

    private static ImmutableArray<Message> Continue(OrderId order, OrderEvent.StockContinued continued)
    {
        var messages = ImmutableArray.CreateBuilder<Message>((continued.Asks.Length * 2) + 1);
        switch (continued.Step)
        {
            case StockStep.Reserve:
                AddRenewals(
                    messages, order, continued.Asks, continued.Revision, continued.PlacedAt, continued.AllowBackorder);
                break;
            case StockStep.Allocate:
                messages.AddRange(Allocate(order, continued.Asks, continued.Revision));
                break;
            case StockStep.Reduce:
                AddReduces(messages, order, continued.Asks);
                break;
            default:
                messages.AddRange(Ship(
                    order, continued.Asks, continued.Shipment ?? "", continued.Warehouse ?? "",
                    continued.ShippedAt ?? continued.PlacedAt));
                break;
        }

        if (continued.Next is { } next) messages.Add(GoOn(order, continued.Step, next));
        return messages.DrainToImmutable();
    }

    /// <summary>The first edit is revision 2: only then may stock still hold pieces of an earlier one.</summary>
    private static void AddRenewals(
        ImmutableArray<Message>.Builder messages, OrderId order, ImmutableArray<SkuQuantity> asks, int revision,
        DateTimeOffset placedAt, bool allowBackorder)
    {
        for (var i = 0; i < asks.Length && i < OrderLimits.StockBatch; i++)
        {
            if (revision > 1) messages.Add(ToSku(asks[i].Sku, new StockCommand.Reduce(order, 0)));
            if (asks[i].Quantity == 0) continue;
            messages.Add(ToSku(
                asks[i].Sku, new StockCommand.Reserve(order, revision, asks[i].Quantity, placedAt, allowBackorder)));
        }
    }

    private static void AddReduces(
        ImmutableArray<Message>.Builder messages, OrderId order, ImmutableArray<SkuQuantity> keep)
    {
        for (var i = 0; i < keep.Length && i < OrderLimits.StockBatch; i++)
            messages.Add(ToSku(keep[i].Sku, new StockCommand.Reduce(order, keep[i].Quantity)));
    }

    private static AccountCommand.OpenInvoice OpenInvoice(OrderId order, OrderEvent.Invoiced invoiced) => new(
        invoiced.Number, order, invoiced.Currency, invoiced.GrossMinor, invoiced.Taxes, invoiced.InvoiceDate,
        invoiced.DueDate, invoiced.IsPrepaid, invoiced.SettledByPsp, invoiced.Provider, invoiced.Skonto);

    private static Message? Withdraw(OrderId order, AccountId? account, bool whole, long withdrawMinor)
        => account is { } asked && (whole || withdrawMinor > 0)
            ? new Message(
                new EntityAddress(Kinds.Account, asked.Value),
                new AccountCommand.WithdrawOrder(order, whole, withdrawMinor))
            : null;

    /// <summary>Room for a batch of messages, and, where there are more, the command to go on at the end.</summary>
    private static Message[] Batch(
        OrderId order, ImmutableArray<SkuQuantity> asks, StockStep step, out int count)
    {
        var hasMore = asks.Length > OrderLimits.StockBatch;
        count = Math.Min(asks.Length, OrderLimits.StockBatch);
        var messages = new Message[hasMore ? count + 1 : count];
        if (hasMore) messages[count] = GoOn(order, step, count);
        return messages;
    }

    private static Message GoOn(OrderId order, StockStep step, int from)
        => new(new EntityAddress(Kinds.Order, order.Value), new OrderCommand.ContinueStock(step, from));

    private static Message ToSku(Sku sku, StockCommand command)
        => new(new EntityAddress(Kinds.Sku, sku.Value), command);

    private static ImmutableArray<Message> One(string kind, string id, object command)
        => ImmutableArray.Create(new Message(new EntityAddress(kind, id), command));
}
