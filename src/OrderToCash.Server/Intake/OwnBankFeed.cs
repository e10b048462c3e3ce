using OrderToCash.Adapters.Banks;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Server.Intake;

/// <summary>The feed of the own bank accounts.</summary>
public static class OwnBankFeed
{
    /// <summary>A feed that knows the registered accounts. They are read where a statement names its account by a
    /// number of the bank's.</summary>
    public static BankFeed Of(IJournal journal) =>
        new(new Actor("feed:bank"), cancellationToken => ReadAccountsAsync(journal, cancellationToken));

    private static async Task<IReadOnlyCollection<string>> ReadAccountsAsync(
        IJournal journal, CancellationToken cancellationToken)
    {
        var accounts = await EntityList.RunAsync<BankAccountState, string>(
            journal, Kinds.Bank, null, int.MaxValue, static state => state.IsRegistered ? state.Id.Value : null,
            cancellationToken).ConfigureAwait(false);
        return accounts;
    }
}
