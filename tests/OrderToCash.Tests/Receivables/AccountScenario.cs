using System.Collections.Immutable;
using System.Text.Json;
using OrderToCash.Domain.Orders;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Receivables;

/// <summary>One account, driven by commands as its shard would; checks that deciding changes nothing.</summary>
internal sealed class AccountScenario
{
    public static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly Day = new(2026, 3, 2);
    public static readonly Currency Eur = Currency.Eur;

    public CustomerAccountState State { get; private set; } = CustomerAccount.Initial("shopify:c-17");

    public List<AccountEvent> Events { get; } = [];

    public static Currency Chf => Currency.TryParse("CHF", out var chf) ? chf : throw new InvalidOperationException();

    public static OrderId Order(int number) => new("shopify:" + number);

    public static ImmutableArray<TaxAmount> Taxes(long gross)
    {
        var tax = (long)Math.Round(gross * 19m / 119m, 0, MidpointRounding.AwayFromZero);
        return [new TaxAmount(19m, gross - tax, tax)];
    }

    public static AccountCommand.OpenInvoice Invoice(
        string number, int order, long gross, bool psp = false, Currency? currency = null) => new(
            number, Order(order), currency ?? Eur, gross, Taxes(gross), Day, Day.AddDays(14), false, psp,
            psp ? "paypal" : null, []);

    public static AccountCommand.OpenPrepayment Prepayment(int order, long amount) =>
        new(Order(order), order.ToString(), amount, Eur, Taxes(amount));

    public static AccountCommand.ApplyPayment Payment(string id, long amount, params string[] documents) =>
        new(new PaymentId("DE02120300000000202051/" + id), amount, Eur, Day, [.. documents]);

    public static AccountCommand.RequestCredit Credit(int order, long amount, int revision = 1) =>
        new(Order(order), revision, amount, Eur);

    public static string Text(CustomerAccountState state) =>
        JsonSerializer.Serialize(AccountSnapshot.ToSnapshot(state));

    public Decision<AccountReply, AccountEvent> Send(AccountCommand command)
    {
        var before = Text(State);
        var decision = CustomerAccount.Decide(State, command, At);
        Assert.Equal(before, Text(State));
        foreach (var accountEvent in decision.Events)
        {
            Events.Add(accountEvent);
            State = CustomerAccount.Evolve(State, accountEvent);
        }

        return decision;
    }

    public TEvent Accepted<TEvent>(AccountCommand command)
        where TEvent : AccountEvent
    {
        var decision = Send(command);
        Assert.Equal(AccountReply.Accepted, decision.Reply);
        return Assert.IsType<TEvent>(Assert.Single(decision.Events));
    }

    public void Refused(AccountReply reply, AccountCommand command)
    {
        var decision = Send(command);
        Assert.Equal(reply, decision.Reply);
        Assert.Empty(decision.Events);
    }

    public void Reload() => State = AccountSnapshot.FromSnapshot(AccountSnapshot.ToSnapshot(State));
}
