using OrderToCash.Application.Pipelines;
using OrderToCash.Domain.Inventory;
using OrderToCash.Domain.Orders;
using OrderToCash.Engine.Shards;
using Xunit;

namespace OrderToCash.Tests.Pipelines;

public sealed class PipelineTests
{
    [Fact]
    public async Task Every_input_is_decided_and_told_in_order()
    {
        await using var run = await PipelineRun.StartAsync();

        var report = await run.RunAsync(new ListedSource([.. Enumerable.Range(1, 5000).Select(
            i => i % 100 == 0 ? PipelineRun.Refused(i) : PipelineRun.Item(i, PipelineRun.Place(i)))]));

        Assert.Equal((5000, 4950, 0, 50), (report.Read, report.Accepted, report.Duplicates, report.Rejected));
        Assert.Equal([KeyValuePair.Create("wrong-type", 50L)], report.Reasons);
        Assert.True(report.IsComplete);
        Assert.Equal(Enumerable.Range(1, 5000).Select(i => (long)i), run.Outcomes.Select(outcome => outcome.Position));
        Assert.Equal(4950, run.Count<OrderEvent.Placed>());
    }

    [Fact]
    public async Task The_same_inputs_again_are_duplicates()
    {
        await using var run = await PipelineRun.StartAsync();
        var source = new ListedSource([.. Enumerable.Range(1, 500).Select(
            i => PipelineRun.Item(i, PipelineRun.Receive(i % 20, $"R{i}"), PipelineRun.Place(i)))]);
        await run.RunAsync(source);

        var report = await run.RunAsync(source);

        Assert.Equal((500, 0, 500, 0), (report.Read, report.Accepted, report.Duplicates, report.Rejected));
        Assert.Equal(500, run.Count<OrderEvent.Placed>());
    }

    [Fact]
    public async Task What_an_entity_refuses_is_kept_with_its_bytes()
    {
        await using var run = await PipelineRun.StartAsync();

        var report = await run.RunAsync(new ListedSource([PipelineRun.Item(1, PipelineRun.Cancel(1))]));

        Assert.Equal(1, report.Rejected);
        var entry = Assert.Single(await run.Store.ListQuarantineAsync(false, 0, 100, default));
        Assert.Equal(
            ("unknown-order", 1L, "orders"), (entry.Input.Rejection.Reason, entry.Input.Position, entry.Input.Format));
        var whole = await run.Store.ReadQuarantineAsync(entry.Number, default);
        Assert.Equal([1], whole?.Input.Raw.ToArray());
    }

    [Fact]
    public async Task Parts_of_an_input_are_one_input()
    {
        await using var run = await PipelineRun.StartAsync();
        var source = new ListedSource(
        [
            PipelineRun.Item(1, PipelineRun.Place(1)), PipelineRun.Part(2, PipelineRun.Place(2)),
            PipelineRun.Part(2, PipelineRun.Place(3)), PipelineRun.Item(2, PipelineRun.Place(4)),
            PipelineRun.Item(3, PipelineRun.Place(5)),
        ]);

        var report = await run.RunAsync(source);
        Assert.Equal((3, 3, 5), (report.Read, report.Accepted, run.Count<OrderEvent.Placed>()));
        Assert.Equal([1, 2, 3], run.Outcomes.Select(outcome => outcome.Position));
        Assert.True(report.IsComplete);

        report = await run.RunAsync(source);
        Assert.Equal((3, 3, 5), (report.Read, report.Duplicates, run.Count<OrderEvent.Placed>()));
    }

    [Fact]
    public async Task Behind_a_refused_part_nothing_of_the_input_is_decided()
    {
        await using var run = await PipelineRun.StartAsync();

        var report = await run.RunAsync(new ListedSource(
        [
            PipelineRun.Part(1, PipelineRun.Place(1)) with { Raw = new byte[] { 7, 8 } },
            PipelineRun.Part(1, PipelineRun.Cancel(99)), PipelineRun.Part(1, PipelineRun.Place(2)),
            PipelineRun.Refused(1), PipelineRun.Item(2, PipelineRun.Place(3)),
        ]));

        Assert.Equal((2, 1, 1), (report.Read, report.Accepted, report.Rejected));
        Assert.Equal(2, run.Count<OrderEvent.Placed>());
        var entry = Assert.Single(await run.Store.ListQuarantineAsync(false, 0, 100, default));
        Assert.Equal(("unknown-order", 1L), (entry.Input.Rejection.Reason, entry.Input.Position));
        var whole = await run.Store.ReadQuarantineAsync(entry.Number, default);
        Assert.Equal([7, 8], whole?.Input.Raw.ToArray());
    }

