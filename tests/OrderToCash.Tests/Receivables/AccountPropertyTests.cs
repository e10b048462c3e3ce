using System.Collections.Immutable;
using OrderToCash.Domain.Ledger;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using Xunit;
using Xunit.Abstractions;
using static OrderToCash.Tests.Receivables.AccountScenario;

namespace OrderToCash.Tests.Receivables;

/// <summary>Random lives of an account against the account on paper. The seed is in the failure's output.</summary>
public sealed class AccountPropertyTests(ITestOutputHelper output)
{
    private const int Seeds = 40;
    private const int Steps = 120;

    [Fact]
    public void An_account_does_what_the_account_on_paper_does()
    {
        for (var seed = 1; seed <= Seeds; seed++)
            Live(seed);
    }

    private void Live(int seed)
    {
        var random = new Random(seed);
        var account = new AccountScenario();
        var paper = new NaiveAccount();
        var balances = new Dictionary<AccountRole, long>();
        for (var step = 0; step < Steps; step++)
        {
            var command = Draw(random);
            try
            {
                Step(account, paper, command, balances);
                if (random.Next(10) == 0)
                    account.Reload();
            }
            catch (Exception)
            {
                output.WriteLine($"seed {seed}, step {step}: {command}");
                throw;
            }
        }
    }

    private static void Step(
        AccountScenario account, NaiveAccount paper, AccountCommand command, Dictionary<AccountRole, long> balances)
    {
        var (reply, figures) = paper.Do(command);
        var decision = account.Send(command);
        Assert.Equal(reply, decision.Reply);
        if (decision.Events.IsEmpty)
        {
            Assert.True(reply != AccountReply.Accepted || figures.All(static f => f == 0));
            return;
        }

        var accountEvent = Assert.Single(decision.Events);
        Assert.Equal(figures, FiguresOf(accountEvent));
        CheckMoney(accountEvent);
        foreach (var posting in Postings.Of(account.State.Id.Value, accountEvent))
            balances[posting.Role] = balances.GetValueOrDefault(posting.Role) + posting.AmountMinor;
        CheckState(account, paper, balances);
        if (command is not AccountCommand.WithdrawOrder)
            Assert.Equal(AccountReply.Duplicate, CustomerAccount.Decide(account.State, command, At).Reply);
    }

    private static AccountCommand Draw(Random random)
    {
        var order = random.Next(1, 6);
        var amount = random.Next(8) == 0 ? random.Next(1, 12) : random.Next(1, 40) * 2_477L;
        var invoice = "RE-" + random.Next(1, 40);
        return random.Next(10) switch
        {
            0 => Credit(order, amount * 6, random.Next(1, 8)),
            1 or 2 => Invoice(invoice, order, amount, psp: random.Next(6) == 0) with { Taxes = Mixed(amount) },
            3 or 4 => Prepayment(order, amount) with { Taxes = random.Next(5) == 0 ? null : Mixed(amount) },
            5 => new AccountCommand.WithdrawOrder(Order(order), random.Next(3) == 0, random.Next(1, 50_000)),
            _ => Payment("p" + random.Next(200), amount, Documents(random)),
        };
    }

    private static string[] Documents(Random random)
    {
        var documents = new string[random.Next(0, 4)];
        for (var i = 0; i < documents.Length; i++)
            documents[i] = random.Next(2) == 0 ? "RE-" + random.Next(1, 40) : "shopify:" + random.Next(1, 6);
        return documents;
    }

    // Three rates, of which the sum is the amount.
    private static ImmutableArray<TaxAmount> Mixed(long amount) =>
        [
            new TaxAmount(0m, amount / 3, 0),
            new TaxAmount(7m, amount / 4, amount / 50),
            new TaxAmount(19m, amount - amount / 3 - amount / 4 - amount / 50 - amount / 10, amount / 10),
        ];

    private static long[] FiguresOf(AccountEvent accountEvent) => accountEvent switch
    {
        AccountEvent.CreditGranted e => [1, e.ExposureMinor],
        AccountEvent.CreditRefused e => [0, e.ExposureMinor],
        AccountEvent.ItemOpened e => [e.AdvanceMinor, e.PspMinor, e.RoundingMinor, e.OpenMinor],
        AccountEvent.PrepaymentOpened e => [e.AmountMinor],
        AccountEvent.OrderWithdrawn e => [e.WithdrawnMinor, e.RefundMinor],
        AccountEvent.PaymentApplied e =>
            [.. e.Allocations.SelectMany(static a => new[] { a.AmountMinor, a.OpenMinor }), e.OnAccountMinor],
        _ => throw new InvalidOperationException(),
    };

    private static void CheckMoney(AccountEvent accountEvent)
    {
        if (accountEvent is AccountEvent.PaymentApplied applied)
        {
            var allocated = applied.Allocations.Sum(static a => a.AmountMinor);
            Assert.Equal(applied.AmountMinor, allocated + applied.OnAccountMinor);
            Assert.All(applied.Allocations, static a => Assert.True(a.AmountMinor > 0 && a.OpenMinor >= 0));
        }
        else if (accountEvent is AccountEvent.ItemOpened opened)
        {
            Assert.Equal(
                opened.GrossMinor, opened.AdvanceMinor + opened.PspMinor + opened.RoundingMinor + opened.OpenMinor);
        }
    }

    private static void CheckState(AccountScenario account, NaiveAccount paper, Dictionary<AccountRole, long> balances)
    {
        var totals = account.State.FindTotals(Eur);
        Assert.Equal(paper.OpenInvoices, totals?.OpenInvoicesMinor ?? 0);
        Assert.Equal(paper.Granted, totals?.GrantedMinor ?? 0);
        Assert.Equal(paper.OnAccount, totals?.OnAccountMinor ?? 0);
        Assert.Equal(paper.Refunds, totals?.RefundProposedMinor ?? 0);
        Assert.Equal(paper.Advances, account.State.Orders.Values.Sum(static o => o.AdvanceMinor));
        Assert.All(account.State.Invoices.Values, static i => Assert.InRange(i.OpenMinor, 1, i.GrossMinor));
        Assert.Equal(account.State.Invoices.Count, account.State.Orders.Values.Sum(static o => o.Invoices.Count));
        Assert.All(account.State.Orders.Values, static o => Assert.False(o.IsEmpty));

        // The ledger says the same as the account.
        Assert.Equal(paper.OpenInvoices, balances.GetValueOrDefault(AccountRole.Receivables));
        Assert.Equal(-paper.OnAccount, balances.GetValueOrDefault(AccountRole.CustomerCredits));
        Assert.Equal(-paper.Refunds, balances.GetValueOrDefault(AccountRole.RefundsPayable));
        var advanceVat = balances.GetValueOrDefault(AccountRole.AdvancesVat);
        Assert.Equal(-paper.Advances, balances.GetValueOrDefault(AccountRole.AdvancesReceived) + advanceVat);
        var heldTax = account.State.Orders.Values.Sum(
            static o => o.AdvanceTaxes is { } taxes ? taxes.Sum(static t => t.TaxMinor) : 0);
        Assert.Equal(-heldTax, advanceVat);
    }
}
