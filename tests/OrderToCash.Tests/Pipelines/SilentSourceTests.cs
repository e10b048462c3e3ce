using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Orders;
using OrderToCash.Engine.Journal;
using Xunit;

namespace OrderToCash.Tests.Pipelines;

/// <summary>A stream whose sender waits for the answer before it sends more.</summary>
public sealed class SilentSourceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_input_is_answered_before_the_next_one_comes(bool isRefused)
    {
        await using var run = await PipelineRun.StartAsync();

        var report = await RunAsync(run, 20, position => isRefused && position % 2 == 0);

        Assert.Equal((20, isRefused ? 10 : 0), (report.Read, report.Rejected));
        Assert.Equal(isRefused ? 10 : 20, run.Count<OrderEvent.Placed>());
        Assert.Equal(report.Rejected, (await run.Store.ListQuarantineAsync(false, 0, 100, default)).Count);
    }

    [Fact]
    public async Task What_a_failed_commit_sent_back_is_decided_while_the_source_is_silent()
    {
        var commits = 0;
        await using var run = await PipelineRun.StartAsync(
            _ => ValueTask.FromResult(++commits % 3 == 1 ? CommitFault.Failed : CommitFault.None), shards: 1);

        var report = await RunAsync(run, 5, _ => false);

        Assert.Equal((5, 0), (report.Accepted, report.Rejected));
        Assert.Equal(5, run.Count<OrderEvent.Placed>());
    }

    [Fact]
    public async Task The_checkpoint_is_written_while_the_source_is_silent()
    {
        await using var run = await PipelineRun.StartAsync();
        var isSaved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var store = new WatchedStore
        {
            OnCheckpoint = checkpoint => isSaved.TrySetResult(),
        };

        await run.RunAsync(
            new ListedSource(
                [PipelineRun.Item(1, PipelineRun.Place(1)), PipelineRun.Refused(2), PipelineRun.Refused(3)], "id")
            {
                BeforeNext = item => item.Position == 3 ? isSaved.Task : Task.CompletedTask,
            },
            store);

        Assert.Equal([(2, 1), (3, 2)], store.Checkpoints);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task It_fails_where_the_engine_stops_while_the_source_is_silent(bool isDecided)
    {
        var isCommitting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var mayCommit = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var run = await PipelineRun.StartAsync(
            async _ =>
            {
                isCommitting.TrySetResult();
                await mayCommit.Task;
                return isDecided ? CommitFault.None : CommitFault.Failed;
            },
            shards: 1);
        var isTold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pipeline = new Pipeline(run.Engine, run.Store, new HastyTime(), (_, _) => isTold.TrySetResult());
        var work = pipeline.RunAsync(
            new ListedSource([PipelineRun.Item(1, PipelineRun.Place(1)), PipelineRun.Item(2, PipelineRun.Place(2))])
            {
                BeforeNext = item => item.Position == 1 ? Task.CompletedTask : Task.Delay(Timeout.Infinite),
            },
            "orders", "feed:test", default);
        await isCommitting.Task;
        if (isDecided)
        {
            mayCommit.SetResult();
            await isTold.Task;
            await run.Engine.DisposeAsync();
        }
        else
        {
            var stopping = run.Engine.DisposeAsync();
            mayCommit.SetResult();
            await stopping;
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => work.WaitAsync(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public async Task Cancelled_while_the_source_is_silent_it_ends_with_what_was_decided()
    {
        await using var run = await PipelineRun.StartAsync();
        using var cancellation = new CancellationTokenSource();
        run.OnTold = _ => cancellation.Cancel();

        var report = await run.RunAsync(
            new ListedSource(
                [PipelineRun.Item(1, PipelineRun.Place(1)), PipelineRun.Item(2, PipelineRun.Place(2))], "id")
            {
                BeforeNext = item => item.Position == 1 ? Task.CompletedTask : Task.Delay(Timeout.Infinite),
            },
            cancellationToken: cancellation.Token);

        Assert.False(report.IsComplete);
        Assert.Equal((1, 1), (report.Read, report.Accepted));
        Assert.Equal(1, (await run.Store.ReadCheckpointAsync("id", default)).Position);
    }

    /// <summary>Runs so many inputs, each of which comes when the one before it was told.</summary>
    private static Task<IntakeReport> RunAsync(PipelineRun run, int inputs, Func<long, bool> isRefused)
    {
        var told = Enumerable.Range(0, inputs + 1)
            .Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).ToArray();
        told[0].SetResult();
        run.OnTold = position => told[position].SetResult();
        return run.RunAsync(
            new ListedSource([.. Enumerable.Range(1, inputs).Select(
                i => isRefused(i) ? PipelineRun.Refused(i) : PipelineRun.Item(i, PipelineRun.Place(i)))])
            {
                BeforeNext = item => told[item.Position - 1].Task,
            });
    }
}
