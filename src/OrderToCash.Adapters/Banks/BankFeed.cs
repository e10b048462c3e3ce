using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>Whose files are read.</summary>
/// <param name="Actor">Who books what is in them.</param>
/// <param name="ReadAccountsAsync">The IBANs of the own accounts; asked only where a file names an account by a number
/// of the bank's that is no German one. Null: such a number stays as it is.</param>
public sealed record BankFeed(
    Actor Actor, Func<CancellationToken, Task<IReadOnlyCollection<string>>>? ReadAccountsAsync = null);
