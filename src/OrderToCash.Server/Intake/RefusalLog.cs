using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OrderToCash.Application.Pipelines;
using OrderToCash.Engine.Journal;
using OrderToCash.Server.Api;

namespace OrderToCash.Server.Intake;

/// <summary>Keeps refused inputs that came alone, many in one write instead of an fsync each.</summary>
/// <remarks>
/// Requests add and wait; one task, <see cref="RunAsync"/>, writes until <see cref="Complete"/>. A store that can't be
/// written fails the requests of that write, and the loop goes on.
/// </remarks>
internal sealed class RefusalLog(IIntakeStore store, ILogger logger)
{
    /// <summary>Inputs that wait; a further request waits to get in, and with it its client.</summary>
    private const int MaxWaiting = 256;

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    /// <summary>Keeps an input; it is durable when this completes.</summary>
    /// <exception cref="ProblemException">The store is away; nothing was kept.</exception>
    public async Task AddAsync(QuarantinedInput input, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(input);
        try
        {
            await _waiting.Writer.WriteAsync(waiting, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ProblemException(Problem.Stopping);
        }

        await waiting.Kept.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Takes no more inputs; those that wait are still kept.</summary>
    public void Complete() => _waiting.Writer.TryComplete();

    /// <summary>Writes until there are no more.</summary>
    public async Task RunAsync()
    {
        var batch = new List<Waiting>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MaxWaiting && _waiting.Reader.TryRead(out var waiting))
                batch.Add(waiting);
            await WriteAsync(batch);
        }
    }

    private async Task WriteAsync(List<Waiting> batch)
    {
        try
        {
            await store.QuarantineAsync([.. batch.Select(waiting => waiting.Input)], CancellationToken.None);
            foreach (var waiting in batch)
                waiting.Kept.TrySetResult();
        }
        catch (JournalUnavailableException exception)
        {
            LogMessages.QuarantineFailed(logger, exception.Message);
            foreach (var waiting in batch)
                waiting.Kept.TrySetException(new ProblemException(Problem.StoreAway));
        }
    }

    private sealed record Waiting(QuarantinedInput Input)
    {
        public TaskCompletionSource Kept { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
