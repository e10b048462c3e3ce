using System.Collections.Immutable;

namespace OrderToCash.Application.Projections;

/// <summary>One set of tables that projections write.</summary>
/// <remarks>
/// One caller at a time. Failures of the store are <see cref="Queries.ReadModelUnavailableException"/>.
/// </remarks>
public interface IReadModelTables : IAsyncDisposable
{
    /// <summary>
    /// By shard: the last position whose events are in the tables. Read anew from the tables in use now, which may be
    /// others than at the last call: a rebuild replaces them.
    /// </summary>
    ValueTask<long[]> ReadPositionsAsync(CancellationToken cancellationToken);

    /// <summary>Fills in what the tables hold of these entries, and leaves those alone that they don't hold.</summary>
    ValueTask ReadAccountEntriesAsync(
        IReadOnlyList<AccountOrderEntry> orders, IReadOnlyList<OpenItemEntry> items,
        CancellationToken cancellationToken);

    /// <summary>
    /// Writes the changes and the positions in one transaction; false, and nothing written, where the tables are not at
    /// the positions that the changes follow: another runner was faster, or a rebuild replaced them.
    /// </summary>
    /// <remarks>
    /// What is needed of the changes is taken before the call returns: the caller goes on with them while the store
    /// writes.
    /// </remarks>
    ValueTask<bool> ApplyAsync(ReadModelChanges changes, CancellationToken cancellationToken);
}

/// <summary>The read models of a store: the tables in use, and those that are built beside them.</summary>
public interface IReadModelPlace
{
    /// <summary>The tables in use; they are created, empty, where there are none.</summary>
    /// <exception cref="Queries.ReadModelUnavailableException">
    /// They belong to another journal or were laid out by another version: rebuild them.
    /// </exception>
    ValueTask<IReadModelTables> OpenAsync(CancellationToken cancellationToken);

    /// <summary>New empty tables beside those in use; what an earlier rebuild left unfinished is thrown away.</summary>
    /// <exception cref="Queries.ReadModelUnavailableException">Another rebuild is under way.</exception>
    ValueTask<IReadModelTables> OpenNewAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Puts the new tables, which it closes, in the place of those in use. Questions under way are still answered from
    /// the old ones.
    /// </summary>
    ValueTask SwitchAsync(IReadModelTables built, CancellationToken cancellationToken);

    /// <summary>
    /// Tables in which rows differ between those in use and the new ones, in no case because of their age: both must
    /// be at the same positions.
    /// </summary>
    ValueTask<ImmutableArray<TableDifference>> CompareAsync(
        IReadModelTables built, CancellationToken cancellationToken);
}

/// <summary>A table of which two sets of tables hold different rows.</summary>
/// <param name="OnlyInUse">Rows that only the tables in use hold, as they are.</param>
/// <param name="OnlyBuilt">Rows that only the new tables hold.</param>
public readonly record struct TableDifference(string Table, long OnlyInUse, long OnlyBuilt);
