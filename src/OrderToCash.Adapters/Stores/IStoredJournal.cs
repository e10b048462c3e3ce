using System.Collections.Immutable;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Stores;

/// <summary>A journal that outlives its process, with what operators ask of such a one.</summary>
public interface IStoredJournal : IJournal
{
    /// <summary>Counts what it holds.</summary>
    ValueTask<JournalStats> ReadStatsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Checks what <see cref="JournalVerify"/> can't see: the store's own structures. Reads all of it.
    /// </summary>
    /// <returns>What is wrong, one line each; empty where nothing is.</returns>
    ValueTask<ImmutableArray<string>> CheckStoreAsync(CancellationToken cancellationToken);
}
