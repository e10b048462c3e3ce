using System.Collections.Immutable;
using System.Net;
using System.Security.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OrderToCash.Server.Api;
using OrderToCash.Server.Changes;
using OrderToCash.Server.Completeness;
using OrderToCash.Server.Hooks;
using OrderToCash.Server.Intake;
using OrderToCash.Server.Keys;
using OrderToCash.Server.Outbound;
using OrderToCash.Server.Reading;

namespace OrderToCash.Server;

/// <summary>The HTTP API over a running store.</summary>
/// <remarks>
/// Started once, stopped once, by whoever owns the store; it neither opens nor closes that. Handles requests on the
/// thread pool.
/// </remarks>
public sealed class ApiServer : IAsyncDisposable
{
    private const int MaxIdempotencyKeys = 65_536;

    /// <summary>Most of them idle: a client keeps some for its next requests. What is beyond is closed.</summary>
    private const int MaxConnections = 16_384;

    /// <summary>
    /// A body that is too long is answered and then read to this multiple of the limit, so that its sender gets to
    /// see the answer; beyond that the connection is cut.
    /// </summary>
    private const int BodiesDrained = 4;

    /// <summary>Requests that are under way get so long to end, once streams were told to.</summary>
    private static readonly TimeSpan MaxStopping = TimeSpan.FromSeconds(30);

    private readonly WebApplication _app;
    private readonly ServedStore _store;
    private readonly RequestGate _gate;
    private readonly RefusalLog _refusals;
    private readonly CancellationTokenSource _stopping;
    private readonly Task _keeping;

    private ApiServer(
        WebApplication app, ServedStore store, RequestGate gate, RefusalLog refusals, CancellationTokenSource stopping)
    {
        (_app, _store, _gate, _refusals, _stopping) = (app, store, gate, refusals, stopping);
        _keeping = refusals.RunAsync();
    }

    /// <summary>Where it listens, with the ports that were taken.</summary>
    public ImmutableArray<string> Addresses => [.. _app.Urls];

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">An address is in use, or can't be listened on.</exception>
    public static async Task<ApiServer> StartAsync(
        ServedStore store, KeyRing keys, ApiServerOptions options, ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
        builder.Services.AddSingleton(loggers);
        // Signals are the owner's business: it stops the server, then the engine.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = MaxStopping);
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options));
        var app = builder.Build();
        var stopping = new CancellationTokenSource();
        var gate = new RequestGate(store, keys, options);
        var refusals = new RefusalLog(store.Intake, store.Logger);
        var server = new ApiServer(app, store, gate, refusals, stopping);
        Map(app, gate, server.Endpoints(options));
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (Exception)
        {
            await server.DisposeAsync();
            throw;
        }

        foreach (var address in server.Addresses)
            LogMessages.Listening(store.Logger, address);
        return server;
    }

    /// <summary>
    /// Takes nothing more in, ends streams when what they sent is decided, and stops listening. The engine goes on.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        LogMessages.Stopping(_store.Logger, _gate.Streams.Taken);
        await _stopping.CancelAsync();
        await _app.StopAsync(cancellationToken);
        _refusals.Complete();
        await _keeping;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _refusals.Complete();
        await _app.DisposeAsync();
        await _keeping;
        _stopping.Dispose();
    }

    private static void Configure(KestrelServerOptions kestrel, ApiServerOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = BodiesDrained * (long)options.MaxBodyBytes;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        foreach (var address in options.Listen)
        {
            void Listen(ListenOptions listen)
            {
                if (address.Scheme != Uri.UriSchemeHttps)
                    return;
                listen.UseHttps(https =>
                {
                    https.ServerCertificate = options.Certificate;
                    https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                });
            }

            if (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip))
                kestrel.Listen(ip, address.Port, Listen);
            else if (address.Host == "localhost" && address.Port != 0)
                kestrel.ListenLocalhost(address.Port, Listen);
            else if (address.Host == "localhost")
                kestrel.Listen(IPAddress.Loopback, 0, Listen);
            else
                kestrel.ListenAnyIP(address.Port, Listen);
        }
    }

    private static void Map(WebApplication app, RequestGate gate, IReadOnlyList<ApiEndpoint> endpoints)
    {
        app.Use(async (context, next) =>
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response is { StatusCode: >= 400, ContentType: null })
                await NoRoute(context).WriteAsync(context);
        });
        foreach (var endpoint in endpoints)
        {
            app.MapMethods(endpoint.Path, [endpoint.Method], (RequestDelegate)(
                context => gate.HandleAsync(context, endpoint)));
        }
    }

    private static Problem NoRoute(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status405MethodNotAllowed => new Problem(
            StatusCodes.Status405MethodNotAllowed, "method-not-allowed",
            $"{context.Request.Path} does not take {context.Request.Method}, but {context.Response.Headers.Allow}."),
        StatusCodes.Status404NotFound => Problem.NotFound(
            $"There is nothing at {context.Request.Path}. What there is, is in /openapi/v1.json."),
        var status => new Problem(status, "http-" + status, "The request could not be handled."),
    };

    private List<ApiEndpoint> Endpoints(ApiServerOptions options)
    {
        var stopping = _stopping.Token;
        var single = new SingleIntake(
            _store, _refusals, new IdempotencyMemory(MaxIdempotencyKeys), options, stopping);
        List<ApiEndpoint> endpoints =
        [
            .. new IntakeEndpoints(
                single, new StreamIntake(_store, _gate.Streams, options, stopping),
                new BankIntake(_store, _gate.Streams, options, stopping)).All(),
            .. new DecisionEndpoints(_store, single).All(),
            .. new ReviewEndpoints(_store, single).All(),
            .. new LearnedEndpoints(_store, single).All(),
            .. new SettlementEndpoints(_store, single).All(),
            .. new PolicyEndpoints(single).All(),
            .. new CheckEndpoints(single).All(),
            .. new EntityEndpoints(_store).All(),
            .. new ReadModelEndpoints(_store).All(),
            .. new OperationEndpoints(_store).All(),
            .. new ChannelEndpoints(_store).All(),
            new ChangeEndpoint(_store, options, stopping).Endpoint(),
            .. new HealthEndpoints(_store, stopping).All(),
        ];
        if (_store.Hooks is { } hooks)
        {
            endpoints.AddRange(new HookEndpoints(_store, hooks, options).All());
            endpoints.AddRange(new InboxEndpoints(hooks, _store.Time).All());
        }

        if (_store.Outbound is { } outbound)
            endpoints.AddRange(new OutboundEndpoints(outbound, _store).All());
        endpoints.Add(OpenApiDocument.Endpoint([.. endpoints]));
        return endpoints;
    }

    /// <summary>Leaves signals alone.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
