using Microsoft.Extensions.Logging;
using OrderToCash.Adapters.Inbox;
using OrderToCash.Adapters.Shops;
using OrderToCash.Server.Hooks;

namespace OrderToCash.Server.Polling;

/// <summary>Asks shops for their orders while a server runs, each as often as it says.</summary>
/// <remarks>
/// One task looks every second which shops are due, from <see cref="Start"/> to <see cref="DisposeAsync"/>, and starts
/// a task for each: a shop that is slow or away delays no other. Only the first task touches the fields.
/// </remarks>
public sealed class PollRun : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxRetry = TimeSpan.FromMinutes(15);

    private readonly ServedInbox _hooks;
    private readonly ShopPoll _poll;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<(string Platform, string Shop), Turn> _turns = [];
    private Task _running = Task.CompletedTask;

    private PollRun(ServedInbox hooks, ShopConnections connections, TimeProvider time, ILogger logger)
    {
        (_hooks, _time, _logger) = (hooks, time, logger);
        _poll = new ShopPoll(hooks.Inbox, connections, time);
    }

    /// <summary>A shop's run that goes on, or was the last one; true once it has read everything.</summary>
    /// <param name="Failures">Runs that have failed one after the other, with this one.</param>
    private sealed record Turn(DateTimeOffset StartedAt, Task<bool> Running, int Failures);

    /// <summary>Starts.</summary>
    public static PollRun Start(ServedInbox hooks, ShopConnections connections, TimeProvider time, ILogger logger)
    {
        var run = new PollRun(hooks, connections, time, logger);
        run._running = run.RunAsync();
        return run;
    }

    /// <summary>Ends at once: a page that is not durable is read again by the next run.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await Task.WhenAll(_turns.Values.Select(turn => turn.Running));
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (var channel in _hooks.Channels.All())
            {
                if (channel.Api is { Every: { } every } api)
                    await StartWhereDueAsync(channel, api, every);
            }

            await Task.Delay(LookEvery, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task StartWhereDueAsync(HookChannel channel, ChannelApi api, TimeSpan every)
    {
        var now = _time.GetUtcNow();
        var failures = 0;
        if (_turns.TryGetValue((channel.Platform, channel.Shop), out var turn))
        {
            if (!turn.Running.IsCompleted)
                return;
            failures = await turn.Running ? 0 : turn.Failures + 1;
            if (now - turn.StartedAt < WaitAfter(failures, every))
                return;
        }

        _turns[(channel.Platform, channel.Shop)] = new Turn(now, PollAsync(channel, api), failures);
    }

    /// <summary>After failures more and more time, but not more than without them, or a quarter of an hour.</summary>
    private static TimeSpan WaitAfter(int failures, TimeSpan every)
    {
        if (failures == 0)
            return every;
        const int MaxDoublings = 10;
        var wait = FirstRetry * (1 << Math.Min(failures - 1, MaxDoublings));
        var most = every > MaxRetry ? every : MaxRetry;
        return wait < most ? wait : most;
    }

    private async Task<bool> PollAsync(HookChannel channel, ChannelApi api)
    {
        // Off the loop: the next shop doesn't wait for the first answer of this one.
        await Task.Yield();
        try
        {
            var report = await _poll.RunAsync(channel, api, null, _stop.Token);
            if (report.Kept > 0)
                LogMessages.ShopPolled(_logger, channel.Platform, channel.Shop, report.Read, report.Kept);
            return true;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return true;
        }
        catch (Exception exception) when (exception is ShopUnavailableException or InboxUnavailableException)
        {
            LogMessages.ShopNotPolled(_logger, channel.Platform, channel.Shop, exception.Message);
            return false;
        }
        catch (Exception exception)
        {
            LogMessages.PollFailed(_logger, channel.Platform, channel.Shop, exception);
            return false;
        }
    }
}
