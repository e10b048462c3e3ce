using System.Collections.Immutable;
using OrderToCash.Adapters.Banks;
using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Payments;
using OrderToCash.Domain.Values;

namespace OrderToCash.Adapters.Settlements;

/// <summary>Opens settlement reports of payment providers and marketplaces. Whose a file is, is told by its columns,
/// never by its name.</summary>
public static class SettlementSources
{
    /// <summary>What a report makes the store do: its payout is recorded.</summary>
    public static ImmutableArray<Message> CommandsOf(SettlementReport report, Actor actor) =>
        [new Message(
            new EntityAddress(Kinds.Settlement, Settlement.IdOf(report)), new SettlementCommand.Record(report, actor))];

    /// <summary>Opens a file. It must not change until the source is disposed of.</summary>
    /// <param name="commands">What a report makes others do.</param>
    /// <param name="mapping">For a provider that is not known; null for those that are.</param>
    /// <exception cref="SourceUnreadableException">There is no such file, or it may not be read.</exception>
    public static async Task<BankSource> OpenAsync(
        string path, Func<SettlementReport, ImmutableArray<Message>> commands, SettlementCsvMapping? mapping,
        CancellationToken cancellationToken) =>
        new SettlementSource(
            await BankFile.OfPathAsync(path, cancellationToken).ConfigureAwait(false), commands, mapping);

    /// <summary>Spools a stream to a temporary file, which disposing deletes. The stream stays the caller's.</summary>
    /// <param name="commands">What a report makes others do.</param>
    /// <param name="mapping">For a provider that is not known; null for those that are.</param>
    /// <exception cref="SourceUnreadableException">The stream breaks off, or there is no room for the file.</exception>
    public static async Task<BankSource> OpenAsync(
        string name, Stream stream, Func<SettlementReport, ImmutableArray<Message>> commands,
        SettlementCsvMapping? mapping, CancellationToken cancellationToken) =>
        new SettlementSource(
            await BankFile.SpoolAsync(name, stream, null, cancellationToken).ConfigureAwait(false), commands, mapping);
}
