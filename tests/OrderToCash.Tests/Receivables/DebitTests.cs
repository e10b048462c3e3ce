using System.Collections.Immutable;
using OrderToCash.Domain.Receivables;
using OrderToCash.Domain.Values;
using Xunit;

namespace OrderToCash.Tests.Receivables;

/// <summary>Direct debits that were handed to the bank.</summary>
public sealed class DebitTests
{
    private readonly AccountScenario _account = new();

    public DebitTests() => _account.Send(AccountScenario.Invoice("RE-1", 1, 1_190));

    [Fact]
    public void A_debit_is_noted_and_changes_no_money()
    {
        var debit = Debit();
        var decision = _account.Send(new AccountCommand.PresentDebit(debit, new Actor("ada")));

        Assert.Equal(AccountReply.Accepted, decision.Reply);
        Assert.Equal(new AccountEvent.DebitPresented(debit, new Actor("ada")), Assert.Single(decision.Events));
        Assert.Equal([debit], _account.State.Debits);
        Assert.Equal(1_190, _account.State.Invoices["RE-1"].OpenMinor);
    }

    [Fact]
    public void The_same_again_is_known_and_with_other_content_refused()
    {
        Present(Debit());

        Assert.Equal(AccountReply.Duplicate, Present(Debit()));
        Assert.Equal(AccountReply.Conflict, Present(Debit() with { AmountMinor = 1_000 }));
        Assert.Equal(AccountReply.Accepted, Present(Debit() with { Batch = "PMT-2" }));
    }

    [Fact]
    public void What_is_collected_is_a_document_of_the_customer()
    {
        _account.Send(AccountScenario.Prepayment(7, 500));
        _account.Send(AccountScenario.Invoice("RE-2", 2, 600));
        _account.Send(AccountScenario.Payment("P", 600, "RE-2"));

        Assert.Equal(AccountReply.Unknown, Present(Debit() with { Document = "RE-9" }));
        Assert.Equal(AccountReply.Accepted, Present(Debit("2", AccountScenario.Order(7).Value)));
        // The money came another way meanwhile: what was handed in is true all the same.
        Assert.Equal(AccountReply.Accepted, Present(Debit("3", "RE-2")));
    }

    [Fact]
    public void Amount_and_currency_are_those_of_a_collection()
    {
        Assert.Equal(AccountReply.InvalidAmount, Present(Debit() with { AmountMinor = 0 }));
        Assert.Equal(AccountReply.Conflict, Present(Debit() with { Currency = AccountScenario.Chf }));
    }

    [Fact]
    public void The_oldest_are_forgotten_and_a_snapshot_keeps_the_rest()
    {
        for (var i = 0; i <= CustomerAccountState.MaxDebits; i++)
            Present(Debit(i.ToString(System.Globalization.CultureInfo.InvariantCulture)));

        Assert.Equal(CustomerAccountState.MaxDebits, _account.State.Debits.Count);
        Assert.Equal("E2E-1", _account.State.Debits[0].EndToEndId);
        var restored = AccountSnapshot.FromSnapshot(AccountSnapshot.ToSnapshot(_account.State));
        Assert.Equal(_account.State.Debits, restored.Debits);
    }

    private static PresentedDebit Debit(string id = "1", string document = "RE-1") => new(
        document, "PMT-1", "E2E-" + id, 1_190, Currency.Eur, AccountScenario.Day);

    private AccountReply Present(PresentedDebit debit) =>
        _account.Send(new AccountCommand.PresentDebit(debit, new Actor("ada"))).Reply;
}
