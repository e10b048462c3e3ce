using OrderToCash.Application.CashApplication;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Ledger;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using Xunit;
using Xunit.Abstractions;

namespace OrderToCash.Tests.Ledger;

/// <summary>
/// From statements to settled invoices: bank account, payments, matching and customer accounts, joined by their
/// reactions alone. Every cent of the bank has to be somewhere, and the books have to say where.
/// </summary>
public sealed class MoneyFlowTests(ITestOutputHelper output)
{
    private const string Iban = "DE02120300000000202051";
    private static readonly DateOnly Day = new(2026, 3, 2);

    [Fact]
    public void Every_cent_of_the_bank_is_applied_on_account_or_in_transit()
    {
        for (var seed = 1; seed <= 25; seed++)
        {
            output.WriteLine($"seed {seed}");
            Run(new Random(seed));
        }
    }

    private static void Run(Random random)
    {
        var books = new Books();
        for (var i = 1; i <= 30; i++)
            books.Send(Kinds.Account, AccountOf(i), Invoice(i, random.Next(1, 500) * 100));
        var statements = new List<BankCommand.BookEntries>();
        long balance = 0;
        for (var s = 0; s < 6; s++)
        {
            var entries = new BankTransaction[random.Next(0, 12)];
            for (var i = 0; i < entries.Length; i++)
                entries[i] = Draw(random, $"{s}-{i}");
            var closing = balance + entries.Sum(static e => e.SignedMinor);
            var header = new StatementHeader($"s{s}", $"{s}", Day, Day, Currency.Eur, balance, closing, entries.Length);
            statements.Add(new BankCommand.BookEntries(header, 0, true, [.. entries], new Actor("feed:bank")));
            balance = closing;
        }

        books.Send(Kinds.Bank, Iban, new BankCommand.Register(Currency.Eur, null, new Actor("user:ada")));
        foreach (var statement in statements)
        {
            books.Send(Kinds.Bank, Iban, statement);
            if (random.Next(2) == 0)
                books.Send(Kinds.Bank, Iban, statements[0]);
        }

        books.MatchAll();
        var truth = statements.SelectMany(static s => s.Entries).ToDictionary(static e => $"{Iban}/{e.Identity}");
        books.Check(balance, truth);
    }

    private static string AccountOf(int invoice) => "shopify:c-" + invoice % 7;

    private static string NumberOf(int invoice) => $"RE-2026-{invoice:D7}";

    private static AccountCommand.OpenInvoice Invoice(int i, long gross) => new(
        NumberOf(i), new OrderId("shopify:" + i), Currency.Eur, gross, [new TaxAmount(0m, gross, 0)], Day, Day, false,
        false, null, []);

    private static BankTransaction Draw(Random random, string identity)
    {
        var text = random.Next(5) switch
        {
            0 => "danke",
            1 => $"{NumberOf(random.Next(1, 31))} {NumberOf(random.Next(1, 31))}",
            2 => "shopify:" + random.Next(1, 40),
            _ => "Rechnung " + NumberOf(random.Next(1, 40)),
        };
        return new BankTransaction(
            identity, random.Next(-5, 50) * 700, Currency.Eur, Day, Day, null, null, text, null, null, identity);
    }

    private sealed class Books
    {
        private readonly BankAccountState _bank = BankAccount.Initial(Iban);
        private readonly Dictionary<string, PaymentState> _payments = [];
        private readonly Dictionary<string, CustomerAccountState> _accounts = [];
        private readonly Dictionary<AccountRole, long> _balances = [];
        private readonly Dictionary<string, long> _settled = [];
        private readonly MatchFeed _feed = new(MatchPolicy.Default);

        public void Send(string kind, string id, object command)
        {
            var waiting = new Queue<Message>([new Message(new EntityAddress(kind, id), command)]);
            while (waiting.TryDequeue(out var message))
            {
                foreach (var reaction in Deliver(message))
                    waiting.Enqueue(reaction);
            }
        }

        public void MatchAll()
        {
            while (_feed.DueCount > 0)
            {
                foreach (var (payment, decision) in _feed.Decide())
                    Send(Kinds.Payment, payment.Value, new PaymentCommand.Decide(decision, Actor.Rule("default@1")));
            }
        }

        public void Check(long balance, Dictionary<string, BankTransaction> truth)
        {
            Assert.Equal(truth.Keys.Order(), _payments.Keys.Order());
            long unapplied = 0;
            foreach (var (id, payment) in _payments)
            {
                Assert.Contains(
                    payment.Status, new[] { PaymentStatus.Applied, PaymentStatus.Parked, PaymentStatus.SetAside });
                var applied = payment.OnAccountMinor + payment.Allocations.Sum(static a => a.AmountMinor);
                if (payment.Status == PaymentStatus.Parked)
                    unapplied += truth[id].SignedMinor;
                else if (payment.Status == PaymentStatus.Applied)
                    Assert.Equal(truth[id].SignedMinor, applied);
            }

            var totals = _accounts.Values
                .Select(static a => a.FindTotals(Currency.Eur)).OfType<AccountTotals>().ToArray();
            Assert.Equal(0, _balances.Values.Sum());
            Assert.Equal(balance, _balances.GetValueOrDefault(AccountRole.Bank));
            Assert.Equal(-unapplied, _balances.GetValueOrDefault(AccountRole.PaymentsInTransit));
            Assert.Equal(totals.Sum(static t => t.OpenInvoicesMinor), _balances[AccountRole.Receivables]);
            Assert.Equal(
                totals.Sum(static t => t.OnAccountMinor), -_balances.GetValueOrDefault(AccountRole.CustomerCredits));
            Assert.Equal(
                _settled.Values.Sum(), _payments.Values.Sum(static p => p.Allocations.Sum(static a => a.AmountMinor)));
        }

        private IEnumerable<Message> Deliver(Message message)
        {
            var id = message.To.Id;
            switch (message.Command)
            {
                case BankCommand bank:
                    return Host(
                        BankAccount.Decide(_bank, bank, default).Events,
                        e => BankAccount.Evolve(_bank, e), e => BankReactions.React(id, e), Kinds.Bank, id);
                case PaymentCommand command:
                    _payments.TryAdd(id, Payment.Initial(id));
                    return Host(
                        Payment.Decide(_payments[id], command, default).Events,
                        e => Payment.Evolve(_payments[id], e), e => PaymentReactions.React(id, e), Kinds.Payment, id);
                case AccountCommand command:
                    _accounts.TryAdd(id, CustomerAccount.Initial(id));
                    return Host(
                        CustomerAccount.Decide(_accounts[id], command, default).Events,
                        e => CustomerAccount.Evolve(_accounts[id], e), e => AccountReactions.React(id, e),
                        Kinds.Account, id);
                case OrderCommand.NoteSettled settled:
                    _settled[settled.Number] = _settled.GetValueOrDefault(settled.Number) + settled.AmountMinor;
                    return [];
                default:
                    throw new InvalidOperationException(message.ToString());
            }
        }

        private List<Message> Host<TEvent>(
            IEnumerable<TEvent> events, Func<TEvent, object> evolve, Func<TEvent, IEnumerable<Message>> react,
            string kind, string id)
            where TEvent : class
        {
            var reactions = new List<Message>();
            foreach (var domainEvent in events)
            {
                evolve(domainEvent);
                _feed.Apply(new EntityId(kind, id), domainEvent, default);
                reactions.AddRange(react(domainEvent));
                foreach (var posting in Postings.Of(id, domainEvent))
                    _balances[posting.Role] = _balances.GetValueOrDefault(posting.Role) + posting.AmountMinor;
            }

            return reactions;
        }
    }
}
