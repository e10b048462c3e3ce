using OrderToCash.Adapters.Banks;
using OrderToCash.Application;
using OrderToCash.Application.Queries;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Server.Intake;

/// <summary>The feed of the own bank accounts.</summary>
public static class OwnBankFeed
{
    /// <summary>A feed that knows the registered accounts. They are read only where a statement names its account by a
    /// number of the bank's: that reads the whole journal.</summary>
    public static BankFeed Of(IJournal journal) =>
        new(new Actor("feed:bank"), cancellationToken => ReadAccountsAsync(journal, cancellationToken));

    private static async Task<IReadOnlyCollection<string>> ReadAccountsAsync(
        IJournal journal, CancellationToken cancellationToken)
    {
        var accounts = await EntityScan.RunAsync<BankAccountState, string>(
            journal, EntityKinds.Bank, 1, static _ => false,
            static state => state.IsRegistered ? state.Id.Value : null, cancellationToken).ConfigureAwait(false);
        return accounts;
    }
}
