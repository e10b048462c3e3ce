using System.Collections.Immutable;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Ledger;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Shards;
using Xunit;

namespace OrderToCash.Tests.Payments;

/// <summary>
/// Payments and customer accounts that tell each other what they have to; keeps the ledger and what orders are told.
/// </summary>
internal sealed class MoneyWorld
{
    public const string Own = "DE02120300000000202051";
    public static readonly DateOnly Day = new(2026, 3, 2);
    public static readonly Actor Ada = new("user:ada");
    public static readonly Actor Rule = new("rule:default@1");

    private readonly Dictionary<string, PaymentState> _payments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CustomerAccountState> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<(AccountRole, decimal?, string?), long> _ledger = [];

    public List<OrderCommand> Told { get; } = [];

    public List<object> Events { get; } = [];

    /// <summary>The same with whose they are.</summary>
    public List<(EntityId Entity, object Event)> Committed { get; } = [];

    public static MatchExplanation Why(params MatchEvidence[] evidence) =>
        new("default@1", "test", 90, [.. evidence], [], null);

    public static MatchExplanation ByReference => Why(
        new MatchEvidence(EvidenceKind.Reference, "number-exact", 50, TransactionField.Text, 0, 4, "RE-1"));

    public PaymentState Payment(string id)
    {
        if (!_payments.TryGetValue(Own + "/" + id, out var state))
            _payments.Add(Own + "/" + id, state = Domain.Payments.Payment.Initial(Own + "/" + id));
        return state;
    }

    public CustomerAccountState Account(string id)
    {
        if (!_accounts.TryGetValue(id, out var state))
            _accounts.Add(id, state = CustomerAccount.Initial(id));
        return state;
    }

    /// <summary>The balance of a role, minor units, debit positive.</summary>
    public long Balance(AccountRole role, string? of = null, decimal? rate = null)
    {
        long sum = 0;
        foreach (var ((ledgerRole, ledgerRate, sub), minor) in _ledger)
        {
            if (ledgerRole == role && (of is null || sub == of) && (rate is null || rate == ledgerRate))
                sum += minor;
        }

        return sum;
    }

    /// <summary>All balances that are not zero, but what is on the bank and in transit.</summary>
    public string Ledger() => string.Join(
        "\n", _ledger.Where(pair => pair.Value != 0).Where(
                pair => pair.Key.Item1 is not (AccountRole.Bank or AccountRole.PaymentsInTransit))
            .Select(pair => $"{pair.Key.Item1}@{pair.Key.Item2}/{pair.Key.Item3} {pair.Value}")
            .Order(StringComparer.Ordinal));

    /// <summary>What an account holds, without what it only remembers against repeats.</summary>
    public string Holdings(string account)
    {
        var whole = AccountSnapshot.ToSnapshot(Account(account)) with
        {
            AppliedPayments = [],
            UndonePayments = [],
            Settled = [],
            CreditAnswers = [],
            Customer = new CustomerSnapshot(null, null, [], [], []),
        };
        return Codecs.RecordText.Of(whole with
        {
            Totals = whole.Totals.RemoveAll(totals => totals is
            { OpenInvoicesMinor: 0, GrantedMinor: 0, OnAccountMinor: 0, RefundProposedMinor: 0 })
        });
    }

    public void Invoice(string account, string number, long gross, int order = 1, decimal rate = 19m)
    {
        var tax = (long)Math.Round(gross * rate / (100m + rate), 0, MidpointRounding.AwayFromZero);
        Tell(account, new AccountCommand.OpenInvoice(
            number, new OrderId("shopify:" + order), Currency.Eur, gross, [new TaxAmount(rate, gross - tax, tax)], Day,
            Day.AddDays(14), false, false, null, [new Skonto(7, 2m)]));
    }

