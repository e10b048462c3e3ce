using System.Globalization;
using OrderToCash.Domain.CashApplication;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Tests.CashApplication;

/// <summary>Customers and items to match payments with, and the decision in one line.</summary>
public sealed class Scene
{
    private readonly MatchIndex _index = new();
    private readonly Dictionary<string, AccountId> _accounts = [];
    private readonly MatchPolicy _policy;

    public Scene(MatchPolicy? policy = null)
    {
        _policy = policy ?? MatchPolicy.Default;
        _index.AddOwnAccount("DE02120300000000202051", "Muster Handel GmbH");
    }

    public static DateOnly Today { get; } = new(2026, 3, 16);

    public MatchIndex Index => _index;

    public Scene Customer(string id, string name, string? iban = null, string? number = null, string? mandate = null)
    {
        _index.AddCustomer(new AccountId(id), new CustomerOnFile
        {
            Names = [name], Ibans = iban is null ? [] : [iban], Number = number,
            Mandates = mandate is null ? [] : [mandate],
        });
        return this;
    }

    public Scene Item(
        string customer, string document, decimal amount, string? order = null, string? reference = null,
        decimal skonto = 0, int skontoDaysLeft = 5, decimal? open = null, string currency = "EUR", int ageDays = 10)
    {
        Assert.True(Domain.Values.Currency.TryParse(currency, out var of));
        var account = new AccountId(customer);
        _accounts[document] = account;
        _index.Open(new ItemFacts(
            account, document, of, Minor(amount), Minor(open ?? amount), Today.AddDays(-ageDays))
        {
            OrderNumber = order, Reference = reference, SkontoMinor = Minor(skonto),
            SkontoUntil = skonto == 0 ? null : Today.AddDays(skontoDaysLeft),
        });
        return this;
    }

    public Scene Closed(string customer, string document, decimal amount)
    {
        Item(customer, document, amount);
        _index.SetOpen(new AccountId(customer), document, 0, Today.AddDays(-1));
        return this;
    }

    public Scene Debit(string batch, string endToEndId, string document, decimal amount)
    {
        _index.AddCollection(batch, endToEndId, _accounts[document], document, Minor(amount));
        return this;
    }

    public Scene Payout(SettlementReport report)
    {
        _index.AddPayout(report);
        return this;
    }

    /// <summary>A payment that came before; its decision is carried out.</summary>
    public Scene Paid(BankTransaction transaction)
    {
        var decision = new Matcher(_index, _policy).Decide(transaction);
        foreach (var allocation in decision.Allocations)
        {
            var open = _index.OpenMinorOf(allocation.Account, allocation.Document) ?? 0;
            _index.SetOpen(allocation.Account, allocation.Document, open - allocation.SettledMinor, Today);
        }

        _index.Remember(new PaymentId(transaction.Identity), transaction, decision);
        if (decision is { Outcome: MatchOutcome.Book, Account: { } account, Explanation.IsByReference: true })
            _index.Learn(transaction.CounterpartyIban, account);
        return this;
    }

    public MatchDecision Decide(BankTransaction transaction) => new Matcher(_index, _policy).Decide(transaction);

    /// <summary>
    /// The decision in one line: <c>book RE-1 39.90</c>, with <c>/2.00</c> for a discount, <c>+1.00</c> on account.
    /// </summary>
    public static string Line(MatchDecision decision)
    {
        var line = decision.Outcome.ToString().ToLowerInvariant();
        foreach (var allocation in decision.Allocations.OrderBy(static of => of.Document, StringComparer.Ordinal))
        {
            line += $" {allocation.Document} {Amount(allocation.PaidMinor)}";
            if (allocation.SkontoMinor != 0)
                line += $"/{Amount(allocation.SkontoMinor)}";
            if (allocation.ChargesMinor != 0)
                line += $" charges {Amount(allocation.ChargesMinor)}";
            if (allocation.WriteOffMinor != 0)
                line += $" off {Amount(allocation.WriteOffMinor)}";
        }

        if (decision.OnAccountMinor != 0)
            line += $" +{Amount(decision.OnAccountMinor)}";
        if (decision.Reverses is { } reversed)
            line += $" {reversed.Value}";
        if (decision.FeeMinor != 0)
            line += $" fee {Amount(decision.FeeMinor)}";
        return decision.Payout is { } payout ? $"{line} {payout}" : line;
    }

    public static BankTransaction Payment(
        decimal amount, string? text = null, string? name = null, string? iban = null, string? endToEnd = null,
        string? structured = null, string identity = "P1", string currency = "EUR", int[]? breaks = null)
    {
        Assert.True(Domain.Values.Currency.TryParse(currency, out var of));
        return new BankTransaction(
            identity, Minor(amount), of, Today, Today, name, iban, text, endToEnd, structured, identity)
        {
            TextBreaks = [.. breaks ?? []],
        };
    }

    public static long Minor(decimal amount) => (long)(amount * 100);

    private static string Amount(long minor) => (minor / 100m).ToString("F2", CultureInfo.InvariantCulture);
}
