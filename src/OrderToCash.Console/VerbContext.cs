using Microsoft.Extensions.Logging;
using OrderToCash.Console.Access;
using OrderToCash.Console.Running;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Client;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using ILogger = Microsoft.Extensions.Logging.ILogger;

namespace OrderToCash.Console;

/// <summary>What every verb works with.</summary>
internal sealed class VerbContext : IDisposable
{
    private const int MaxLogFiles = 14;
    private const long MaxLogBytes = 16 * 1024 * 1024;

    private readonly SerilogLoggerFactory _loggers;

    private readonly StoreFolder _folder;
    private readonly (Uri Address, string? Key)? _server;

    /// <param name="server">The server that has the store; null where this process opens it.</param>
    /// <param name="writesLog">True where a log is kept in the store's folder.</param>
    public VerbContext(
        StoreFolder folder, (Uri Address, string? Key)? server, Output output, TimeProvider time, bool writesLog)
    {
        _folder = folder;
        _server = server;
        Output = output;
        Time = time;
        Stop = new StopSignal(
            () => output.Note(
                "Stopping: finishing what was begun. Press Ctrl-C again to stop at once; nothing that was answered is "
                + "lost."),
            () => output.Note(
                "Stopped at once. What was answered is durable; what it causes elsewhere is left for the next command "
                + "that writes to the store (o2c drain). Run the same command again to go on: what is known counts as "
                + "duplicates."));
        var configuration = new LoggerConfiguration().MinimumLevel.Debug()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning).WriteTo.Console(
            new PrintableLogFormatter("o2c: {Message:lj}"), LogEventLevel.Warning,
            standardErrorFromLevel: LogEventLevel.Verbose);
        if (writesLog)
        {
            configuration = configuration.WriteTo.Async(sink => sink.File(
                new PrintableLogFormatter(
                    "{Timestamp:yyyy-MM-ddTHH:mm:ss.fffzzz} {Level:u3} {EventId} {Message:lj}"),
                Path.Combine(folder.Logs, "o2c-.log"), LogEventLevel.Debug,
                rollingInterval: RollingInterval.Day, fileSizeLimitBytes: MaxLogBytes, rollOnFileSizeLimit: true,
                retainedFileCountLimit: MaxLogFiles, shared: true));
        }

        _loggers = new SerilogLoggerFactory(configuration.CreateLogger(), dispose: true);
        Logger = _loggers.CreateLogger("o2c");
    }

    /// <summary>The store, opened by this process.</summary>
    /// <exception cref="UserFailureException">A server has it.</exception>
    public StoreFolder Folder => FolderHere(null);

    /// <summary>Where results go.</summary>
    public Output Output { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Ctrl-C.</summary>
    public StopSignal Stop { get; }

    /// <summary>The log.</summary>
    public ILogger Logger { get; }

    /// <summary>Makes logs for others that run in this process.</summary>
    public ILoggerFactory Loggers => _loggers;

    /// <summary>Who runs the program, as decisions record it: <c>user:ada</c>.</summary>
    public string User { get; } = "user:" + Environment.UserName;

    /// <summary>The store, for what works on this machine alone.</summary>
    /// <param name="why">Why it does; null where it is plain.</param>
    /// <exception cref="UserFailureException">A server has it.</exception>
    public StoreFolder FolderHere(string? why) => _server is null
        ? _folder
        : throw new UserFailureException(
            "This command works on a store of this machine, not over --server"
            + (why is null ? "" : $", since {why}") + ": run it where the server runs.");

    /// <summary>What the verb asks, here or behind the server.</summary>
    public IStoreAccess OpenAccess() =>
        _server is var (address, key) ? new ServerAccess(this, address, key) : new LocalAccess(this);

    /// <summary>Asks the server that was named; null where this process opens the store.</summary>
    public ApiClient? OpenServer() => _server is var (address, key) ? new ApiClient(address, key) : null;

    /// <summary>Whether read models follow where an engine runs.</summary>
    public bool HasProjections { get; init; } = true;

    /// <summary>Opens the store to write and starts the engine.</summary>
    /// <param name="also">Hears of committed events; null where nobody does.</param>
    public Task<RunningStore> StartEngineAsync(StoreLimits limits, IShardObserver? also = null) =>
        RunningStore.StartAsync(Folder, limits, Time, Logger, also, HasProjections, Stop.Token);

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop.Dispose();
        _loggers.Dispose();
    }
}
