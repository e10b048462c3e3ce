using System.Collections.Immutable;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Simulation.Traffic;

/// <content>The bank, and the customers who pay.</content>
internal sealed partial class Workload
{
    private static readonly Iban Account = new("DE02120300000000202051");
    private static readonly EntityId Bank = new(Kinds.Bank, Account.Value);

    /// <summary>Statements in the order in which the bank makes them; each waits for the one before.</summary>
    private readonly Queue<BankCommand.BookEntries> _statements = new();

    private readonly List<BankCommand.BookEntries> _booked = [];
    private readonly HashSet<string> _paid = new(StringComparer.Ordinal);
    private long _balanceMinor;
    private int _statementCount;
    private bool _isBooking;

    private void RegisterBank() => _client.Send(Bank, new BankCommand.Register(Currency.Eur, "main", Person));

    /// <summary>Customers pay, rightly or not; the bank tells in a statement of one part or several.</summary>
    private void Pay()
    {
        var entries = new List<BankTransaction>();
        foreach (var (account, model) in _journal.Accounts)
        {
            foreach (var (number, item) in model.Items)
            {
                if (item.OpenMinor > 0 && (_paid.Add(number) || _random.Next(10) == 0))
                    AddPayment(entries, item.OpenMinor, number, account);
            }

            foreach (var (order, advance) in model.Advances)
            {
                if (advance.OpenMinor > 0 && (_paid.Add(order) || _random.Next(10) == 0))
                    AddPayment(entries, advance.OpenMinor, order, account);
            }
        }

        if (_random.Next(6) == 0)
            entries.Add(Entry(-_random.Next(1, 5000), "Miete"));

        if (entries.Count > 0)
            AddStatement(entries);
    }

    private void AddPayment(List<BankTransaction> entries, long openMinor, string document, string account)
    {
        if (_random.Next(4) == 0)
        {
            // Later: it is still unpaid.
            _paid.Remove(document);
            return;
        }

        switch (_random.Next(12))
        {
            case 0:
                entries.Add(Entry(Math.Max(1, openMinor / 2), "Teilzahlung " + document));
                _paid.Remove(document);
                break;
            case 1: entries.Add(Entry(openMinor + _random.Next(1, 500), "Rechnung " + document)); break;
            case 2: entries.Add(Entry(openMinor, "danke")); break;
            case 3: entries.Add(Entry(openMinor, document + " " + OtherDocumentOf(account, document))); break;
            case 4: entries.Add(Entry(openMinor, "Bestellung " + document[(document.IndexOf(':') + 1)..])); break;
            case 5:
                entries.Add(Entry(openMinor, document));
                entries.Add(Entry(openMinor, document));
                break;
            default: entries.Add(Entry(openMinor, "Zahlung " + document)); break;
        }
    }

    private string OtherDocumentOf(string account, string document) =>
        _journal.Accounts[account].Items.Keys.FirstOrDefault(number => number != document) ?? "";

    private BankTransaction Entry(long signedMinor, string text)
    {
        var day = DateOnly.FromDateTime(_time.Now.UtcDateTime);
        return new BankTransaction(
            "B" + Text(++_serial), signedMinor, Currency.Eur, day, day, "Ada Muster", null, text, null, null, null);
    }

    private void AddStatement(List<BankTransaction> entries)
    {
        var opening = _balanceMinor;
        foreach (var entry in entries)
            _balanceMinor += entry.SignedMinor;

        var header = new StatementHeader(
            "camt/" + Text(++_statementCount), null, null, null, Currency.Eur, opening, _balanceMinor, entries.Count);
        var parts = _random.Next(3) == 0 ? Math.Min(entries.Count, 3) : 1;
        var from = 0;
        for (var part = 0; part < parts; part++)
        {
            var to = entries.Count * (part + 1) / parts;
            _statements.Enqueue(new BankCommand.BookEntries(
                header, part, part == parts - 1, [.. entries[from..to]], Feed));
            from = to;
        }

        BookNext();
    }

    private void BookNext()
    {
        if (_isBooking || !_statements.TryPeek(out var statement))
            return;

        _isBooking = true;
        _client.Send(Bank, statement, reply =>
        {
            _isBooking = false;
            if (reply is BankReply { IsDone: true })
                _booked.Add(_statements.Dequeue());

            // Sends from a reply wait for the next event, as a caller on another machine would.
            _time.Schedule(TimeSpan.FromMilliseconds(1), BookNext);
        });
    }

    private void RepeatStatement()
    {
        if (_booked.Count > 0)
            _client.Send(Bank, _booked[_random.Next(_booked.Count)]);
    }

    private void SetLimit()
    {
        if (_journal.Accounts.Count == 0)
            return;

        var account = _journal.Accounts.Keys.ElementAt(_random.Next(_journal.Accounts.Count));
        _client.Send(
            new EntityId(Kinds.Account, account),
            new AccountCommand.SetCreditLimit(
                _random.Next(4) == 0 ? 0 : _random.Next(1, 300_000), Currency.Eur, Person));
    }
}
