using System.Text.Json.Nodes;
using OrderToCash.Domain.CashApplication.Policies;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Numbering;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Orders.Checks;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;

namespace OrderToCash.Server.Views;

/// <summary>The states of entities as results.</summary>
public static class EntityViews
{
    /// <summary>Reservations shown of a SKU; a hot one has tens of thousands.</summary>
    private const int MaxReservations = 50;

    /// <summary>Of what an entry is made of, shown.</summary>
    private const int MaxDetails = 500;

    /// <summary>Of what a bank expects, shown; the newest first.</summary>
    private const int MaxExpected = 50;

    /// <summary>The result of a state.</summary>
    /// <exception cref="ArgumentException">A state of an unknown kind: a bug.</exception>
    public static JsonObject Of(object state) => state switch
    {
        OrderState order => OrderView.Of(order),
        StockState stock => Of(stock),
        CustomerAccountState account => Of(account),
        PaymentState payment => Of(payment),
        SeriesState series => Of(series),
        BankAccountState bank => Of(bank),
        SettlementState settlement => SettlementView.Of(settlement),
        PolicyState policies => PolicyViews.Of(policies),
        ChecksState checks => CheckViews.Of(checks),
        _ => throw new ArgumentException($"Bug: {state.GetType().Name} can't be shown.", nameof(state)),
    };

    private static JsonObject Of(StockState stock) => new()
    {
        ["sku"] = stock.Sku.Value,
        ["name"] = stock.Name,
        ["onHand"] = stock.OnHand,
        ["safetyStock"] = stock.SafetyStock,
        ["reserved"] = stock.Reserved,
        ["allocated"] = stock.Allocated,
        ["waiting"] = stock.Waiting,
        ["availableToPromise"] = stock.AvailableToPromise,
        ["shortfall"] = stock.ShortfallPieces,
        ["orders"] = stock.Reservations.Count,
        ["warehouses"] = Nodes.List(stock.Warehouses, warehouse => new JsonObject
        {
            ["warehouse"] = warehouse.Name, ["onHand"] = warehouse.OnHand, ["safetyStock"] = warehouse.SafetyStock,
            ["allocated"] = warehouse.Allocated,
        }),
        ["oldestReservations"] = Nodes.List(
            stock.Reservations.OrderBy(held => held.PlacedAt).ThenBy(held => held.Order.Value, StringComparer.Ordinal)
                .Take(MaxReservations),
            held => new JsonObject
            {
                ["order"] = held.Order.Value, ["placedAt"] = Nodes.Time(held.PlacedAt), ["waiting"] = held.Waiting,
                ["promised"] = held.Promised, ["allocated"] = held.Allocated,
            }),
    };

    private static JsonObject Of(CustomerAccountState account)
    {
        var view = Items(account);
        if (account.BlockedFor is { } why)
            view["blockedFor"] = why;
        return view;
    }

    private static JsonObject Items(CustomerAccountState account) => new()
    {
        ["account"] = account.Id.Value,
        ["totals"] = Nodes.List(account.Totals, totals => new JsonObject
        {
            ["currency"] = totals.Currency.Code,
            ["openInvoices"] = Nodes.Amount(totals.OpenInvoicesMinor, totals.Currency),
            ["granted"] = Nodes.Amount(totals.GrantedMinor, totals.Currency),
            ["onAccount"] = Nodes.Amount(totals.OnAccountMinor, totals.Currency),
            ["refundProposed"] = Nodes.Amount(totals.RefundProposedMinor, totals.Currency),
        }),
        ["limits"] = Nodes.List(account.Limits, limit => JsonValue.Create(Nodes.Money(limit.Value, limit.Key))),
        ["openInvoices"] = Nodes.List(
            account.Invoices.Values.OrderBy(item => item.DueDate).ThenBy(item => item.Number, StringComparer.Ordinal),
            item => new JsonObject
            {
                ["number"] = item.Number, ["order"] = item.IsImported ? item.OrderNumber : item.Order.Value,
                ["due"] = Nodes.Day(item.DueDate),
                ["total"] = Nodes.Money(item.GrossMinor, item.Currency),
                ["open"] = Nodes.Money(item.OpenMinor, item.Currency),
                ["returns"] = item.ReturnCount == 0 ? null : item.ReturnCount,
            }),
        ["openOrders"] = Nodes.List(
            account.Orders.Values.Where(order => !order.IsEmpty)
                .OrderBy(order => order.Id.Value, StringComparer.Ordinal),
            order => new JsonObject
            {
                ["order"] = order.Id.Value, ["granted"] = Nodes.Money(order.GrantedMinor, order.Currency),
                ["prepayment"] = Nodes.Money(order.PrepaymentMinor, order.Currency),
                ["advance"] = Nodes.Money(order.AdvanceMinor, order.Currency), ["reference"] = order.Reference,
            }),
    };