    public AccountReply Import(string account, string number, long amount, ItemKind kind = ItemKind.Invoice) =>
        Tell(account, new AccountCommand.ImportItem(
            new ImportedItem(
                number, kind, "W-" + number, null, Day, Day.AddDays(14), amount, Currency.Eur, [],
                new ImportedCustomer("K-1", "Ada Muster", [])),
            Ada));

    public void Book(string id, long signedMinor, string? reason = null, string? mandate = null) =>
        Record(id, new BankTransaction(
            id, signedMinor, Currency.Eur, Day, Day, "Ada Muster", "DE89370400440532013000", "RE-1", null, null, id)
        { ReturnReason = reason, MandateId = mandate });

    public void Record(string id, BankTransaction transaction) => Assert.Equal(
        PaymentReply.Accepted, Tell(id, new PaymentCommand.Record(new Iban(Own), transaction)));

    public PaymentReply Pay(string id, long minor, string account, params MatchAllocation[] allocations)
    {
        Book(id, minor);
        return Decide(id, Booked(minor, account, allocations));
    }

    public static MatchDecision Booked(long minor, string account, params MatchAllocation[] allocations) =>
        new(MatchOutcome.Book, "test", ByReference)
        {
            Account = new AccountId(account), Allocations = [.. allocations],
            OnAccountMinor = minor - allocations.Sum(static one => one.PaidMinor),
        };

    public PaymentReply Decide(string id, MatchDecision decision, Actor? actor = null) =>
        Tell(id, new PaymentCommand.Decide(decision, actor ?? Rule));

    public PaymentReply Return(string id, string original, long fee = 0, params string[] documents) =>
        Decide(id, new MatchDecision(MatchOutcome.Reverse, "returned debit", Why())
        {
            Reverses = new PaymentId(Own + "/" + original), FeeMinor = fee,
            Allocations = [.. documents.Select(document => new MatchAllocation(default, document, 0))],
        });

    public PaymentReply Undo(string id, bool rematch = false) =>
        Tell(id, new PaymentCommand.Undo("wrong", Ada, rematch));

    public static MatchAllocation Settles(string document, long paid, long skonto = 0, long charges = 0, long off = 0,
        string account = "c-1") => new(new AccountId(account), document, paid, skonto, charges, off);

    public PaymentReply Tell(string id, PaymentCommand command)
    {
        var state = Payment(id);
        var decision = Domain.Payments.Payment.Decide(state, command, default);
        foreach (var happened in decision.Events)
        {
            Domain.Payments.Payment.Evolve(state, happened);
            Post(Kinds.Payment, state.Id.Value, happened);
            Deliver(PaymentReactions.React(state.Id.Value, happened));
        }

        return decision.Reply;
    }

    public AccountReply Tell(string account, AccountCommand command)
    {
        var state = Account(account);
        var decision = CustomerAccount.Decide(state, command, default);
        foreach (var happened in decision.Events)
        {
            _accounts[account] = state = CustomerAccount.Evolve(state, happened);
            Post(Kinds.Account, account, happened);
            Deliver(AccountReactions.React(account, happened));
        }

        return decision.Reply;
    }

    private void Post(string kind, string entity, object happened)
    {
        Events.Add(happened);
        Committed.Add((new EntityId(kind, entity), happened));
        var postings = Postings.Of(entity, happened);
        Assert.Equal(0, postings.Sum(static posting => posting.AmountMinor));
        foreach (var posting in postings)
        {
            var key = (posting.Role, posting.TaxRate, posting.SubAccount);
            _ledger[key] = _ledger.GetValueOrDefault(key) + posting.AmountMinor;
        }
    }

    private void Deliver(ImmutableArray<Message> messages)
    {
        foreach (var (to, command) in messages)
        {
            switch (command)
            {
                case PaymentCommand payment: Tell(to.Id[(Own.Length + 1)..], payment); break;
                case AccountCommand account: Tell(to.Id, account); break;
                case OrderCommand order: Told.Add(order); break;
                default: Assert.Fail($"{command} for {to}"); break;
            }
        }
    }
}
