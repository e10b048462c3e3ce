using OrderToCash.Application.Hosting;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Pipelines;

/// <content>Waiting: for the source's next item, and for answers.</content>
public sealed partial class Pipeline
{
    /// <summary>
    /// Goes to the source's next item. While the source has none (a stream that is silent), what was taken is settled
    /// all the same: its sender may be waiting for the answer before it sends more.
    /// </summary>
    private async ValueTask<bool> NextAsync(
        ISource source, string format, IAsyncEnumerator<SourceItem> items, CancellationTokenSource stopReading)
    {
        var next = items.MoveNextAsync();
        if (next.IsCompleted)
        {
            return await next.ConfigureAwait(false);
        }

        var waiting = next.AsTask();
        try
        {
            await SettleUntilAsync(waiting, source, format).ConfigureAwait(false);
        }
        catch
        {
            // An iterator can't be disposed of while it is reading.
            await stopReading.CancelAsync().ConfigureAwait(false);
            await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        return await waiting.ConfigureAwait(false);
    }

    /// <summary>Settles, repeats and saves as answers come, until the source goes on.</summary>
    private async ValueTask SettleUntilAsync(Task next, ISource source, string format)
    {
        while (!next.IsCompleted)
        {
            while (_answers.Reader.TryRead(out var answer))
            {
                Note(answer);
            }

            await SettleAsync(source, format).ConfigureAwait(false);
            await ReportAsync().ConfigureAwait(false);
            if (_unanswered == 0 && _mustRepeat && !_cancellation.IsCancellationRequested)
            {
                await RepeatAsync(keepLast: false).ConfigureAwait(false);
            }
            else if (_unanswered == 0)
            {
                await SaveAsync(source).ConfigureAwait(false);
                await Task.WhenAny(next, _engine.Completion).ConfigureAwait(false);
                await ThrowWhereStoppedAsync(next).ConfigureAwait(false);
            }
            else
            {
                var arrival = ArrivalAsync();
                await Task.WhenAny(next, arrival, _engine.Completion).ConfigureAwait(false);
                if (!arrival.IsCompleted)
                {
                    await ThrowWhereStoppedAsync(next).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Waits while a throttle holds.</summary>
    private async ValueTask HoldAsync(IntakeThrottle? throttle, ISource source, string format)
    {
        if (throttle is not { IsHolding: true })
            return;
        // Whoever waits for an answer gets it first.
        await FinishWindowAsync(source, format).ConfigureAwait(false);
        await throttle.WaitAsync(_cancellation).ConfigureAwait(false);
    }

    private async ValueTask<(long Tag, CommandReply Reply)> ReadAnswerAsync()
    {
        while (true)
        {
            if (_answers.Reader.TryRead(out var ready))
            {
                return ready;
            }

            var arrival = ArrivalAsync();
            await Task.WhenAny(arrival, _engine.Completion).ConfigureAwait(false);
            await ThrowWhereStoppedAsync(arrival).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Completes when an answer can be read. One wait is kept for all callers: the channel has room for one.
    /// </summary>
    private Task<bool> ArrivalAsync() =>
        _arrival is { IsCompleted: false } ? _arrival : _arrival = _answers.Reader.WaitToReadAsync().AsTask();

    /// <summary>Where the engine has stopped and not what was waited for came.</summary>
    private async ValueTask ThrowWhereStoppedAsync(Task awaited)
    {
        if (!awaited.IsCompleted && _engine.Completion.IsCompleted)
        {
            await _engine.Completion.ConfigureAwait(false);
            throw new InvalidOperationException("The engine has stopped before the source ended; run it again.");
        }
    }
}
