using System.Text.Json.Nodes;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Values;

namespace OrderToCash.Server.Views;

/// <summary>Rows of the read models as results: amounts as decimal texts beside their currency.</summary>
public static class ReadModelViews
{
    /// <summary>A page of a list, with the cursor of the next.</summary>
    public static JsonObject Page<T>(string name, Page<T> page, Func<T, JsonNode?> view) =>
        new() { [name] = Nodes.List(page.Items, view), ["next"] = page.Next };

    /// <summary>An order in a list.</summary>
    public static JsonObject Of(OrderRow row) => new()
    {
        ["order"] = row.OrderId, ["status"] = Nodes.Word(row.Status), ["placedAt"] = Nodes.Time(row.PlacedAt),
        ["currency"] = row.Currency, ["total"] = Amount(row.TotalMinor, row.Currency), ["account"] = row.AccountId,
        ["customer"] = row.CustomerName, ["email"] = row.CustomerEmail, ["lines"] = row.LineCount,
        ["holds"] = Nodes.List(row.Holds, hold => JsonValue.Create(Nodes.Word(hold))),
        ["backordered"] = row.BackorderedPieces, ["updatedAt"] = Nodes.Time(row.UpdatedAt),
        ["version"] = row.Version.ToString(),
    };

    /// <summary>A SKU's stock.</summary>
    public static JsonObject Of(StockRow row) => new()
    {
        ["sku"] = row.Sku, ["name"] = row.Name, ["onHand"] = row.OnHand, ["safetyStock"] = row.SafetyStock,
        ["reserved"] = row.Reserved, ["allocated"] = row.Allocated, ["waiting"] = row.Waiting,
        ["availableToPromise"] = row.AvailableToPromise, ["shortfall"] = row.ShortfallPieces,
        ["warehouses"] = Nodes.List(row.Warehouses, shelf => new JsonObject
        {
            ["warehouse"] = shelf.Warehouse, ["onHand"] = shelf.OnHand, ["safetyStock"] = shelf.SafetyStock,
            ["allocated"] = shelf.Allocated,
        }),
        ["version"] = row.Version.ToString(),
    };

    /// <summary>An account's balances in one currency.</summary>
    public static JsonObject Of(AccountBalance row) => new()
    {
        ["account"] = row.AccountId, ["currency"] = row.Currency,
        ["openInvoices"] = Amount(row.OpenInvoicesMinor, row.Currency),
        ["openPrepayments"] = Amount(row.OpenPrepaymentsMinor, row.Currency),
        ["granted"] = Amount(row.GrantedMinor, row.Currency), ["advances"] = Amount(row.AdvancesMinor, row.Currency),
        ["onAccount"] = Amount(row.OnAccountMinor, row.Currency),
        ["refundProposed"] = Amount(row.RefundProposedMinor, row.Currency),
        ["invoiced"] = Amount(row.InvoicedMinor, row.Currency), ["paid"] = Amount(row.PaidMinor, row.Currency),
        ["exposure"] = Amount(row.ExposureMinor, row.Currency),
        ["limit"] = row.LimitMinor is { } limit ? Amount(limit, row.Currency) : null,
        ["version"] = row.Version.ToString(),
    };

    /// <summary>An open invoice or prepayment.</summary>
    public static JsonObject Of(OpenItemRow row) => new()
    {
        ["account"] = row.AccountId, ["kind"] = Nodes.Word(row.Kind), ["document"] = row.Document,
        ["order"] = row.OrderId, ["currency"] = row.Currency, ["total"] = Amount(row.GrossMinor, row.Currency),
        ["open"] = Amount(row.OpenMinor, row.Currency), ["date"] = Nodes.Day(row.DocumentDate),
        ["due"] = Nodes.Day(row.DueDate), ["version"] = row.Version.ToString(),
    };

    /// <summary>A payment in a list.</summary>
    public static JsonObject Of(PaymentRow row) => new()
    {
        ["payment"] = row.PaymentId, ["status"] = Nodes.Word(row.Status), ["ownAccount"] = row.OwnAccount,
        ["bookedOn"] = Nodes.Day(row.BookingDate), ["valueDate"] = Nodes.Day(row.ValueDate),
        ["currency"] = row.Currency, ["amount"] = Amount(row.SignedMinor, row.Currency),
        ["from"] = row.CounterpartyName, ["text"] = row.Text, ["account"] = row.AccountId, ["reason"] = row.Reason,
        ["version"] = row.Version.ToString(),
    };

    /// <summary>A double entry.</summary>
    public static JsonObject Of(LedgerEntry entry) => new()
    {
        ["date"] = Nodes.Day(entry.Date), ["at"] = Nodes.Time(entry.At), ["entity"] = entry.Entity,
        ["currency"] = entry.Currency,
        ["postings"] = Nodes.List(entry.Postings, posting => new JsonObject
        {
            ["role"] = Nodes.Word(posting.Role), ["taxRate"] = posting.TaxRate, ["subAccount"] = posting.SubAccount,
            ["debit"] = posting.AmountMinor > 0 ? Amount(posting.AmountMinor, entry.Currency) : null,
            ["credit"] = posting.AmountMinor < 0 ? Amount(-posting.AmountMinor, entry.Currency) : null,
            ["document"] = posting.Document,
        }),
        ["version"] = entry.Version.ToString(),
    };

    /// <summary>A ledger account's sums.</summary>
    public static JsonObject Of(TrialBalanceRow row) => new()
    {
        ["role"] = Nodes.Word(row.Role), ["taxRate"] = row.TaxRate, ["currency"] = row.Currency,
        ["debit"] = Amount(row.DebitMinor, row.Currency), ["credit"] = Amount(row.CreditMinor, row.Currency),
        ["balance"] = Amount(row.BalanceMinor, row.Currency),
    };

    /// <summary>What happened on a day.</summary>
    public static JsonObject Of(DailyFigure row) => new()
    {
        ["day"] = Nodes.Day(row.Day), ["channel"] = row.Channel, ["currency"] = row.Currency,
        ["ordersPlaced"] = row.OrdersPlaced, ["placed"] = Amount(row.PlacedMinor, row.Currency),
        ["ordersEnded"] = row.OrdersEnded, ["piecesShipped"] = row.PiecesShipped, ["invoices"] = row.Invoices,
        ["invoiced"] = Amount(row.InvoicedMinor, row.Currency), ["paid"] = Amount(row.PaidMinor, row.Currency),
    };

    /// <summary>How far the tables have followed the journal.</summary>
    public static JsonObject Of(ReadModelStatus status) => new()
    {
        ["events"] = status.Events, ["latestAt"] = Nodes.Time(status.LatestAt),
        ["updatedAt"] = Nodes.Time(status.UpdatedAt), ["rowVersion"] = status.RowVersion,
        ["positions"] = Nodes.List(status.Positions, position => JsonValue.Create(position)),
    };

    private static string Amount(long minor, string currency) => Nodes.Amount(
        minor,
        Currency.TryParse(currency, out var known)
            ? known
            : throw new InvalidDataException($"Bug: a read model has the currency '{currency}'."));
}
