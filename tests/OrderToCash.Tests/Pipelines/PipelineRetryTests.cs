using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Flows;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Engine.Journal;
using Xunit;
using Xunit.Abstractions;

namespace OrderToCash.Tests.Pipelines;

/// <summary>
/// Commits fail, or their answers are lost; what was sent is decided all the same, once and in order.
/// </summary>
public sealed class PipelineRetryTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(null)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Everything_is_decided_once_though_commits_fail(int? seed)
    {
        await using var run = await PipelineRun.StartAsync(Faults(seed));
        var items = Enumerable.Range(1, 1000).SelectMany<int, SourceItem>(i => (i % 10) switch
        {
            0 => [PipelineRun.Item(i, PipelineRun.Receive(i % 20, $"R{i}"), PipelineRun.Place(i))],
            5 => [PipelineRun.Part(i, PipelineRun.Receive(i % 20, $"R{i}")), PipelineRun.Item(i, PipelineRun.Place(i))],
            _ => [PipelineRun.Item(i, PipelineRun.Place(i))],
        }).ToList();

        var report = await run.RunAsync(new ListedSource(items));

        Assert.Equal((1000, 0), (report.Accepted + report.Duplicates, report.Rejected));
        Assert.Equal((1000, 200), (run.Count<OrderEvent.Placed>(), run.Count<StockEvent.Moved>()));
        Assert.Equal(Enumerable.Range(1, 1000).Select(i => (long)i), run.Outcomes.Select(outcome => outcome.Position));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_cancellation_does_not_overtake_its_order(int? seed)
    {
        await using var run = await PipelineRun.StartAsync(Faults(seed));

        var report = await run.RunAsync(new ListedSource([.. Enumerable.Range(0, 2000).Select(
            i => PipelineRun.Item(i + 1, i % 2 == 0 ? PipelineRun.Place(i / 2) : PipelineRun.Cancel(i / 2)))]));

        Assert.Equal(0, report.Rejected);
        Assert.Empty(await run.Store.ListQuarantineAsync(true, 0, 100, default));
        Assert.Equal((1000, 1000), (run.Count<OrderEvent.Placed>(), run.Count<OrderEvent.Cancelled>()));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task The_last_version_of_an_order_wins(int? seed)
    {
        const int Orders = 300;
        const int Versions = 4;
        await using var run = await PipelineRun.StartAsync(Faults(seed));
        var inputs = Enumerable.Range(0, Orders).SelectMany(
            order => Enumerable.Range(1, Versions).Select(version => PipelineRun.Place(order, quantity: version)));

        var report = await run.RunAsync(
            new ListedSource([.. inputs.Select((place, i) => PipelineRun.Item(i + 1, place))]));
        var again = await run.RunAsync(new ListedSource([.. Enumerable.Range(0, Orders).Select(
            order => PipelineRun.Item(order + 1, PipelineRun.Place(order, quantity: Versions)))]));

        Assert.Equal(0, report.Rejected);
        Assert.Equal(Orders, again.Duplicates);
    }

    [Fact]
    public async Task A_cancellation_that_was_decided_before_its_order_is_decided_again()
    {
        await using var run = await SentBackAsync(PipelineRun.Place(1), PipelineRun.Cancel(1));

        Assert.Equal([IntakeResult.Accepted, IntakeResult.Accepted], run.Outcomes.Select(told => told.Outcome.Result));
        Assert.Equal((1, 1), (run.Count<OrderEvent.Placed>(), run.Count<OrderEvent.Cancelled>()));
    }

    [Fact]
    public async Task A_version_that_was_decided_before_an_older_one_is_decided_again()
    {
        await using var run = await SentBackAsync(PipelineRun.Place(1, quantity: 1), PipelineRun.Place(1, quantity: 2));

        var again = await run.RunAsync(new ListedSource([PipelineRun.Item(1, PipelineRun.Place(1, quantity: 2))]));

        Assert.All(run.Outcomes.Take(2), told => Assert.Equal(IntakeResult.Accepted, told.Outcome.Result));
        Assert.Equal(1, again.Duplicates);
    }

    [Fact]
    public async Task Cancelled_while_every_commit_fails_it_ends_and_loses_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        var (commits, isMended) = (0, false);
        await using var run = await PipelineRun.StartAsync(_ =>
        {
            if (++commits == 20)
            {
                cancellation.Cancel();
            }

            return ValueTask.FromResult(isMended ? CommitFault.None : CommitFault.Failed);
        });
        var items = Enumerable.Range(1, 100).Select(i => PipelineRun.Item(i, PipelineRun.Place(i))).ToList();

        var first = await run.RunAsync(new ListedSource(items, "id"), cancellationToken: cancellation.Token);
        isMended = true;
        var second = await run.RunAsync(new ListedSource(items, "id"));

        Assert.False(first.IsComplete);
        Assert.Equal((0, 0, 0), (first.Accepted, first.Duplicates, first.Rejected));
        Assert.Equal((0, 100), (second.Resumed, second.Accepted + second.Duplicates));
    }

    /// <summary>Runs two inputs of which the first is sent back when the second is already in the mailbox.</summary>
    private static async Task<PipelineRun> SentBackAsync(Message first, Message second)
    {
        var isCommitting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isPosted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var run = await PipelineRun.StartAsync(
            async _ =>
            {
                var isFirst = isCommitting.TrySetResult();
                await isPosted.Task;
                return isFirst ? CommitFault.Failed : CommitFault.None;
            },
            shards: 1);
        await run.RunAsync(new ListedSource([PipelineRun.Item(1, first), PipelineRun.Item(2, second)])
        {
            BeforeNext = item => item.Position == 1 ? Task.CompletedTask : isCommitting.Task,
            OnEnd = isPosted.SetResult,
        });
        return run;
    }

    /// <summary>Three of ten commits end badly, and the very first.</summary>
    private Func<IReadOnlyList<TurnWrite>, ValueTask<CommitFault>> Faults(int? seed)
    {
        var used = seed ?? Random.Shared.Next();
        output.WriteLine($"Seed {used}");
        var random = new Random(used);
        var isFirst = true;
        return _ =>
        {
            var (fault, first) = (random.Next(10), isFirst);
            isFirst = false;
            return ValueTask.FromResult(fault switch
            {
                0 => CommitFault.LostAnswer,
                1 => CommitFault.LostRequest,
                2 => CommitFault.Failed,
                _ when first => CommitFault.Failed,
                _ => CommitFault.None,
            });
        };
    }
}
