using OrderToCash.Domain.Receivables;
using Xunit;

namespace OrderToCash.Tests.Receivables;

public sealed class RecentTextsTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    public void The_newest_are_known_and_the_oldest_forgotten(int capacity)
    {
        var state = CustomerAccount.Initial("a");
        var settled = state.Settled;
        var documents = CustomerAccountState.MaxSettledDocuments + capacity;
        for (var i = 0; i < documents; i++)
        {
            CustomerAccount.Evolve(state, new AccountEvent.ItemOpened(
                "RE-" + i, AccountScenario.Order(i), AccountScenario.Eur, 0, [], default, default, 0, 0, null, 0, []));
        }

        Assert.Equal(CustomerAccountState.MaxSettledDocuments, settled.Count);
        Assert.False(settled.Contains("RE-" + (capacity - 1)));
        Assert.True(settled.Contains("re-" + capacity));
        Assert.True(settled.Contains("RE-" + (documents - 1)));
        Assert.Equal("RE-" + capacity, settled.ToImmutableArray()[0]);
    }
}
