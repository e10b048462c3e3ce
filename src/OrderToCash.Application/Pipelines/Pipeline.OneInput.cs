using System.Collections.Immutable;
using OrderToCash.Domain.Flows;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Pipelines;

/// <content>Inputs of several commands, which have the pipeline to themselves.</content>
public sealed partial class Pipeline
{
    /// <summary>
    /// Commands of one input that build on each other: each is sent when those before it are durable. A run of commands
    /// for different entities of one kind (goods received for many SKUs) is sent at once: nobody can tell their order.
    /// </summary>
    private async ValueTask RunAllAsync(InFlight inFlight)
    {
        var commands = inFlight.Item.Commands;
        var outcome = new IntakeOutcome(IntakeResult.Duplicate);
        for (var start = 0; start < commands.Length && outcome.Result != IntakeResult.Rejected;)
        {
            var end = EndOfRun(commands, start);
            foreach (var one in await RunAtOnceAsync(inFlight, start, end).ConfigureAwait(false))
            {
                var isSettled = outcome.Result == IntakeResult.Rejected || one.Result == IntakeResult.Duplicate;
                outcome = isSettled ? outcome : one;
            }

            start = end;
        }

        inFlight.Outcome = outcome;
    }

    /// <summary>
    /// A part of an input that is too large for one item. Parts are decided one after the other; behind a refused one
    /// they are read and left.
    /// </summary>
    private async ValueTask TakePartAsync(ISource source, string format, string? who, SourceItem item)
    {
        if (_whole is null)
        {
            await FinishWindowAsync(source, format).ConfigureAwait(false);
            if (_mustRepeat)
            {
                // As for an input of several commands: what it builds on was given up.
                _cancellation.ThrowIfCancellationRequested();
            }

            _read++;
            _whole = new InFlight(item, new Origin($"{source.Name}:{item.Position}", who));
        }

        var whole = _whole;
        var before = whole.Outcome ?? new IntakeOutcome(IntakeResult.Duplicate);
        if (before.Result != IntakeResult.Rejected)
        {
            var part = new InFlight(item, whole.Origin);
            if (item.Rejection is { } rejection)
            {
                part.Outcome = new IntakeOutcome(IntakeResult.Rejected, rejection);
            }
            else
            {
                await RunAllAsync(part).ConfigureAwait(false);
            }

            var isKnown = part.Outcome is null or { Result: IntakeResult.Duplicate };
            whole.Outcome = isKnown ? before : part.Outcome;
        }

        if (!item.HasMore)
        {
            _whole = null;
            whole.Item = item with { Raw = whole.Item.Raw, RawLater = whole.Item.RawLater };
            _bytesInFlight += whole.Item.Raw.Length;
            _window[_nextTag++ % MaxInFlight] = whole;
            await SettleAsync(source, format).ConfigureAwait(false);
        }
    }

    /// <summary>Sends these commands until each is decided; answers come with the command's index as tag.</summary>
    private async ValueTask<IntakeOutcome[]> RunAtOnceAsync(InFlight inFlight, int start, int end)
    {
        var outcomes = new IntakeOutcome?[end - start];
        while (Array.IndexOf(outcomes, null) >= 0)
        {
            for (var index = start; index < end; index++)
            {
                if (outcomes[index - start] is null)
                {
                    await PostAsync(inFlight, inFlight.Item.Commands[index], index).ConfigureAwait(false);
                }
            }

            while (_unanswered > 0)
            {
                var (index, reply) = await ReadAnswerAsync().ConfigureAwait(false);
                _unanswered--;
                if (reply.Status == CommandStatus.Stopped)
                {
                    throw new InvalidOperationException(reply.Error);
                }

                outcomes[index - start] = IntakeOutcome.Of(reply);
            }

            if (Array.IndexOf(outcomes, null) >= 0)
            {
                await Task.Delay(RetryAfter, _time, _cancellation).ConfigureAwait(false);
            }
        }

        return Array.ConvertAll(outcomes, static one => one.GetValueOrDefault());
    }

    private static int EndOfRun(ImmutableArray<Message> commands, int start)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal) { commands[start].To.Id };
        var end = start + 1;
        var kind = commands[start].To.Kind;
        while (end < commands.Length && commands[end].To.Kind == kind && ids.Add(commands[end].To.Id))
        {
            end++;
        }

        return end;
    }
}
