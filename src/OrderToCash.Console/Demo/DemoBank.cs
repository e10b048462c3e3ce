using System.Globalization;
using OrderToCash.Adapters.Banks;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Console.Demo;

/// <summary>The bank, and customers who pay: on time, a wrong amount, in their own words, or not at all.</summary>
internal sealed class DemoBank(DemoWorld world, DemoMirror mirror)
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<BankTransaction> _entries = [];
    private DateOnly _day = DateOnly.FromDateTime(DemoWorld.Start.Date);
    private long _balance = 100_000_00;
    private int _statement;
    private int _entry;

    /// <summary>Transfers of customers so far.</summary>
    public int Transfers { get; private set; }

    /// <summary>Writes the day's statement, and a second time as the bank delivers it again.</summary>
    public async Task WriteAsync(string path, string repeatedPath, CancellationToken cancellationToken)
    {
        _statement++;
        _entries.Clear();
        CollectTransfers();
        Add(250_00 + (_statement * 1000), "PayPal Europe", $"AUSZAHLUNG PP {_day:yyyyMMdd}");
        Add(-1290, "Hausbank", "Entgelt Kontofuehrung");
        var opening = _balance;
        foreach (var entry in _entries)
            _balance += entry.SignedMinor;
        var header = new StatementHeader(
            "", _statement.ToString(CultureInfo.InvariantCulture), _day, _day, Currency.Eur, opening, _balance,
            _entries.Count);
        await WriteOneAsync(path, header, $"MSG-{_statement}", cancellationToken);
        await WriteOneAsync(repeatedPath, header, $"MSG-{_statement}-R", cancellationToken);
        _day = _day.AddDays(1);
    }

    private async Task WriteOneAsync(
        string path, StatementHeader header, string message, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Create);
        using (var writer = new CamtWriter(file, CamtVersion.V08, message, DemoWorld.Start))
            writer.Write(DemoWorld.Account, header, _entries);
        await file.FlushAsync(cancellationToken);
    }

    private void CollectTransfers()
    {
        var together = new Dictionary<string, List<OrderInvoiceState>>(StringComparer.Ordinal);
        foreach (var order in mirror.Orders)
        {
            if (order.Content is not { } content)
                continue;
            var isAwaited = order.HoldOf(HoldReason.Prepayment) is not null && order.PrepaymentMinor is > 0;
            if (isAwaited && _seen.Add(order.Id.Value) && world.Dice(order.Id.Value) < 88)
            {
                Transfer(
                    order.PrepaymentMinor.GetValueOrDefault() - order.PrepaidMinor, content,
                    $"Vorkasse Bestellung {content.OrderNumber} danke");
            }

            foreach (var invoice in order.Invoices)
            {
                if (invoice.Number is null || invoice.OpenMinor <= 0 || !_seen.Add(invoice.Number))
                    continue;
                if (world.Dice(order.Account.Value) < 25)
                {
                    if (!together.TryGetValue(order.Account.Value, out var invoices))
                        together.Add(order.Account.Value, invoices = []);
                    invoices.Add(invoice);
                }
                else
                {
                    Pay(content, invoice.Number, invoice.OpenMinor, world.Dice(invoice.RequestId + order.Id.Value));
                }
            }
        }

        foreach (var (account, invoices) in together)
        {
            var numbers = string.Join(", ", invoices.Select(invoice => invoice.Number));
            Transfers++;
            Add(invoices.Sum(invoice => invoice.OpenMinor), account, "Rechnungen " + numbers);
        }
    }

    private void Pay(OrderContent content, string number, long minor, int dice)
    {
        switch (dice)
        {
            case < 8:
                // Not yet.
                break;
            case < 12:
                Transfer(minor, content, "Danke und Gruss");
                break;
            case < 16:
                Transfer(Math.Max(1, minor - 100), content, $"RE {number} abzgl. Porto");
                break;
            case < 19:
                Transfer(minor + 500, content, $"{number} zzgl Trinkgeld");
                break;
            case < 29:
                Transfer(minor, content, $"rg.nr. {number.ToLowerInvariant()} vom november");
                break;
            case < 34:
                Transfer(minor, content, $"Zahlung {number[..8]} {number[8..]} Kundin");
                break;
            case < 42:
                Transfer(minor, content, $"Bestellung {content.OrderNumber}");
                break;
            default:
                Transfer(minor, content, $"Rechnung {number} vielen Dank");
                break;
        }
    }

    private void Transfer(long minor, OrderContent content, string text)
    {
        Transfers++;
        Add(minor, content.Customer.Name, text);
    }

    private void Add(long minor, string? name, string text)
    {
        var identity = string.Create(CultureInfo.InvariantCulture, $"B{world.Seed % 1000:D3}{_entry++:D9}");
        _entries.Add(new BankTransaction(
            identity, minor, Currency.Eur, _day, _day, name, null, text,
            null, null, identity));
    }
}