    [Fact]
    public async Task Bytes_that_are_not_held_are_read_where_an_input_is_refused()
    {
        await using var run = await PipelineRun.StartAsync();
        var asked = 0;
        ReadOnlyMemory<byte> Read()
        {
            asked++;
            return new byte[] { 7, 8 };
        }

        await run.RunAsync(new ListedSource(
        [
            PipelineRun.Item(1, PipelineRun.Place(1)) with { Raw = default, RawLater = Read },
            PipelineRun.Part(2, PipelineRun.Place(2)) with { Raw = default, RawLater = Read },
            PipelineRun.Item(2, PipelineRun.Cancel(99)) with { Raw = default },
        ]));

        var entry = Assert.Single(await run.Store.ListQuarantineAsync(false, 0, 100, default));
        var whole = await run.Store.ReadQuarantineAsync(entry.Number, default);
        Assert.Equal([7, 8], whole?.Input.Raw.ToArray());
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData(1, Pipeline.MaxInFlight)]
    [InlineData(1024 * 1024, 65)]
    public async Task Undecided_inputs_are_bounded_in_number_and_bytes(int bytes, int bound)
    {
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isFirst = true;
        await using var run = await PipelineRun.StartAsync(
            async _ =>
            {
                // Nothing is decided until the pipeline has taken all that it takes; then the first commit fails, so
                // that the window is full of inputs that wait for one that was sent back.
                await full.Task;
                (var fails, isFirst) = (isFirst, false);
                return fails ? CommitFault.Failed : CommitFault.None;
            },
            shards: 16);
        var (taken, most) = (0, 0);
        var raw = new byte[bytes];
        var source = new ListedSource([.. Enumerable.Range(1, bound + 1000).Select(
            i => PipelineRun.Item(i, PipelineRun.Place(i)) with { Raw = raw })])
        {
            OnNext = _ =>
            {
                taken++;
                most = Math.Max(most, taken - run.Outcomes.Count);
                if (taken > bound)
                {
                    full.TrySetResult();
                }
            },
        };

        var report = await run.RunAsync(source);

        // One more is read before the pipeline finds that it can't take it.
        Assert.Equal(bound + 1, most);
        Assert.Equal(bound + 1000, report.Accepted);
        Assert.Equal(bound + 1000, run.Count<OrderEvent.Placed>());
    }

    [Fact]
    public async Task Cancelled_it_finishes_what_is_in_flight_and_the_next_run_goes_on_there()
    {
        await using var run = await PipelineRun.StartAsync();
        using var cancellation = new CancellationTokenSource();
        var items = Enumerable.Range(1, 9000).Select(i => PipelineRun.Item(i, PipelineRun.Place(i))).ToList();

        var first = await run.RunAsync(
            new ListedSource(items, "id") { OnNext = item => CancelAt(item, 3000, cancellation) },
            cancellationToken: cancellation.Token);
        var second = await run.RunAsync(new ListedSource(items, "id"));

        Assert.False(first.IsComplete);
        Assert.Equal((0, 3000), (first.Resumed, first.Accepted));
        Assert.True(second.IsComplete);
        Assert.Equal((3000, 6000, 6000, 0), (second.Resumed, second.Read, second.Accepted, second.Duplicates));
    }

    [Fact]
    public async Task Other_content_under_the_same_name_is_read_from_its_beginning()
    {
        await using var run = await PipelineRun.StartAsync();
        SourceItem[] items = [PipelineRun.Item(1, PipelineRun.Place(1)), PipelineRun.Item(2, PipelineRun.Place(2))];
        await run.RunAsync(new ListedSource(items, "id"));

        var report = await run.RunAsync(new ListedSource(items, "id") { Matches = false });

        Assert.Equal((0, 2, 2), (report.Resumed, report.Read, report.Duplicates));
    }

