using System.Collections.Frozen;
using System.Threading.Channels;
using OrderToCash.Application.Checks;
using OrderToCash.Domain.Orders;
using OrderToCash.Engine.Journal;
using OrderToCash.Engine.Shards;

namespace OrderToCash.Application.Hosting;

/// <summary>Runs the shards of one process: a loop a shard on the thread pool, and the threads that
/// commit.</summary>
/// <remarks>
/// Started once, stopped once. Any thread may post. A loop that throws is a bug: <see cref="Completion"/> then fails
/// with it, and so does everything posted afterwards; what was acknowledged stays durable.
/// </remarks>
public sealed class EngineHost : IAsyncDisposable
{
    private readonly GroupCommit _commits;
    private readonly Shard[] _shards;
    private readonly ShardLoop[] _loops;
    private readonly SemaphoreSlim _commitSignal = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly QuietWatch _quiet;
    private Task[] _commitLoops = [];
    private Task[] _shardTasks = [];
    private volatile bool _noMoreTurns;
    private int _stopping;

    /// <summary>A host of all shards of a journal, not yet started.</summary>
    public EngineHost(
        IJournal journal, IEnumerable<EntityKind> kinds, TimeProvider time, ShardOptions? options = null,
        IShardObserver? observer = null)
    {
        _commits = new GroupCommit(journal, () => _commitSignal.Release(), time);
        _shards = new Shard[journal.Info.ShardCount];
        _loops = new ShardLoop[_shards.Length];
        var environment = new ShardEnvironment(
            journal, _commits, new LocalTransport(_shards),
            kinds.ToFrozenDictionary(kind => kind.Name, StringComparer.Ordinal), time, options ?? new ShardOptions(),
            observer);
        for (var i = 0; i < _shards.Length; i++)
        {
            var number = i;
            _shards[i] = new Shard(i, environment, _ => _loops[number].Wake());
            _loops[i] = new ShardLoop(_shards[i], time, OnIdle);
        }

        _quiet = new QuietWatch(_loops);
    }

    /// <summary>Advises orders on their way to their entities; null where nobody does.</summary>
    public OrderScreen? Screen { get; init; }

    /// <summary>
    /// Slows pipelines and single inputs while the read models lag; null where nothing does. What is in the engine
    /// already, and decisions of persons, are not slowed.
    /// </summary>
    /// <remarks>Set before the first intake begins.</remarks>
    public IntakeThrottle? Throttle { get; set; }

    /// <summary>
    /// Slows pipelines while a publisher has too much of what they took in before it, in memory; null where nothing
    /// does. Single inputs go on: they come one by one.
    /// </summary>
    /// <remarks>Set before the first intake begins.</remarks>
    public IntakeThrottle? PipelineThrottle { get; set; }

    /// <summary>Completes when the host has stopped; fails where a loop threw.</summary>
    public Task Completion => _completion.Task;

    /// <summary>The shards, by number: for statistics.</summary>
    public IReadOnlyList<Shard> Shards => _shards;

