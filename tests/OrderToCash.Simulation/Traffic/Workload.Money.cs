using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Simulation.Audit;
using OrderToCash.Simulation.World;

namespace OrderToCash.Simulation.Traffic;

/// <content>What moves on own accounts: customers who pay, rightly or not, and banks that take back.</content>
internal sealed partial class Workload
{
    private static readonly string[] Reasons = ["AC04", "AM04", "MD06", "MS03"];

    private readonly HashSet<string> _paid = new(StringComparer.Ordinal);
    private readonly List<BankTransaction> _transferred = [];
    private bool _hasReused;

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

        AddOthers(entries);
        if (entries.Count > 0)
            CloseBank(_banks[0], entries);
    }

    /// <summary>A quiet day of the second account: what came from the first, or nothing.</summary>
    private void PaySecond()
    {
        List<BankTransaction> entries = [.. _transferred];
        _transferred.Clear();
        if (_random.Next(3) == 0)
            entries.Add(Entry(_random.Next(1, 5000), "Gehalt"));

        CloseBank(_banks[1], entries);
    }

    private void AddPayment(List<BankTransaction> entries, long openMinor, string document, string account)
    {
        if (_random.Next(4) == 0)
        {
            // Later: it is still unpaid.
            _paid.Remove(document);
            return;
        }

        var entry = Entry(openMinor, "Zahlung " + document, account);
        switch (_random.Next(14))
        {
            case 0:
                entries.Add(entry with { SignedMinor = Math.Max(1, openMinor / 2) });
                _paid.Remove(document);
                break;
            case 1: entries.Add(entry with { SignedMinor = openMinor + _random.Next(1, 500) }); break;
            case 2: entries.Add(entry with { Text = "danke" }); break;
            case 3: entries.Add(entry with { Text = document + " " + OtherDocumentOf(account, document) }); break;
            case 4: entries.Add(entry with { Text = "Bestellung " + document[(document.IndexOf(':') + 1)..] }); break;
            // Paid twice on one day: two payments that nothing but the bank's reference tells apart.
            case 5:
                entries.Add(entry);
                entries.Add(entry with { Identity = Reference(), BankReference = null });
                break;
            case 6: entries.Add(entry with { SignedMinor = Math.Max(1, openMinor - _random.Next(1, 60)) }); break;
            case 7: AddBatch(entries, entry); break;
            case 8 when entries.Count == 0 && ReusedReference() is { } reused:
                entries.Add(entry with { Identity = reused, BankReference = reused });
                break;
            default: entries.Add(entry); break;
        }
    }

    /// <summary>One entry of the bank, and in one of the formats what it is made of.</summary>
    private void AddBatch(List<BankTransaction> entries, BankTransaction entry)
    {
        if (!_banks[0].HasReferences || entry.SignedMinor < 2)
        {
            entries.Add(entry);
            return;
        }

        var part = entry.SignedMinor / 2;
        foreach (var (number, minor) in new[] { (1, part), (2, entry.SignedMinor - part) })
        {
            entries.Add(entry with
            {
                Identity = entry.Identity + "/" + Text(number),
                EntryReference = entry.Identity,
                SignedMinor = minor,
            });
        }
    }

    private void AddOthers(List<BankTransaction> entries)
    {
        if (_random.Next(6) == 0)
            entries.Add(Entry(-_random.Next(1, 5000), "Miete"));

        if (_random.Next(8) == 0)
        {
            var minor = _random.Next(1, 9000);
            entries.Add(Entry(-minor, "Umbuchung") with { CounterpartyIban = Second });
            _transferred.Add(Entry(minor, "Umbuchung") with { CounterpartyIban = Main });
        }

        while (_random.Next(3) == 0)
            AddReturn(entries);

        if (_random.Next(4) == 0)
            AddRefund(entries);
    }

    /// <summary>A payment comes back, or of one that settled several documents what settled one of them.</summary>
    private void AddReturn(List<BankTransaction> entries)
    {
        if (AnyPayment(static payment => payment is
            {
                SignedMinor: > 0, Place: PaymentModel.PaymentPlace.Customers, IsAsking: false, Shares.Count: > 0,
            }) is not { } original)
            return;

        var (id, model) = original;
        var text = "RET " + id;
        var minor = model.SharedMinor;
        var documents = model.Shares.Values.SelectMany(static share => share.Allocations).ToArray();
        if (documents.Length > 1 && _random.Next(2) == 0)
        {
            var one = documents[_random.Next(documents.Length)];
            (text, minor) = (text + " DOC " + one.Document, one.AmountMinor);
        }

        if (minor <= 0)
            return;

        var fee = _random.Next(2) == 0 ? 0 : _random.Next(1, 600);
        var entry = Entry(-minor - fee, text) with
        {
            EndToEndId = model.Transaction?.EndToEndId,
            IsReturn = true,
            ReturnReason = _random.OneOf(Reasons),
            ChargesMinor = _random.Next(2) == 0 ? fee : null,
            MandateId = _random.Next(2) == 0 ? "M-" + Text(_random.Next(3)) : null,
        };
        entries.Add(entry);
        if (_random.Next(10) == 0)
            entries.Add(entry with { Identity = Reference(), BankReference = null });
    }

    /// <summary>A refund of ours goes out, or one comes back.</summary>
    private void AddRefund(List<BankTransaction> entries)
    {
        var owed = _journal.Accounts
            .Where(static account => account.Value.OnAccountMinor + account.Value.RefundMinor > 0).ToArray();
        if (owed.Length == 0)
            return;

        var (account, model) = owed[_random.Next(owed.Length)];
        var minor = model.OnAccountMinor + model.RefundMinor;
        entries.Add(_random.Next(4) == 0
            ? Entry(_random.Next(1, 3000), "REFBACK " + account, account) with { IsReturn = true }
            : Entry(-(_random.Next(3) == 0 ? minor + 1 : minor), "REFUND " + account, account));
    }

    private string OtherDocumentOf(string account, string document) =>
        _journal.Accounts[account].Items.Keys.FirstOrDefault(number => number != document) ?? "";

    private BankTransaction Entry(long signedMinor, string text, string? account = null)
    {
        var reference = Reference();
        return new BankTransaction(
            reference, signedMinor, Currency.Eur, default, default,
            account is null ? "Ada Muster" : "Kunde " + account,
            account is null || _random.Next(3) == 0 ? null : "IBAN" + account, text, "E2E-" + reference, null,
            reference);
    }

    private string Reference() => "B" + Text(10_000_000 + ++_serial);

    /// <summary>A reference that the bank has used before, on an earlier day; once.</summary>
    private string? ReusedReference()
    {
        if (_hasReused || _banks[0].Slices is not [{ Entries: [{ BankReference: { } reference }, ..] }, _, ..]
            || _journal.Banks.GetValueOrDefault(Main)?.Entries.ContainsKey(reference) != true)
            return null;

        _hasReused = true;
        return reference;
    }

    private void DecideAboutCustomer()
    {
        if (_journal.Accounts.Count == 0)
            return;

        _client.Send(new EntityId(Kinds.Account, AnyAccount()), _random.Next(4) switch
        {
            0 => new AccountCommand.Block("reason " + Text(_random.Next(3)), Person),
            1 => new AccountCommand.Unblock("has paid", Person),
            _ => new AccountCommand.SetCreditLimit(
                _random.Next(4) == 0 ? 0 : _random.Next(1, 300_000), Currency.Eur, Person),
        });
    }
}
