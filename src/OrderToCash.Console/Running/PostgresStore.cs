using OrderToCash.Adapters.Postgres;
using OrderToCash.Adapters.Sqlite;
using OrderToCash.Adapters.Stores;
using OrderToCash.Application.Pipelines;
using OrderToCash.Application.Projections;
using OrderToCash.Application.Publishers;
using OrderToCash.Application.Queries;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Console.Running;

/// <summary>A store in a PostgreSQL schema; logs and API keys are in the folder of the default store.</summary>
internal sealed class PostgresStore(PostgresAddress address) : StoreFolder(Path.GetFullPath(DefaultFolder))
{
    private const string Scheme = "postgres:";

    /// <inheritdoc/>
    public override string Name => address.Name;

    /// <inheritdoc/>
    /// <remarks>A server restarts, recovers, is failed over: intake waits meanwhile.</remarks>
    public override TimeSpan Patience => TimeSpan.FromMinutes(2);

    /// <summary>
    /// The store of an option's value, <c>postgres:</c> with a connection string or a <c>postgres://</c> URI; null
    /// where it names another kind.
    /// </summary>
    /// <exception cref="UserFailureException">It is one, and wrong.</exception>
    public static PostgresStore? TryParse(string text)
    {
        var isUri = text.StartsWith("postgres://", StringComparison.Ordinal)
            || text.StartsWith("postgresql://", StringComparison.Ordinal);
        if (!isUri && !text.StartsWith(Scheme, StringComparison.Ordinal))
            return null;

        try
        {
            return new PostgresStore(PostgresAddress.Parse(isUri ? text : text[Scheme.Length..]));
        }
        catch (FormatException exception)
        {
            // Without the text: it may hold a password, and messages go to logs.
            throw new UserFailureException($"--store postgres:… can't be used. {exception.Message}");
        }
    }

    /// <inheritdoc/>
    public override bool IsSameAs(StoreFolder other) =>
        other is PostgresStore postgres && postgres.Address.IsSameStore(address);

    /// <inheritdoc/>
    public override Task<IStoredJournal> OpenToReadAsync(CancellationToken cancellationToken) =>
        OpenAsync(new PostgresJournalOptions { Mode = PostgresJournalMode.ReadOnly }, cancellationToken);

    /// <inheritdoc/>
    public override Task<IStoredJournal> OpenExistingAsync(CancellationToken cancellationToken) =>
        OpenAsync(new PostgresJournalOptions { Mode = PostgresJournalMode.ReadWrite }, cancellationToken);

    /// <inheritdoc/>
    public override Task<IStoredJournal> OpenToWriteAsync(
        SqliteJournalOptions options, CancellationToken cancellationToken) =>
        OpenAsync(new PostgresJournalOptions { ShardCount = options.ShardCount }, cancellationToken);

    /// <inheritdoc/>
    public override async Task<IIntakeStore> OpenIntakeAsync(CancellationToken cancellationToken) =>
        await PostgresIntakeStore.OpenAsync(address, TimeProvider.System, Patience, cancellationToken);

    /// <inheritdoc/>
    public override async Task<IPublisherImages> OpenImagesAsync(CancellationToken cancellationToken) =>
        await PostgresPublisherImages.OpenAsync(address, TimeProvider.System, cancellationToken);

    /// <inheritdoc/>
    public override (IReadModelPlace Place, IReadModel Model) FindReadModels(
        JournalInfo journal, TimeProvider time, ProjectionOptions? options = null) =>
        (new PostgresReadModelPlace(address, journal), PostgresReadModel.Open(address));

    /// <inheritdoc/>
    public override async Task CheckExistsAsync(CancellationToken cancellationToken)
    {
        await using var journal = await OpenToReadAsync(cancellationToken);
    }

    private PostgresAddress Address => address;

    private async Task<IStoredJournal> OpenAsync(
        PostgresJournalOptions options, CancellationToken cancellationToken) =>
        await PostgresJournal.OpenAsync(address, options, cancellationToken);
}
