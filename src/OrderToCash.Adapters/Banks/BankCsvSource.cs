using System.Runtime.CompilerServices;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Banks;

/// <summary>A bank's CSV export as one statement, by a mapping. The rows are held in memory.</summary>
internal sealed class BankCsvSource(BankFile file, Actor actor, BankCsvMapping mapping) : BankSource(file)
{
    /// <inheritdoc/>
    public override async IAsyncEnumerable<SourceItem> ReadAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (afterPosition >= 1)
            yield break;
        await using var bytes = File.OpenRead();
        var (statement, rejection) = Read();
        var item = new SourceItem(1, 0, default, [], rejection);
        item = await File.ItemAsync(bytes, item, 0, bytes.Length, cancellationToken).ConfigureAwait(false);
        if (statement is not var (account, header, entries))
        {
            yield return item;
            yield break;
        }

        var address = new EntityAddress(Kinds.Bank, account);
        for (var (part, at) = (0, 0); at < entries.Count; part++)
        {
            var count = Math.Min(BankAccount.MaxPartEntries, entries.Count - at);
            var isLast = at + count == entries.Count;
            var book = new BankCommand.BookEntries(header, part, isLast, [.. entries.GetRange(at, count)], actor);
            yield return item with { Commands = [new Message(address, book)], HasMore = !isLast };
            item = item with { Raw = default };
            at += count;
        }
    }

    private ((string Account, StatementHeader Header, List<BankTransaction> Entries)? Statement, Rejection? Rejection)
        Read()
    {
        try
        {
            return (BankCsvStatement.Read(File.OpenRead(), mapping), null);
        }
        catch (BankRefusedException exception)
        {
            return (null, exception.Rejection);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw BankFile.Unreadable(Name, exception);
        }
    }
}
