using System.Collections.Immutable;
using OrderToCash.Domain.Orders;

namespace OrderToCash.Console.Demo;

/// <summary>Customers who pay: on time, late, several invoices at once, a wrong amount, or not at all.</summary>
internal sealed class DemoPayers(DemoWorld world, DemoMirror mirror)
{
    private const int TogetherPercent = 25;
    private const int AdvancePercent = 88;
    private const long TipMinor = 500;
    private const long PostageMinor = 100;

    /// <summary>Smaller invoices are not paid in two parts.</summary>
    private const long MinHalvesMinor = 2000;

    private readonly DemoHabits _habits = new(world);

    // When a document was first seen; -1 once it is paid, or never will be.
    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>What customers send on a day, in the order of their orders.</summary>
    /// <param name="round">Counts the days, from 1.</param>
    public List<DemoTransfer> Pay(int round)
    {
        var transfers = new List<DemoTransfer>();
        var together = new SortedDictionary<string, (DemoCustomer Customer, List<(string Number, long Minor)> Owed)>(
            StringComparer.Ordinal);
        foreach (var order in mirror.Orders)
        {
            if (order.Content is not { } content)
                continue;
            var customer = DemoCustomer.Of(content);
            if (order.HoldOf(HoldReason.Prepayment) is not null && order.PrepaymentMinor is > 0
                && _seen.TryAdd(order.Id.Value, -1) && world.Dice(order.Id.Value) < AdvancePercent)
                transfers.Add(PayAdvance(order, content, customer));
            foreach (var invoice in order.Invoices)
            {
                if (invoice.Number is null || invoice.OpenMinor <= 0)
                    continue;
                if (world.Dice(customer.Account) >= TogetherPercent)
                {
                    if (IsDue(invoice, order.Id.Value, round)
                        && PayOne(content, customer, invoice, invoice.RequestId + order.Id.Value) is { } transfer)
                        transfers.Add(transfer);
                    continue;
                }

                // They collect, and pay every other day.
                if (round % 2 == 1 || !_seen.TryAdd(invoice.Number, -1))
                    continue;
                if (!together.TryGetValue(customer.Account, out var invoices))
                    together.Add(customer.Account, invoices = (customer, []));
                invoices.Owed.Add((invoice.Number, LessDiscount(content, invoice)));
            }
        }

        transfers.AddRange(together.Values.Select(pair => PayTogether(pair.Customer, pair.Owed, round)));
        return transfers;
    }

    // Most pay at once, some a few days later.
    private bool IsDue(OrderInvoiceState invoice, string order, int round)
    {
        var number = invoice.Number ?? "";
        var seen = _seen.GetValueOrDefault(number);
        if (seen == 0)
            _seen[number] = seen = round;
        if (seen < 0 || round < seen + Math.Max(0, world.Dice("late" + invoice.RequestId + order, 20) - 13))
            return false;
        _seen[number] = -1;
        return true;
    }

    private DemoTransfer PayAdvance(OrderState order, OrderContent content, DemoCustomer customer) => Transfer(
        customer, order.Id.Value, order.PrepaymentMinor.GetValueOrDefault() - order.PrepaidMinor,
        _habits.AdvanceOf(content.OrderNumber, customer, order.Id.Value), [order.Id.Value]);

    private DemoTransfer? PayOne(
        OrderContent content, DemoCustomer customer, OrderInvoiceState invoice, string key)
    {
        var number = invoice.Number ?? "";
        var text = _habits.TextOf(number, content.OrderNumber, customer, key);
        var transfer = Transfer(customer, key, LessDiscount(content, invoice), text, [number]);
        return world.Dice("pays" + key, 200) switch
        {
            // Not in these days.
            < 14 => null,
            < 20 => transfer with
            {
                Minor = Math.Max(1, invoice.OpenMinor - PostageMinor),
                Text = text + " abz. Porto",
            },
            < 25 => transfer with { Minor = invoice.OpenMinor + TipMinor, Text = text + " zzgl. Trinkgeld" },
            < 30 when invoice.OpenMinor >= MinHalvesMinor => transfer with
            {
                Minor = invoice.OpenMinor / 2,
                Text = $"1. Rate {number}",
                Sequel = DemoSequel.Rest,
                Rest = (invoice.OpenMinor - (invoice.OpenMinor / 2), $"Rest zu {number}"),
            },
            < 34 => transfer with { Name = customer.Other.Name, Iban = customer.Other.Iban },
            < 37 => transfer with { Text = "Rechnung " + number, Sequel = DemoSequel.ComesBack },
            < 40 => transfer with { Text = $"Rechnung {number} danke", Sequel = DemoSequel.PaidAgain },
            _ => transfer,
        };
    }

    private DemoTransfer PayTogether(
        DemoCustomer customer, List<(string Number, long Minor)> invoices, int round)
    {
        ImmutableArray<string> numbers = [.. invoices.Select(static invoice => invoice.Number)];
        var key = $"{customer.Account} {round}";
        return Transfer(
            customer, key, invoices.Sum(static invoice => invoice.Minor), _habits.ListOf(numbers, key), numbers);
    }

    private DemoTransfer Transfer(
        DemoCustomer customer, string key, long minor, string text, ImmutableArray<string> numbers) => new(
        customer, _habits.NameOf(customer, key), customer.Iban, minor, text,
        new DemoMeant.Documents(customer.Account, numbers));

    // Whoever is granted a discount takes it, in time or not.
    private static long LessDiscount(OrderContent content, OrderInvoiceState invoice)
    {
        if (content.Payment.Skonto is not [{ Percent: var percent }, ..] || invoice.OpenMinor != invoice.GrossMinor)
            return invoice.OpenMinor;
        return invoice.OpenMinor
            - (long)decimal.Round(invoice.GrossMinor * percent / 100m, MidpointRounding.AwayFromZero);
    }
}
