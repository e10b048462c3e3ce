using System.Collections.Immutable;
using System.Diagnostics;
using OrderToCash.Adapters.Stores;
using OrderToCash.Application.Projections;
using OrderToCash.Application.Queries;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Adapters.Sqlite;

/// <summary>Read models in files of their own, beside the journal: in one file they would block its writer.</summary>
public sealed class SqliteReadModelPlace : IReadModelPlace
{
    private readonly SqliteReadModelFiles _files;
    private readonly JournalInfo _journal;
    private readonly TimeProvider _time;
    private readonly int _cacheBytes;

    /// <param name="folder">The store's folder.</param>
    /// <param name="journal">The journal that they are made of.</param>
    /// <param name="options">How they follow it; null: as a server's.</param>
    public SqliteReadModelPlace(
        string folder, JournalInfo journal, TimeProvider time, ProjectionOptions? options = null)
    {
        _files = new SqliteReadModelFiles(folder);
        (_journal, _time) = (journal, time);
        _cacheBytes = (options ?? new ProjectionOptions()).TableCacheBytes;
    }

    /// <inheritdoc/>
    public ValueTask<IReadModelTables> OpenAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadModelTables>(new SqliteReadModelTables(_files, _journal, _cacheBytes));

    /// <inheritdoc/>
    public ValueTask<IReadModelTables> OpenNewAsync(CancellationToken cancellationToken)
    {
        StoreLock? held = null;
        try
        {
            held = StoreLock.Take(_files.LockPath, _time);
            return ValueTask.FromResult<IReadModelTables>(
                new SqliteReadModelTables(
                    _files, _journal, _cacheBytes, _files.StartBuilding(), held));
        }
        catch (StoreLockedException exception)
        {
            throw new ReadModelUnavailableException("Another rebuild is under way: " + exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            held?.Dispose();
            throw new ReadModelUnavailableException(
                "New read models can't be created: " + exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask SwitchAsync(IReadModelTables built, CancellationToken cancellationToken)
    {
        var tables = Own(built);
        try
        {
            // Whole in its file before its name says so.
            _files.Switch(tables.FinishBuilding());
            return ValueTask.CompletedTask;
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or SqliteFailureException)
        {
            throw new ReadModelUnavailableException(
                "The new read models can't be put in place: " + exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public ValueTask<ImmutableArray<TableDifference>> CompareAsync(
        IReadModelTables built, CancellationToken cancellationToken)
    {
        try
        {
            return ValueTask.FromResult(SqliteReadModelComparison.Run(
                _files.FindCurrent() ?? throw new ReadModelUnavailableException(
                    "There are no read models to compare with: run o2c projections rebuild."),
                Own(built).BuildingPath, cancellationToken));
        }
        catch (SqliteFailureException failure)
        {
            throw new ReadModelUnavailableException("Read models can't be compared: " + failure.Message, failure);
        }
    }

    private static SqliteReadModelTables Own(IReadModelTables tables) =>
        tables as SqliteReadModelTables ?? throw new UnreachableException("Tables of another store.");
}
