using OrderToCash.Application.Projections;
using OrderToCash.Application.Queries;
using OrderToCash.Engine.Journal;

namespace OrderToCash.Tests.Projections;

/// <summary>What the read models of every store promise.</summary>
public abstract partial class ReadModelContract : IAsyncLifetime
{
    private ReadModelStore? _store;

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        if (_store is not null) await _store.Questions.DisposeAsync();
    }

    /// <summary>Read models of a journal, in a place that nobody else uses.</summary>
    protected abstract ReadModelStore Create(JournalInfo journal);

    [ContractTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Running_tables_equal_a_rebuild_row_by_row(int seed)
    {
        await using var world = await ProjectedWorld.StartAsync(seed);
        var store = CreateFor(world);
        world.Follow(store.Place);
        for (var round = 0; round < 8; round++)
        {
            await world.StepAsync(300);
            await world.World.QuietAsync();
            if (round % 3 == 0) await world.CatchUpAsync();
        }

        await AssertEqualToRebuildAsync(world, store);
        var status = await store.Questions.ReadStatusAsync(default);
        Assert.True(status.Events > 1500, $"{status.Events} events");
    }

    [ContractFact]
    public async Task Events_that_do_not_fit_in_memory_are_read_from_the_journal()
    {
        await using var world = await ProjectedWorld.StartAsync(4);
        var store = CreateFor(world);
        await world.StepAsync(200);
        world.Follow(store.Place, new ProjectionOptions
        {
            MinInterval = TimeSpan.FromMilliseconds(5), MaxKeptEvents = 7, ReadEvents = 11, MaxBatchEvents = 20,
            PollInterval = TimeSpan.FromMilliseconds(20),
        });
        await world.StepAsync(500);
        await AssertEqualToRebuildAsync(world, store);
    }

    [ContractFact]
    public async Task Two_runners_apply_nothing_twice()
    {
        await using var world = await ProjectedWorld.StartAsync(5);
        var store = CreateFor(world);
        world.Follow(store.Place);
        world.Follow(store.Place);
        for (var round = 0; round < 6; round++)
        {
            await world.StepAsync(100);
            await world.CatchUpAsync();
        }

        await AssertEqualToRebuildAsync(world, store);
    }

    [ContractFact]
    public async Task A_rebuild_beside_running_projections_takes_over()
    {
        await using var world = await ProjectedWorld.StartAsync(6);
        var store = CreateFor(world);
        var runner = world.Follow(store.Place);
        await world.StepAsync(300);
        await world.CatchUpAsync();
        var before = await store.Questions.ReadStatusAsync(default);

        for (var round = 0; round < 3; round++)
        {
            var rebuilding = ProjectionRebuild.RunAsync(
                world.World.Journal, store.Place, TimeProvider.System, null, default);
            await world.StepAsync(150);
            Assert.True((await store.Questions.ReadStatusAsync(default)).Events > 0);
            await rebuilding;
        }

        await AssertEqualToRebuildAsync(world, store);
        Assert.Null(runner.Progress.Problem);
        Assert.True((await store.Questions.ReadStatusAsync(default)).Events > before.Events);
    }

    [ContractFact]
    public async Task Tables_of_another_journal_are_left_alone_until_a_rebuild()
    {
        await using var world = await ProjectedWorld.StartAsync(9);
        var store = CreateFor(world);
        world.Follow(store.Place);
        await world.StepAsync(50);
        await world.CatchUpAsync();
        await TamperAsync("UPDATE {schema}read_models SET journal = 'another'");

        var problem = new TaskCompletionSource<string>();
        using var runner = new ProjectionRunner(
            world.World.Journal, store.Place, TimeProvider.System, onProblem: text => problem.TrySetResult(text));
        using var stop = new CancellationTokenSource();
        var running = Task.Run(() => runner.RunAsync(stop.Token));
        Assert.Contains("projections rebuild", await problem.Task, StringComparison.Ordinal);

        await ProjectionRebuild.RunAsync(world.World.Journal, store.Place, TimeProvider.System, null, default);
        await runner.WaitUntilCaughtUpAsync(default);
        Assert.Null(runner.Progress.Problem);
        await stop.CancelAsync();
        await Task.WhenAny(running);
        await AssertEqualToRebuildAsync(world, store);
    }

    [ContractFact]
    public async Task A_second_rebuild_at_a_time_is_refused()
    {
        await using var world = await ProjectedWorld.StartAsync(7);
        var store = CreateFor(world);
        await using (await store.Place.OpenNewAsync(default))
        {
            await Assert.ThrowsAsync<ReadModelUnavailableException>(
                async () => await store.Place.OpenNewAsync(default));
        }

        await (await store.Place.OpenNewAsync(default)).DisposeAsync();
    }

    [ContractFact]
    public async Task A_comparison_sees_a_row_that_differs()
    {
        await using var world = await ProjectedWorld.StartAsync(8);
        var store = CreateFor(world);
        world.Follow(store.Place);
        await world.StepAsync(100);
        await world.CatchUpAsync();
        await TamperAsync("UPDATE {schema}stock SET waiting = waiting + 1");

        var difference = Assert.Single(await ProjectionRebuild.VerifyAsync(
            world.World.Journal, store.Place, TimeProvider.System, null, default));
        Assert.Equal("stock", difference.Table);
        Assert.True(difference.OnlyInUse > 0 && difference.OnlyInUse == difference.OnlyBuilt);
    }

    /// <summary>Runs a statement in the tables in use, past the projections.</summary>
    protected abstract Task TamperAsync(string sql);

    private ReadModelStore CreateFor(ProjectedWorld world) => _store = Create(world.World.Journal.Info);

    private static async Task AssertEqualToRebuildAsync(ProjectedWorld world, ReadModelStore store)
    {
        await world.CatchUpAsync();
        var differences = await ProjectionRebuild.VerifyAsync(
            world.World.Journal, store.Place, TimeProvider.System, null, default);
        Assert.Empty(differences);
    }
}