    private static JsonObject Of(PaymentState payment)
    {
        var view = new JsonObject
        {
            ["payment"] = payment.Id.Value, ["status"] = Nodes.Word(payment.Status), ["waitsFor"] = payment.WaitsFor,
        };
        if (payment.Transaction is { } transaction)
        {
            view["amount"] = Nodes.Money(transaction.SignedMinor, transaction.Currency);
            view["bookedOn"] = Nodes.Day(transaction.BookingDate);
            view["from"] = transaction.CounterpartyName;
            view["iban"] = transaction.CounterpartyIban;
            view["text"] = transaction.Text;
            view["endToEndId"] = transaction.EndToEndId;
            view["account"] = payment.Account?.Value;
            view["documents"] = Nodes.List(payment.Documents, document => JsonValue.Create(document));
            view["reason"] = payment.Reason;
            view["onAccount"] = Nodes.Money(payment.OnAccountMinor, transaction.Currency);
            view["decidedBy"] = payment.DecidedBy?.Value;
            if (payment.Explanation is { } why)
                view["evidence"] = PaymentDecisions.Of(why.Evidence, transaction);
            view["payout"] = payment.Settlement;
            view["takesBack"] = payment.Reverses?.Value;
            view["takenBackBy"] = Nodes.List(payment.TakenBack, taken => JsonValue.Create(taken.By.Value));
            view["settled"] = Settled(payment, transaction);
        }

        if (!payment.Details.IsEmpty)
            view["madeOf"] = Nodes.List(payment.Details.Take(MaxDetails), Expected);
        return view;
    }

    /// <summary>What a payment settled.</summary>
    public static JsonArray Settled(PaymentState payment, BankTransaction transaction) =>
        Nodes.List(payment.Allocations, settled => new JsonObject
        {
            ["document"] = settled.Document, ["order"] = settled.IsImported ? null : settled.Order.Value,
            ["amount"] = Nodes.Money(settled.AmountMinor, transaction.Currency),
            ["discount"] = MoneyOrNull(settled.SkontoMinor, transaction.Currency),
            ["charges"] = MoneyOrNull(settled.ChargesMinor, transaction.Currency),
            ["writtenOff"] = MoneyOrNull(settled.WriteOffMinor, transaction.Currency),
            ["stillOpen"] = Nodes.Money(settled.OpenMinor, transaction.Currency),
        });

    private static string? MoneyOrNull(long minor, Domain.Values.Currency currency) =>
        minor == 0 ? null : Nodes.Money(minor, currency);

    private static JsonObject Of(SeriesState series) => new()
    {
        ["series"] = series.Id.Value,
        ["last"] = series.Last,
        ["recent"] = Nodes.List(series.Recent.Reverse().Take(MaxReservations), number => new JsonObject
        {
            ["number"] = number.Number, ["order"] = number.Order.Value, ["shipment"] = number.RequestId,
        }),
    };

    /// <summary>An own bank account.</summary>
    public static JsonObject Of(BankAccountState bank)
    {
        var view = new JsonObject
        {
            ["iban"] = bank.Id.Value, ["registered"] = bank.IsRegistered, ["name"] = bank.Name,
            ["entries"] = bank.EntryCount,
        };
        if (bank.IsRegistered)
            view["currency"] = bank.Currency.Code;
        if (bank.LastStatement is { } statement)
        {
            view["balance"] = Nodes.Money(statement.ClosingMinor, statement.Currency);
            view["lastStatement"] = statement.SequenceNumber ?? statement.Id;
            view["until"] = statement.ToDate is { } day ? Nodes.Day(day) : null;
        }

        view["unfinishedStatement"] = bank.Pending?.Id;
        if (bank.Stop is { } stop)
        {
            view["stopped"] = new JsonObject
            {
                ["statement"] = stop.Statement.SequenceNumber ?? stop.Statement.Id,
                ["until"] = stop.Statement.ToDate is { } to ? Nodes.Day(to) : null,
                ["goesOnFrom"] = Nodes.Money(stop.FoundMinor, stop.Statement.Currency),
                ["expected"] = Nodes.Money(stop.ExpectedMinor, stop.Statement.Currency),
            };
        }

        if (bank.Expected.Count > 0)
        {
            view["expectedEntries"] = bank.Expected.Count;
            view["expected"] = Nodes.List(bank.Expected.ToImmutableArray().Reverse().Take(MaxExpected), Expected);
        }

        return view;
    }

    private static JsonObject Expected(BankTransaction entry) => new()
    {
        ["amount"] = Nodes.Money(entry.SignedMinor, entry.Currency), ["booked"] = Nodes.Day(entry.BookingDate),
        ["name"] = entry.CounterpartyName, ["text"] = entry.Text, ["reference"] = entry.BankReference,
    };
}
