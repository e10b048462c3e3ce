using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.CashApplication.Policies;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using OrderToCash.Tests.Payments;

namespace OrderToCash.Tests.CashApplication.Images;

/// <summary>
/// Random customers, documents, payments, returns, debits, reports, policies and people, played with the real payments
/// and accounts, and with decisions that get lost.
/// </summary>
internal sealed class FeedLife(int seed)
{
    private static readonly long[] Amounts = [1_000, 1_999, 3_998, 5_000, 7_771, 12_345];
    private static readonly string[] Ibans =
    [
        "DE89370400440532013000", "DE75512108001245126199", "DE02500105170137075030", "DE12500105170648489890",
    ];

    private readonly Random _random = new(seed);
    private readonly MoneyWorld _world = new();
    private int _taken;
    private int _documents;
    private int _payments;
    private int _policies;
    private int _payouts;

    /// <summary>What happened, in its order.</summary>
    public List<(EntityId Entity, object Event)> Journal { get; } = [];

    public bool Chance(int percent) => _random.Next(100) < percent;

    /// <summary>Something happens outside of the matcher.</summary>
    public void Step()
    {
        switch (_random.Next(16))
        {
            case 0 or 1 or 2 or 3:
                _world.Invoice(Account(), Document(++_documents), Amount(), _documents);
                break;
            case 4 or 5 or 6 or 7 or 8:
                Pay();
                break;
            case 9:
                Return();
                break;
            case 10:
                Prepay();
                break;
            case 11:
                Present();
                break;
            case 12:
                Meddle();
                break;
            case 13:
                _world.Import(Account(), $"ALT-{_random.Next(900_000)}", Amount());
                break;
            case 14:
                Decree();
                break;
            default:
                PayOut();
                break;
        }

        Note();
    }

    /// <summary>A payment is told a decision.</summary>
    public PaymentReply Tell(PaymentId payment, MatchDecision decision)
    {
        var reply = _world.Decide(payment.Value[(MoneyWorld.Own.Length + 1)..], decision);
        Note();
        return reply;
    }

    private static string Document(int number) => $"RE-2026-{number:D7}";

    private string Account() => "c-" + _random.Next(1, 7);

    private long Amount() => Amounts[_random.Next(Amounts.Length)];

    private string Iban() => Ibans[_random.Next(Ibans.Length)];

    private string SomeDocument() => Document(_random.Next(1, _documents + 4));

    private void Note()
    {
        for (; _taken < _world.Committed.Count; _taken++)
            Journal.Add(_world.Committed[_taken]);
    }

    private void Happen(string kind, string id, object happened) => Journal.Add((new EntityId(kind, id), happened));

    private void Pay()
    {
        var id = "P-" + ++_payments;
        var text = _random.Next(6) switch
        {
            0 => "danke",
            1 => $"Bestellung {700_000 + _random.Next(_documents + 3)}",
            2 => "SAMMLER PMT2603040000",
            3 => $"{SomeDocument()} {SomeDocument()}",
            _ => "Rechnung " + SomeDocument(),
        };
        _world.Record(id, new BankTransaction(
            id, Amount() * (Chance(5) ? -1 : 1), Currency.Eur, MoneyWorld.Day.AddDays(_payments / 8), MoneyWorld.Day,
            Chance(50) ? "Ada Muster" : null, Chance(50) ? Iban() : null, text,
            Chance(40) ? "E2E-" + SomeDocument() : null, null, id));
    }

    private void Return()
    {
        if (_payments == 0)
            return;
        var original = _world.Payment("P-" + _random.Next(1, _payments + 1)).Transaction;
        var id = "P-" + ++_payments;
        _world.Record(id, new BankTransaction(
            id, original is null ? -1_000 : -original.SignedMinor, Currency.Eur, MoneyWorld.Day.AddDays(_payments / 8),
            MoneyWorld.Day, null, original?.CounterpartyIban, "Rueckgabe " + original?.Text, original?.EndToEndId, null,
            id)
        { IsReturn = true });
    }

    private void Prepay()
    {
        var order = new OrderId("shopify:" + (700_000 + _random.Next(_documents + 3)));
        if (Chance(70))
            _world.Tell(Account(), new AccountCommand.OpenPrepayment(order, order.Value[8..], Amount(), Currency.Eur));
        else
            _world.Tell(Account(), new AccountCommand.WithdrawOrder(order, Chance(50), Amount()));
    }

    private void Present()
    {
        var document = SomeDocument();
        _world.Tell(Account(), new AccountCommand.PresentDebit(
            new PresentedDebit(
                document, Chance(50) ? "PMT2603040000" : "PMT-" + _documents, "E2E-" + document, Amount(), Currency.Eur,
                MoneyWorld.Day),
            MoneyWorld.Ada));
    }

    // People undo, decide and forget.
    private void Meddle()
    {
        if (_payments == 0)
            return;
        var id = "P-" + _random.Next(1, _payments + 1);
        switch (_random.Next(4))
        {
            case 0:
                _world.Undo(id, rematch: true);
                break;
            case 1:
                _world.Undo(id);
                break;
            case 2:
                _world.Tell(id, new PaymentCommand.Assign(
                    [new PaymentShare(new AccountId(Account()), 100, null, [SomeDocument()])], "by hand",
                    MoneyWorld.Ada));
                break;
            default:
                _world.Tell(Account(), new AccountCommand.ForgetPayer(new Payer(Iban(), null), MoneyWorld.Ada));
                break;
        }
    }

    private void Decree()
    {
        if (Chance(30))
        {
            Happen(Kinds.Bank, Iban(), new BankEvent.Registered(Currency.Eur, null, MoneyWorld.Ada));
            return;
        }

        var policy = new MatchPolicy { Name = "p" + ++_policies, OldestFirst = Chance(50) };
        Happen(Kinds.Policy, MatchPolicies.Id, new PolicyEvent.Proposed(
            policy, new TrialLimit(_random.Next(6), 50_000), MoneyWorld.Ada));
        Happen(Kinds.Policy, MatchPolicies.Id, Chance(50)
            ? new PolicyEvent.Confirmed(policy.Id, MoneyWorld.Ada)
            : new PolicyEvent.Withdrawn(policy.Id, "too bold", MoneyWorld.Ada));
    }

    // Of payments that the world doesn't know: it has no reports.
    private void PayOut()
    {
        var payout = $"10000000{++_payouts:D4}";
        var report = new SettlementReport("paypal", payout, Currency.Eur, 900_001 + _payouts, MoneyWorld.Day, []);
        Happen(Kinds.Settlement, "paypal/" + payout, new SettlementEvent.Recorded(report, MoneyWorld.Ada));
        var id = $"{MoneyWorld.Own}/PO-{_payouts}";
        Happen(Kinds.Payment, id, new PaymentEvent.Received(new Iban(MoneyWorld.Own), new BankTransaction(
            "PO-" + _payouts, report.PayoutMinor, Currency.Eur, MoneyWorld.Day, MoneyWorld.Day, "PayPal", null,
            "PP." + payout, null, null, "PO-" + _payouts)));
        Happen(Kinds.Payment, id, new PaymentEvent.PayoutFound(
            1, "paypal/" + payout, [], "payout", MoneyWorld.Why(), report.PayoutMinor, Currency.Eur, MoneyWorld.Day,
            MoneyWorld.Rule));
        if (Chance(60))
            Happen(Kinds.Payment, id, new PaymentEvent.PayoutSettled("paypal/" + payout));
    }
}
