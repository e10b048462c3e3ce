using System.Collections.Concurrent;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Tests.Orders;

namespace OrderToCash.Tests.Audit;

/// <content>Money that goes back: undone by persons, returned by the bank with a fee; other systems' items.</content>
internal sealed partial class RandomTraffic
{
    private readonly ConcurrentDictionary<string, PaymentCommand> _returns = new(StringComparer.Ordinal);
    private readonly List<(string Payment, long Minor)> _matched = [];

    private async Task UndoPaymentAsync()
    {
        if (_matched.Count == 0)
            return;
        var (payment, _) = _matched[random.Next(_matched.Count)];
        await TellAsync(
            Kinds.Payment, payment, new PaymentCommand.Undo("wrong", SampleOrders.Ada, random.Next(2) == 0));
        if (random.Next(3) > 0)
            _received.Enqueue(payment);
    }

    private async Task ReturnAsync()
    {
        if (_matched.Count == 0)
            return;
        var (original, minor) = _matched[random.Next(_matched.Count)];
        var fee = random.Next(3) == 0 ? 0 : 250;
        var entry = There.Transaction("E-" + ++_number, -minor - fee);
        var payment = AuditWorld.Iban.Value + "/" + entry.Identity;
        _returns[payment] = new PaymentCommand.Decide(
            new MatchDecision(MatchOutcome.Reverse, "returned", MatchFacts.OfPerson)
            {
                Reverses = new PaymentId(original), FeeMinor = fee,
            },
            SampleOrders.Ada);
        _matched.Add((payment, minor));
        (_lastOpening, _lastEntries) = (_balance, [entry]);
        _balance += entry.SignedMinor;
        await BookAsync(_lastOpening, _lastEntries);
    }

    private async Task ImportAsync()
    {
        var kind = random.Next(4) == 0 ? ItemKind.CreditNote : ItemKind.Invoice;
        var day = DateOnly.FromDateTime(There.Now.Date);
        var account = "shopify:c-" + random.Next(Customers);
        var (document, minor) = ("IMP-" + ++_number, random.Next(1, 20_000));
        var import = new AccountCommand.ImportItem(
            new ImportedItem(
                document, kind, null, null, day, day.AddDays(14), minor, Currency.Eur, [],
                new ImportedCustomer("K-" + _number, "Ada Muster", [])),
            SampleOrders.Ada);
        await TellAsync(Kinds.Account, account, import);
        if (random.Next(4) == 0)
            await TellAsync(Kinds.Account, account, import);
        if (kind == ItemKind.Invoice)
            _owed.Enqueue((account, document, minor));
    }
}
