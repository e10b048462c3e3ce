using System.Collections.Immutable;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.Audit;

namespace OrderToCash.Simulation.Traffic;

/// <content>Open items of another system, and what is known of payers.</content>
internal sealed partial class Workload
{
    private readonly List<(string Account, ImportedItem Item)> _imported = [];

    private void Import()
    {
        if (_imported.Count > 0 && _random.Next(4) == 0)
        {
            var (account, item) = _imported[_random.Next(_imported.Count)];
            // The same again, or the same number for something else.
            Import(account, _random.Next(3) == 0 ? item with { AmountMinor = item.AmountMinor + 1 } : item);
            return;
        }

        var issued = new DateOnly(2026, 11, _random.Next(1, 28));
        var fresh = new ImportedItem(
            "IMP-" + Text(700_000 + ++_serial), _random.Next(5) == 0 ? ItemKind.CreditNote : ItemKind.Invoice,
            _random.Next(3) == 0 ? null : "X" + Text(400_000 + _serial), null, issued, issued.AddDays(14),
            _random.Next(1, 30_000), Currency.Eur, ImmutableArray<Skonto>.Empty, new ImportedCustomer(
                "K" + Text(_serial), _random.Next(2) == 0 ? null : "Kunde " + Text(_random.Next(3)),
                _random.Next(2) == 0 ? [] : ["IBAN" + Text(_random.Next(5))]));
        var to = _random.Next(2) == 0 ? "import:c" + Text(_random.Next(3)) : AnyAccount();
        _imported.Add((to, fresh));
        Import(to, fresh);
        if (_random.Next(6) == 0)
            Import(to, fresh);
    }

    private void Import(string account, ImportedItem item) =>
        _client.Send(new EntityId(Kinds.Account, account), new AccountCommand.ImportItem(item, Person));

    // Of what the customer has, or has not; again, and again for another amount.
    private void PresentDebit()
    {
        if (_imported.Count == 0)
            return;
        var (account, item) = _imported[_random.Next(_imported.Count)];
        var debit = new PresentedDebit(
            _random.Next(8) == 0 ? "NONE" : item.Document, "PMT" + Text(_random.Next(3)),
            "E2E" + Text(_random.Next(40)), item.AmountMinor, Currency.Eur, item.DueDate);
        _client.Send(new EntityId(Kinds.Account, account), new AccountCommand.PresentDebit(debit, Person));
    }

    private void Forget()
    {
        var known = _journal.Accounts.Where(static account => account.Value.Payers.Count > 0).ToArray();
        if (known.Length == 0)
            return;

        var (account, model) = known[_random.Next(known.Length)];
        var payer = model.Payers.ElementAt(_random.Next(model.Payers.Count));
        var isNamed = payer.StartsWith(AccountModel.Named, StringComparison.Ordinal);
        _client.Send(new EntityId(Kinds.Account, account), new AccountCommand.ForgetPayer(
            isNamed ? new Payer(null, payer[AccountModel.Named.Length..]) : new Payer(payer, null), Person));
    }
}
