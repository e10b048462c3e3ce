using OrderToCash.Adapters.Publishers;
using OrderToCash.Adapters.Sqlite;
using OrderToCash.Adapters.Stores;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Projections;
using OrderToCash.Application.Publishers;
using OrderToCash.Application.Queries;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Console.Running;

/// <summary>A store on disk: everything is in its folder.</summary>
internal sealed class SqliteStore(string folder) : StoreFolder(folder)
{
    /// <summary>What its names begin with.</summary>
    public const string Scheme = "sqlite:";

    /// <inheritdoc/>
    public override string Name => Scheme + Folder;

    /// <inheritdoc/>
    /// <remarks>A full disk doesn't empty itself.</remarks>
    public override TimeSpan Patience => TimeSpan.FromSeconds(15);

    private string JournalPath => Path.Combine(Folder, "journal.db");

    private string IntakePath => Path.Combine(Folder, "intake.db");

    /// <summary>The store of an option's value; null where it names another kind.</summary>
    public static SqliteStore? TryParse(string text) =>
        text.StartsWith(Scheme, StringComparison.Ordinal) && text.Length > Scheme.Length
            ? new SqliteStore(Path.GetFullPath(text[Scheme.Length..]))
            : null;

    /// <inheritdoc/>
    public override bool IsSameAs(StoreFolder other) => other is SqliteStore && other.Folder == Folder;

    /// <inheritdoc/>
    public override Task<IStoredJournal> OpenToReadAsync(CancellationToken cancellationToken) =>
        OpenExistingAsync(SqliteJournalMode.ReadOnly);

    /// <inheritdoc/>
    public override Task<IStoredJournal> OpenExistingAsync(CancellationToken cancellationToken) =>
        OpenExistingAsync(SqliteJournalMode.ReadWrite);

    /// <inheritdoc/>
    public override Task<IStoredJournal> OpenToWriteAsync(
        SqliteJournalOptions options, CancellationToken cancellationToken)
    {
        CreateFolder();
        return Task.FromResult<IStoredJournal>(SqliteJournal.Open(JournalPath, options));
    }

    /// <inheritdoc/>
    public override Task<IIntakeStore> OpenIntakeAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IIntakeStore>(SqliteIntakeStore.Open(IntakePath));

    /// <inheritdoc/>
    public override Task<IPublisherImages> OpenImagesAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IPublisherImages>(new FilePublisherImages(Folder, TimeProvider.System));

    /// <inheritdoc/>
    public override (IReadModelPlace Place, IReadModel Model) FindReadModels(
        JournalInfo journal, TimeProvider time, ProjectionOptions? options = null) =>
        (new SqliteReadModelPlace(Folder, journal, time, options), SqliteReadModel.Open(Folder));

    /// <inheritdoc/>
    public override Task CheckExistsAsync(CancellationToken cancellationToken)
    {
        CheckExists();
        return Task.CompletedTask;
    }

    private Task<IStoredJournal> OpenExistingAsync(SqliteJournalMode mode)
    {
        CheckExists();
        return Task.FromResult<IStoredJournal>(
            SqliteJournal.Open(JournalPath, new SqliteJournalOptions { Mode = mode }));
    }

    private void CheckExists()
    {
        if (!File.Exists(JournalPath))
        {
            throw new UserFailureException(
                $"There is no store in {Folder} (journal.db is missing): check --store, or take something in first, "
                + "for example with `o2c ingest stock FILE`.");
        }
    }

    private void CreateFolder()
    {
        try
        {
            Directory.CreateDirectory(Folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserFailureException(
                $"The store's folder {Folder} can't be created: {exception.Message} Check --store and your rights.");
        }
    }
}
