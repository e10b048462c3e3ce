using System.Collections.Immutable;
using System.Text;
using OrderToCash.Adapters.Banks;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Payments;
using Xunit;

namespace OrderToCash.Tests.Banks;

/// <summary>MT940 files written for tests, and what is read of them.</summary>
internal static class Mt940
{
    public const string Iban = "DE89370400440532013000";

    /// <summary>A statement of 100.00 with these lines between its balances.</summary>
    public static string Of(string lines, string closing = "C260316EUR100,", string account = Iban) =>
        $":20:STARTUMS\r\n:25:{account}\r\n:28C:00041/001\r\n:60F:C260316EUR100,\r\n{Wrap(lines)}"
        + $":62F:{closing}\r\n-\r\n";

    /// <summary>A statement with one credit of 49.90 with this text.</summary>
    public static string Text(string details, string head = "2603160316CR49,90NTRFNONREF//260760000001B") =>
        Of($":61:{head}\n:86:{details}", Closing(head));

    public static Task<ImmutableArray<SourceItem>> ReadAsync(string text) => ReadAsync(Encoding.UTF8.GetBytes(text));

    public static async Task<ImmutableArray<SourceItem>> ReadAsync(
        byte[] bytes, Func<CancellationToken, Task<IReadOnlyCollection<string>>>? accounts = null)
    {
        using var stream = new MemoryStream(bytes);
        using var source = await BankSources.OpenAsync(
            "statement", stream, new BankFeed(Camt.Actor, accounts), CancellationToken.None);
        return await Camt.AllAsync(source);
    }

    /// <summary>The transactions of the only statement in the text.</summary>
    public static async Task<ImmutableArray<BankTransaction>> TransactionsAsync(string text) =>
        Camt.Transactions(Assert.Single(await ReadAsync(text)));

    /// <summary>The only transaction in the text.</summary>
    public static async Task<BankTransaction> TransactionAsync(string text) =>
        Assert.Single(await TransactionsAsync(text));

    /// <summary>Why the only item is refused.</summary>
    public static async Task<Rejection> RejectionAsync(string text)
    {
        var item = Assert.Single(await ReadAsync(text));
        Assert.Empty(item.Commands);
        return Assert.IsType<Rejection>(item.Rejection);
    }

    private static string Wrap(string lines) => lines.Length == 0 ? "" : lines.Replace("\n", "\r\n") + "\r\n";

    private static string Closing(string head)
    {
        var isDebit = head[10] == 'D' || head[10..12] == "RC";
        return isDebit ? "C260316EUR50,10" : "C260316EUR149,90";
    }
}
