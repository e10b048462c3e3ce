using System.Collections.Immutable;
using System.Globalization;
using OrderToCash.Application.Hosting;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.LoadTests.Peak;

/// <summary>The warehouse: ships what is allocated, at once.</summary>
internal static class Warehouse
{
    private static readonly Origin Origin = new("warehouse", "feed:warehouse");
    private static readonly Actor Actor = new("feed:warehouse");

    /// <summary>Ships until cancelled. An order of several SKUs leaves in several shipments.</summary>
    public static async Task RunAsync(
        EngineHost host, Traffic traffic, CancellationToken cancellationToken)
    {
        await foreach (var (order, allocated) in traffic.Allocated.Reader.ReadAllAsync(cancellationToken))
        {
            foreach (var (warehouse, quantity) in allocated.Warehouses)
            {
                var ship = new OrderCommand.Ship(
                    "S-" + order + "-" + allocated.Sku.Value, warehouse, DateTimeOffset.UtcNow, "DHL", null,
                    [new ShipLine(traffic.LineOf(order, allocated.Sku), quantity)], Actor);
                await host.PostAsync(new EntityId(Kinds.Order, order), ship, Origin, traffic, -1, cancellationToken);
            }
        }
    }
}

/// <summary>The bank: pays every invoice in full, naming its number, in statements of up to 500 entries.</summary>
internal static class Bank
{
    private const string BankCode = "12030000";
    private const int MaxEntries = 500;

    /// <summary>
    /// Statements on their way; the account books them in order. One at a time would make the bank the bottleneck: 500
    /// payments for each wait of a commit or two.
    /// </summary>
    private const int MaxUnderWay = 8;

    private static readonly Origin Origin = new("bank", "feed:bank");
    private static readonly Actor Actor = new("feed:bank");

    /// <summary>The own account of a run. Source: ISO 13616-1, check digits by MOD 97-10 (ISO 7064).</summary>
    public static Iban AccountOf(int firstNumber)
    {
        var account = BankCode + (202_051 + firstNumber).ToString("D10", CultureInfo.InvariantCulture);
        var rest = decimal.Parse(account + "131400", CultureInfo.InvariantCulture) % 97;
        return new Iban("DE" + (98 - rest).ToString("00", CultureInfo.InvariantCulture) + account);
    }

    public static async Task RunAsync(
        EngineHost host, Traffic traffic, Iban account, CancellationToken cancellationToken)
    {
        var (balance, number, entries) = (0L, 0, 0);
        var address = new EntityId(Kinds.Bank, account.Value);
        var builder = ImmutableArray.CreateBuilder<BankTransaction>();
        var underWay = new Queue<(string Id, Task<CommandReply> Reply)>();
        while (await traffic.Opened.Reader.WaitToReadAsync(cancellationToken))
        {
            var opening = balance;
            builder.Clear();
            while (builder.Count < MaxEntries && traffic.Opened.Reader.TryRead(out var item))
            {
                balance += item.GrossMinor;
                builder.Add(new BankTransaction(
                    "B" + entries++.ToString("D9", CultureInfo.InvariantCulture), item.GrossMinor, item.Currency,
                    item.InvoiceDate,
                    item.InvoiceDate, "Kunde", null, "Rechnung " + item.Number, null, null, null));
            }

            var id = "camt/" + (++number).ToString(CultureInfo.InvariantCulture);
            var header = new StatementHeader(
                id, null, null, null, Currency.Eur, opening, balance, builder.Count);
            underWay.Enqueue((id, host.AskAsync(
                address, new BankCommand.BookEntries(header, 0, true, builder.ToImmutable(), Actor), Origin,
                cancellationToken)));
            while (underWay.Count == MaxUnderWay || (underWay.TryPeek(out var first) && first.Reply.IsCompleted))
            {
                await CheckAsync(underWay.Dequeue());
            }
        }
    }

    private static async Task CheckAsync((string Id, Task<CommandReply> Reply) statement)
    {
        var reply = await statement.Reply;
        if (reply.Reply is not BankReply { IsDone: true })
        {
            throw new InvalidOperationException($"Statement {statement.Id} was not booked: {reply}.");
        }
    }
}
