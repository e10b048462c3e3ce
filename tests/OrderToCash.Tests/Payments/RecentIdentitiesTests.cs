using OrderToCash.Domain.Payments;
using Xunit;
using static OrderToCash.Tests.Payments.BankScenario;

namespace OrderToCash.Tests.Payments;

public sealed class RecentIdentitiesTests
{
    [Fact]
    public void The_oldest_identities_are_forgotten_and_then_the_chain_still_refuses_them()
    {
        var bank = BankAccount.Initial(Id);
        BankAccount.Evolve(bank, new BankEvent.Registered(OrderToCash.Domain.Values.Currency.Eur, null, Feed));
        var last = Statement("1", 0, Entry("x", 1_000)).Statement;
        const int Parts = BankAccountState.MaxIdentities / 400 + 1;
        for (var part = 0; part < Parts; part++)
        {
            var entries = Enumerable.Range(part * 400, 400).Select(static i => Entry("e" + i, 1));
            BankAccount.Evolve(bank, new BankEvent.EntriesBooked("1", part, bank.Id, [.. entries], 0, Feed));
        }

        BankAccount.Evolve(bank, new BankEvent.StatementBooked(last));
        Assert.Equal(BankAccountState.MaxIdentities, bank.Identities.Count);
        Assert.False(bank.Identities.Contains("e399"));
        Assert.True(bank.Identities.Contains("e400"));
        var forgotten = Statement("2", 0, Entry("e0", 1));
        Assert.Equal(BankReplyCode.ChainBroken, BankAccount.Decide(bank, forgotten, default).Reply.Code);

        var restored = BankSnapshot.FromSnapshot(BankSnapshot.ToSnapshot(bank));
        Assert.Equal(bank.Identities.ToBase64(), restored.Identities.ToBase64());
        Assert.True(restored.Identities.Contains("e400"));
    }
}