    /// <summary>Starts the loops and returns when every shard is active.</summary>
    /// <exception cref="JournalFormatException">The journal can't be run by this program; the message says what to
    /// do.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
#pragma warning disable RS0030 // The host is the one place that starts loops and threads.
        _commitLoops = [.. Enumerable.Range(0, _commits.Lanes).Select(_ => Task.Factory.StartNew(
            CommitLoop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        _shardTasks = Array.ConvertAll(_loops, loop => Task.Run(() => RunAsync(loop), CancellationToken.None));
#pragma warning restore RS0030
        await Task.WhenAny(Task.WhenAll(_loops.Select(loop => loop.Activated)), _completion.Task)
            .WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_completion.Task.IsCompleted)
        {
            await _completion.Task.ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Hands a command to its entity; completes when the mailbox has taken it, which is how backpressure reaches the
    /// caller.
    /// </summary>
    /// <param name="replyTo">Takes the answer, after the commit; null where nobody asks.</param>
    /// <exception cref="InvalidOperationException">The host has stopped.</exception>
    public ValueTask PostAsync(
        EntityId to, object command, Origin origin, IReplyTo? replyTo, long tag, CancellationToken cancellationToken)
    {
        if (Screen is not null && command is OrderCommand.Place place)
            command = Screen.Advise(place);
        var shard = _shards[ShardMap.ShardOf(to, _shards.Length)];
        return shard.TryPost(to, command, origin, replyTo, tag)
            ? ValueTask.CompletedTask
            : PostSlowAsync(shard, to, command, origin, replyTo, tag, cancellationToken);
    }

    /// <summary>Hands a command to its entity and waits for the durable answer.</summary>
    public async Task<CommandReply> AskAsync(
        EntityId to, object command, Origin origin, CancellationToken cancellationToken)
    {
        var asked = new AskedReply();
        await PostAsync(to, command, origin, asked, 0, cancellationToken).ConfigureAwait(false);
        var first = await Task.WhenAny(asked.Task, _completion.Task).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (first != asked.Task && !asked.Task.IsCompleted)
        {
            await _completion.Task.ConfigureAwait(false);
            return new CommandReply(CommandStatus.Stopped, null, "The engine has stopped; send the command again.");
        }

        return await asked.Task.ConfigureAwait(false);
    }

    /// <summary>Completes when nothing waits anywhere and every reaction is handled.</summary>
    public async Task WaitUntilQuietAsync(CancellationToken cancellationToken)
    {
        var quiet = _quiet.WaitAsync();
        await (await Task.WhenAny(quiet, _completion.Task).WaitAsync(cancellationToken).ConfigureAwait(false))
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Takes no more commands, finishes what waits with all its reactions, makes the watermarks durable, and stops.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _stopping, 1) == 1)
        {
            await _completion.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        foreach (var shard in _shards)
        {
            shard.CloseMailbox();
        }

        try
        {
            if (_shardTasks.Length > 0 && !_completion.Task.IsCompleted)
            {
                await WaitUntilQuietAsync(cancellationToken).ConfigureAwait(false);
                foreach (var shard in _shards)
                {
                    shard.RequestFlush();
                }

                await WaitUntilQuietAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            await EndLoopsAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopping, 1) == 0)
        {
            await EndLoopsAsync().ConfigureAwait(false);
        }

        _stop.Dispose();
        _commitSignal.Dispose();
        foreach (var loop in _loops)
        {
            await loop.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async ValueTask PostSlowAsync(
        Shard shard, EntityId to, object command, Origin origin, IReplyTo? replyTo, long tag,
        CancellationToken cancellationToken)
    {
        try
        {
            await shard.PostAsync(to, command, origin, replyTo, tag, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new InvalidOperationException("The engine has stopped; it takes no more commands.");
        }
    }

    private async Task EndLoopsAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_shardTasks).ConfigureAwait(false);

        // Only now: a shard that was in a turn has had its commit answered.
        _noMoreTurns = true;
        _commitSignal.Release(_commits.Lanes);
        await Task.WhenAll(_commitLoops).ConfigureAwait(false);
        foreach (var shard in _shards)
        {
            shard.AbandonMailbox();
        }

        _completion.TrySetResult();
    }

    private async Task RunAsync(ShardLoop loop)
    {
        try
        {
            await loop.RunAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    /// <summary>
    /// The threads of the product, one a lane: stores block while they commit, and that must not hold up the shards.
    /// </summary>
    private void CommitLoop()
    {
        try
        {
            while (!_noMoreTurns || _commits.HasWaiting)
            {
                _commitSignal.Wait();
                do
                {
                    var commit = _commits.RunOnceAsync(CancellationToken.None);
                    if (!commit.IsCompletedSuccessfully)
                    {
#pragma warning disable VSTHRD002 // This thread exists to block.
                        commit.AsTask().GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
                    }
                }
                while (_commits.MayBegin);
            }
        }
        catch (Exception exception)
        {
            Fail(exception);
            _commits.Abandon(exception);
        }
    }

    private void Fail(Exception exception)
    {
        _completion.TrySetException(exception);
        _stop.Cancel();
        foreach (var shard in _shards)
        {
            shard.CloseMailbox();
        }
    }

    private void OnIdle() => _quiet.Check();

    private sealed class AskedReply()
        : TaskCompletionSource<CommandReply>(TaskCreationOptions.RunContinuationsAsynchronously), IReplyTo
    {
        public void OnReply(long tag, in CommandReply reply) => TrySetResult(reply);
    }
}
