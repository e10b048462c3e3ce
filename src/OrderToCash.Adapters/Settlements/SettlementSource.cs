using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using OrderToCash.Adapters.Banks;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;

namespace OrderToCash.Adapters.Settlements;

/// <summary>A file of settlement reports: one item a payout, each verified whole before it is given out.</summary>
/// <remarks>A file that is no table, breaks off or lacks columns is one refused item; a payout that doesn't add up is
/// refused alone.</remarks>
internal sealed class SettlementSource(
    BankFile file, Func<SettlementReport, ImmutableArray<Message>> commands, SettlementCsvMapping? mapping)
    : BankSource(file)
{
    /// <inheritdoc/>
    public override async IAsyncEnumerable<SourceItem> ReadAsync(
        long afterPosition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (drafts, rejection) = Read();
        await using var bytes = File.OpenRead();
        for (var position = Math.Max(afterPosition, 0) + 1; position <= Math.Max(drafts.Count, 1); position++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (report, refusal) = rejection is null ? drafts[(int)position - 1].Finish() : (null, rejection);
            var item = new SourceItem(position, 0, default, report is null ? [] : commands(report), refusal);
            yield return await File.ItemAsync(bytes, item, 0, bytes.Length, cancellationToken).ConfigureAwait(false);
        }
    }

    private (IReadOnlyList<SettlementDraft> Drafts, Rejection? Rejection) Read()
    {
        try
        {
            return (SettlementReader.Read(File.OpenRead(), mapping), null);
        }
        catch (BankRefusedException exception)
        {
            return ([], exception.Rejection);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw BankFile.Unreadable(Name, exception);
        }
    }
}
