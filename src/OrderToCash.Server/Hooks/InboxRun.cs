using Microsoft.Extensions.Logging;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Application.Hosting;
using OrderToCash.Application.Pipelines;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Server.Hooks;

/// <summary>Takes what waits in the inbox through the engine, while a store runs.</summary>
/// <remarks>
/// One task, from <see cref="Start"/> to <see cref="DisposeAsync"/>. While the store is away it waits: nothing is lost,
/// and deliveries go on being kept. What a run had not decided when it failed, or was stopped, comes again.
/// </remarks>
public sealed class InboxRun : IAsyncDisposable
{
    /// <summary>After which deliveries are forgotten once they are decided.</summary>
    /// <value>90 days.</value>
    public static readonly TimeSpan DefaultRetention = TimeSpan.FromDays(90);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(10);

    /// <summary>Two seconds of deliveries at a time: a transaction of milliseconds.</summary>
    private const int ForgottenAtOnce = 2000;

    private const int PagesGivenBack = 2048;

    private readonly ServedInbox _hooks;
    private readonly EngineHost _engine;
    private readonly IIntakeStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TimeSpan _retention;
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private Task _forgetting = Task.CompletedTask;

    private InboxRun(
        ServedInbox hooks, EngineHost engine, IIntakeStore store, TimeProvider time, ILogger logger,
        TimeSpan retention) =>
        (_hooks, _engine, _store, _time, _logger, _retention) = (hooks, engine, store, time, logger, retention);

    /// <summary>Starts.</summary>
    /// <param name="store">Keeps what is refused.</param>
    public static InboxRun Start(
        ServedInbox hooks, EngineHost engine, IIntakeStore store, TimeProvider time, ILogger logger,
        TimeSpan retention)
    {
        var run = new InboxRun(hooks, engine, store, time, logger, retention);
        run._running = run.RunAsync();
        run._forgetting = run.ForgetAsync();
        return run;
    }

    /// <summary>Takes what waits now, and ends.</summary>
    /// <exception cref="JournalUnavailableException">The store is away; the rest still waits.</exception>
    public static async Task<IntakeReport> RunOnceAsync(
        ServedInbox hooks, EngineHost engine, IIntakeStore store, TimeProvider time,
        CancellationToken cancellationToken)
    {
        using var source = new InboxSource(hooks.Inbox, hooks.Channels.FormatOf, time, endsWhenEmpty: true);
        var report = await new Pipeline(engine, store, time, source.OnDecided)
            .RunAsync(source, "orders/auto/inbox", null, cancellationToken);
        await hooks.Inbox.FlushAsync();
        return report;
    }

    /// <summary>Ends when what is under way is decided, or given up where the store is away.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running, _forgetting);
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        // Off the caller's thread: pages are read without waiting for anything.
        await Task.Yield();
        while (!_stop.IsCancellationRequested && !_engine.Completion.IsCompleted)
        {
            try
            {
                // What an earlier run decided must not come again.
                await _hooks.Inbox.FlushAsync();
                using var source = new InboxSource(
                    _hooks.Inbox, _hooks.Channels.FormatOf, _time, endsWhenEmpty: false);
                await new Pipeline(_engine, _store, _time, source.OnDecided)
                    .RunAsync(source, "orders/auto/inbox", null, _stop.Token);
            }
            catch (Exception exception) when (
                exception is JournalUnavailableException or InboxUnavailableException)
            {
                LogMessages.InboxWaits(_logger, exception.Message);
                await DelayAsync(RetryAfter);
            }
            catch (InvalidOperationException) when (_stop.IsCancellationRequested || _engine.Completion.IsCompleted)
            {
                // The engine has stopped: what is not decided comes again.
                return;
            }
        }
    }

    private async Task ForgetAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var before = _time.GetUtcNow() - _retention;
                while (!_stop.IsCancellationRequested
                    && await _hooks.Inbox.ForgetAsync(before, ForgottenAtOnce) is var forgotten and > 0)
                {
                    LogMessages.DeliveriesForgotten(_logger, forgotten, before);
                    await _hooks.Inbox.ShrinkAsync(PagesGivenBack);
                    await DelayAsync(RetryAfter);
                }
            }
            catch (InboxUnavailableException exception)
            {
                LogMessages.InboxWaits(_logger, exception.Message);
            }

            await DelayAsync(ForgetEvery);
        }
    }

    /// <summary>Ends early, and quietly, when the run is stopped.</summary>
    private async Task DelayAsync(TimeSpan delay) =>
        await Task.Delay(delay, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
