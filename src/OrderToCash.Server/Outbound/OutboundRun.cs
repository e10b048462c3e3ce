using Microsoft.Extensions.Logging;
using OrderToCash.Application.Outbound;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;
using OrderToCash.Server.Hooks;

namespace OrderToCash.Server.Outbound;

/// <summary>Tells sales channels what they may sell and what became of their orders, while a server runs.</summary>
/// <remarks>
/// From <see cref="Start"/> to <see cref="DisposeAsync"/>: one task follows the journal, one looks every second which
/// channels are to be told, and each of those has a task of its own, so that one that is down holds up no other. What
/// was on its way when it ends is sent again the next time.
/// </remarks>
public sealed class OutboundRun : IAsyncDisposable
{
    /// <summary>After which told orders are forgotten.</summary>
    /// <value>90 days.</value>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(90);

    private const int ForgottenAtOnce = 2000;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(10);

    /// <summary>Somebody may have asked for a retry, or something new may be due.</summary>
    private static readonly TimeSpan MaxRest = TimeSpan.FromMilliseconds(500);

    /// <summary>After a bug, which would come again at once.</summary>
    private static readonly TimeSpan RestAfterBug = TimeSpan.FromMinutes(1);

    private readonly IJournal _journal;
    private readonly IOutboundStore _queue;
    private readonly OutboundChannels _channels;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly OutboundPublisher _publisher;
    private readonly CancellationTokenSource _stop = new();

    // The looking task's.
    private readonly Dictionary<string, Line> _lines = new(StringComparer.Ordinal);
    private Task _following = Task.CompletedTask;
    private Task _looking = Task.CompletedTask;
    private Task _forgetting = Task.CompletedTask;

    private OutboundRun(
        IJournal journal, IOutboundStore queue, OutboundChannels channels, TimeProvider time, ILogger logger)
    {
        (_journal, _queue, _channels, _time, _logger) = (journal, queue, channels, time, logger);
        _publisher = new OutboundPublisher(
            journal, queue, channels.Terms, time, problem => LogMessages.OutboundWaits(logger, problem));
    }

    /// <summary>Hears of what is committed, so that it need not be read; optional.</summary>
    public IShardObserver Observer => _publisher;

    /// <summary>Starts.</summary>
    public static OutboundRun Start(
        IJournal journal, IOutboundStore queue, OutboundChannels channels, TimeProvider time, ILogger logger)
    {
        var run = new OutboundRun(journal, queue, channels, time, logger);
        // On the pool from the first step: the queue works on the caller's thread, and there may be much to catch up.
        run._following = Task.Run(run.FollowAsync);
        run._looking = Task.Run(run.LookAsync);
        run._forgetting = Task.Run(run.ForgetAsync);
        return run;
    }

    /// <summary>Takes in what the journal holds, sends what is due, and ends.</summary>
    /// <exception cref="JournalUnavailableException">The journal can't be read.</exception>
    /// <exception cref="OutboundUnavailableException">The queue can't be read or written.</exception>
    public static async Task RunOnceAsync(
        IJournal journal, IOutboundStore queue, OutboundChannels channels, TimeProvider time,
        CancellationToken cancellationToken)
    {
        await new OutboundPublisher(journal, queue, channels.Terms, time).CatchUpAsync(cancellationToken);
        await Task.WhenAll(channels.All().Select(channel => Task.Run(
            async () =>
            {
                if (channels.TellerOf(channel) is not { } teller)
                    return;
                var sender = ChannelSender.On(journal, queue, channel.Shop, teller, time);
                while (await sender.SendDueAsync(cancellationToken) <= time.GetUtcNow())
                    cancellationToken.ThrowIfCancellationRequested();
            }, cancellationToken)));
    }

    /// <summary>Ends at once.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_following, _looking, _forgetting);
        await Task.WhenAll(_lines.Values.Select(line => line.EndAsync()));
        _stop.Dispose();
    }

    private async Task FollowAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _publisher.RunAsync(_stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogMessages.OutboundFailed(_logger, "channels", exception);
                await DelayAsync(RestAfterBug, _stop.Token);
            }
        }
    }

    private async Task LookAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var wanted = _channels.All().DistinctBy(static channel => channel.Shop)
                .ToDictionary(static channel => channel.Shop);
            foreach (var (shop, line) in _lines.ToArray())
            {
                // Another address or other credentials are another line.
                if (wanted.TryGetValue(shop, out var channel) && channel.Api == line.Channel.Api)
                    continue;
                _lines.Remove(shop);
                await line.EndAsync();
            }

            foreach (var (shop, channel) in wanted)
            {
                if (!_lines.ContainsKey(shop) && _channels.TellerOf(channel) is { } teller)
                    _lines[shop] = Line.Start(channel, stop => SendAsync(shop, teller, stop), _stop.Token);
            }

            await DelayAsync(LookEvery, _stop.Token);
        }
    }

    private async Task SendAsync(string channel, IChannelTeller teller, CancellationToken stop)
    {
        var sender = ChannelSender.On(_journal, _queue, channel, teller, _time);
        string? problem = null;
        while (!stop.IsCancellationRequested)
        {
            var rest = MaxRest;
            try
            {
                var next = await sender.SendDueAsync(stop) - _time.GetUtcNow();
                rest = next is { } wait && wait < MaxRest ? wait : MaxRest;
                if (sender.Problem is { } now && problem is null)
                    LogMessages.ChannelNotTold(_logger, channel, now);
                problem = sender.Problem;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (OutboundUnavailableException exception)
            {
                LogMessages.OutboundWaits(_logger, exception.Message);
                rest = LookEvery;
            }
            catch (Exception exception)
            {
                LogMessages.OutboundFailed(_logger, channel, exception);
                rest = RestAfterBug;
            }

            if (rest > TimeSpan.Zero)
                await DelayAsync(rest, stop);
        }
    }

    private async Task ForgetAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var before = _time.GetUtcNow() - Retention;
                while (_queue.Change(tables => tables.ForgetOrders(before, ForgottenAtOnce)) == ForgottenAtOnce)
                    await DelayAsync(LookEvery, _stop.Token);
            }
            catch (OutboundUnavailableException exception)
            {
                LogMessages.OutboundWaits(_logger, exception.Message);
            }

            await DelayAsync(ForgetEvery, _stop.Token);
        }
    }

    /// <summary>Ends early, and quietly, when it is stopped.</summary>
    private async Task DelayAsync(TimeSpan delay, CancellationToken stop) =>
        await Task.Delay(delay, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>A channel that is told, and the task that does.</summary>
    private sealed class Line
    {
        private readonly CancellationTokenSource _end;
        private Task _running = Task.CompletedTask;

        private Line(HookChannel channel, CancellationToken stop)
        {
            Channel = channel;
            _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        }

        public HookChannel Channel { get; }

        public static Line Start(HookChannel channel, Func<CancellationToken, Task> send, CancellationToken stop)
        {
            var line = new Line(channel, stop);
            line._running = Task.Run(() => send(line._end.Token), CancellationToken.None);
            return line;
        }

        public async Task EndAsync()
        {
            await _end.CancelAsync();
            await _running;
            _end.Dispose();
        }
    }
}