    [Fact]
    public async Task A_source_read_again_says_what_of_it_is_still_refused()
    {
        await using var run = await PipelineRun.StartAsync();
        SourceItem[] items =
            [PipelineRun.Refused(1), PipelineRun.Item(2, PipelineRun.Place(2)), PipelineRun.Refused(3)];
        var first = await run.RunAsync(new ListedSource(items, "id"));

        var second = await run.RunAsync(new ListedSource(items, "id"));
        await run.Store.ResolveQuarantineAsync(1, "accepted", default);
        var third = await run.RunAsync(new ListedSource(items, "id"));

        Assert.Equal((2, 0), (first.Rejected, first.RefusedBefore));
        Assert.Equal((3, 0, 2), (second.Resumed, second.Read, second.RefusedBefore));
        Assert.Equal(1, third.RefusedBefore);
    }

    [Fact]
    public async Task A_source_that_breaks_off_keeps_what_came_before()
    {
        await using var run = await PipelineRun.StartAsync();
        var items = Enumerable.Range(1, 20).Select(i => PipelineRun.Item(i, PipelineRun.Place(i))).ToList();

        await Assert.ThrowsAsync<SourceUnreadableException>(
            () => run.RunAsync(new ListedSource(items, "id") { BreaksOffBehind = 10 }));

        Assert.Equal(10, run.Count<OrderEvent.Placed>());
        Assert.Equal(10, (await run.Store.ReadCheckpointAsync("id", default)).Position);
    }

    [Fact]
    public async Task Refusals_are_kept_before_the_checkpoint_passes_them()
    {
        await using var run = await PipelineRun.StartAsync();
        await using var store = new WatchedStore();
        // So large that at most a thousand are undecided: then checkpoints are due on the way.
        var raw = new byte[Pipeline.MaxBytesInFlight / 1024];

        await run.RunAsync(
            new ListedSource(
                [.. Enumerable.Range(1, 10_000).Select(i => i % 7 == 0
                    ? PipelineRun.Refused(i)
                    : PipelineRun.Item(i, PipelineRun.Place(i)) with { Raw = raw })],
                "id"),
            store: store);

        Assert.True(store.Checkpoints.Count >= 3, $"{store.Checkpoints.Count} checkpoints.");
        Assert.All(store.Checkpoints, written => Assert.Equal(written.Position / 7, written.Refused));
        Assert.Equal(10_000, store.Checkpoints[^1].Position);
    }

    [Fact]
    public async Task Goods_for_many_skus_of_one_input_take_one_commit_and_come_before_its_order()
    {
        var commits = 0;
        await using var run = await PipelineRun.StartAsync(
            turns =>
            {
                commits += turns.Any(turn => turn.Events.Count > 0) ? 1 : 0;
                return ValueTask.FromResult(CommitFault.None);
            },
            shards: 1);

        await run.RunAsync(new ListedSource([PipelineRun.Item(
            1, [.. Enumerable.Range(0, 100).Select(sku => PipelineRun.Receive(sku, "R")), PipelineRun.Place(7)])]));

        Assert.InRange(commits, 2, 20);
        var events = run.Events.Select(happened => happened.Event).ToList();
        Assert.Equal(100, events.FindIndex(happened => happened is OrderEvent.Placed));
    }

    [Fact]
    public async Task Commands_of_one_input_are_decided_in_their_order()
    {
        await using var run = await PipelineRun.StartAsync();

        await run.RunAsync(new ListedSource([.. Enumerable.Range(1, 200).Select(
            i => PipelineRun.Item(
                i, PipelineRun.Receive(i % 20, $"R{i}"), PipelineRun.Place(i), PipelineRun.Cancel(i)))]));

        Assert.Equal((200, 200), (run.Count<StockEvent.Moved>(), run.Count<OrderEvent.Cancelled>()));
        Assert.DoesNotContain(
            run.Events, happened => happened.Event is StockEvent.Backordered or StockEvent.ReservationRefused);
    }

    private static void CancelAt(SourceItem item, long position, CancellationTokenSource cancellation)
    {
        if (item.Position == position)
        {
            cancellation.Cancel();
        }
    }
}
