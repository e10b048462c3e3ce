using Microsoft.Extensions.Logging.Abstractions;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Adapters.Sqlite;
using OrderToCash.Application;
using OrderToCash.Application.Hosting;
using OrderToCash.Application.Pipelines;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Server;
using OrderToCash.Server.Client;
using OrderToCash.Server.Hooks;
using OrderToCash.Server.Keys;
using OrderToCash.Tests.Pipelines;

namespace OrderToCash.IntegrationTests.Http;

/// <summary>A server in this process, over a journal in memory that fails when the test wants.</summary>
internal sealed class HostedServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("o2c-hosted-").FullName;
    private readonly EngineHost _host;
    private readonly FaultyJournal _journal;
    private readonly ServedStore _store;
    private ApiServer _server = null!;
    private InboxRun _run = null!;
    private volatile bool _isAway;

    private HostedServer(params HookChannel[] channels)
    {
        Channels = new ChannelFile(Path.Combine(_folder, "channels.json"));
        Channels.Write([.. channels]);
        _journal = new FaultyJournal(new VolatileJournal(4), _ => ValueTask.FromResult(
            _isAway ? CommitFault.Failed : CommitFault.None));
        var watch = new StoreWatch(4, TimeProvider.System);
        _host = new EngineHost(
            _journal, EntityKinds.All, TimeProvider.System,
            new ShardOptions { ReactionsVersion = EntityKinds.ReactionsVersion }, watch);
        _store = new ServedStore(
            "volatile", _host, _journal, new VolatileIntakeStore(), SqliteReadModel.Open(_folder), watch,
            TimeProvider.System, NullLogger.Instance)
        {
            Hooks = new ServedInbox(
                SqliteInbox.OpenToAppend(Path.Combine(_folder, "inbox.db"), TimeProvider.System),
                new ChannelBook(Channels, TimeProvider.System, NullLogger.Instance)),
        };
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Sends requests.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>The shops that deliver.</summary>
    public ChannelFile Channels { get; }

    /// <summary>What they delivered.</summary>
    public SqliteInbox Inbox => _store.Hooks!.Inbox;

    /// <summary>What was refused.</summary>
    public IIntakeStore Quarantine => _store.Intake;

    /// <summary>True makes every commit fail.</summary>
    public bool IsAway
    {
        get => _isAway;
        set => _isAway = value;
    }

    public static async Task<HostedServer> StartAsync(ApiServerOptions options, params HookChannel[] channels)
    {
        var hosted = new HostedServer(channels);
        await hosted._host.StartAsync(CancellationToken.None);
        hosted._server = await ApiServer.StartAsync(
            hosted._store, new KeyRing(null, 100_000, TimeProvider.System, NullLogger.Instance),
            options with { Listen = [new Uri((options.Certificate is null ? "http" : "https") + "://127.0.0.1:0")] },
            NullLoggerFactory.Instance, CancellationToken.None);
        hosted._run = InboxRun.Start(
            hosted._store.Hooks!, hosted._host, hosted._store.Intake, TimeProvider.System, NullLogger.Instance,
            InboxRun.DefaultRetention);
        hosted.Address = new Uri(hosted._server.Addresses[0]);
        // The certificate of a test is its own authority.
        hosted.Client = new HttpClient(new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) =>
                certificate?.Thumbprint == options.Certificate?.Thumbprint,
        })
        {
            BaseAddress = hosted.Address,
        };
        return hosted;
    }

    /// <summary>Begins a stream of orders.</summary>
    public Task<UploadConnection> UploadAsync() => UploadConnection.OpenAsync(
        new Uri(Address, "/v1/orders"), null, "application/x-ndjson", CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        _isAway = false;
        Client.Dispose();
        await _server.StopAsync(CancellationToken.None);
        await _server.DisposeAsync();
        await _run.DisposeAsync();
        await _host.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
        await _store.ReadModel.DisposeAsync();
        await Inbox.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
