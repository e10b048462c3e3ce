using OrderToCash.Adapters.Sqlite;
using OrderToCash.Adapters.Stores;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Projections;
using OrderToCash.Application.Publishers;
using OrderToCash.Application.Queries;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Console.Running;

/// <summary>
/// A store: where its journal and the intake's memory are, and the folder on this machine for its logs.
/// </summary>
internal abstract class StoreFolder
{
    /// <summary>Where the store is unless it is named.</summary>
    public const string Default = SqliteStore.Scheme + DefaultFolder;

    /// <summary>The folder of a store that has none of its own.</summary>
    protected const string DefaultFolder = "./o2c-data";

    /// <param name="folder">The folder on this machine.</param>
    protected StoreFolder(string folder) => Folder = folder;

    /// <summary>The folder's full path.</summary>
    public string Folder { get; }

    /// <summary>The logs' folder.</summary>
    public string Logs => Path.Combine(Folder, "logs");

    /// <summary>The store as options name it, without a password.</summary>
    public abstract string Name { get; }

    /// <summary>How long the store may take no commits before a verb gives up.</summary>
    public abstract TimeSpan Patience { get; }

    /// <summary>The store of an option's value.</summary>
    /// <exception cref="UserFailureException">The value names no store.</exception>
    public static StoreFolder Parse(string text)
    {
        if (SqliteStore.TryParse(text) is { } sqlite)
            return sqlite;
        if (PostgresStore.TryParse(text) is { } postgres)
            return postgres;

        throw new UserFailureException(
            $"--store '{text}' is not a store: expected sqlite:FOLDER, for example {Default}, or postgres:CONNECTION, "
            + "for example postgres://user@host/database.");
    }

    /// <summary>A store in this folder.</summary>
    public static StoreFolder At(string folder) => new SqliteStore(Path.GetFullPath(folder));

    /// <summary>Whether both are the same store, however they are written.</summary>
    public abstract bool IsSameAs(StoreFolder other);

    /// <summary>The journal, to read beside whoever writes it.</summary>
    public abstract Task<IStoredJournal> OpenToReadAsync(CancellationToken cancellationToken);

    /// <summary>The journal, to write; it must exist.</summary>
    public abstract Task<IStoredJournal> OpenExistingAsync(CancellationToken cancellationToken);

    /// <summary>The journal, to write; it is created where it doesn't exist.</summary>
    /// <param name="options">The number of shards of a new journal, and what SQLite may keep in memory.</param>
    public abstract Task<IStoredJournal> OpenToWriteAsync(
        SqliteJournalOptions options, CancellationToken cancellationToken);

    /// <summary>The quarantine and the checkpoints.</summary>
    public abstract Task<IIntakeStore> OpenIntakeAsync(CancellationToken cancellationToken);

    /// <summary>What publishers know, kept from one run to the next.</summary>
    public abstract Task<IPublisherImages> OpenImagesAsync(CancellationToken cancellationToken);

    /// <summary>The read models of this journal: where they are kept, and who answers from them.</summary>
    /// <param name="options">How they follow it; null: as a server's.</param>
    public abstract (IReadModelPlace Place, IReadModel Model) FindReadModels(
        JournalInfo journal, TimeProvider time, ProjectionOptions? options = null);

    /// <summary>Makes sure that there is a store.</summary>
    /// <exception cref="UserFailureException">There is none.</exception>
    public abstract Task CheckExistsAsync(CancellationToken cancellationToken);

    /// <summary>The quarantine of a store that exists.</summary>
    public async Task<IIntakeStore> OpenIntakeToReadAsync(CancellationToken cancellationToken)
    {
        await CheckExistsAsync(cancellationToken);
        return await OpenIntakeAsync(cancellationToken);
    }
}
