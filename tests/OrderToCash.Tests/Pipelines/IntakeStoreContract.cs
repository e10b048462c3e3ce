using System.Text;
using OrderToCash.Application.Pipelines;
using Xunit;

namespace OrderToCash.Tests.Pipelines;

/// <summary>What every intake store promises. A store's subclass says how to open it, and open it again.</summary>
public abstract class IntakeStoreContract : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 11, 27, 10, 0, 0, TimeSpan.FromHours(1));

    private IIntakeStore? _store;

    private IIntakeStore Store => _store ?? throw new InvalidOperationException("The store is not open.");

    protected abstract Task<IIntakeStore> OpenAsync();

    protected abstract Task<IIntakeStore> ReopenAsync(IIntakeStore store);

    public async Task InitializeAsync() => _store = await OpenAsync();

    public virtual async Task DisposeAsync() => await Store.DisposeAsync();

    [ContractFact]
    public async Task A_new_store_is_empty()
    {
        Assert.Equal(default, await Store.ReadCheckpointAsync("orders/a", default));
        Assert.Empty(await Store.ListQuarantineAsync(true, 0, 100, default));
        Assert.Null(await Store.ReadQuarantineAsync(1, default));
    }

    [ContractFact]
    public async Task Checkpoints_are_kept_by_identity_and_may_go_back()
    {
        await Store.WriteCheckpointAsync("orders/a", new Checkpoint(5, -7), default);
        await Store.WriteCheckpointAsync("orders/b", new Checkpoint(9, long.MaxValue), default);
        await Store.WriteCheckpointAsync("orders/a", new Checkpoint(3, long.MinValue), default);

        _store = await ReopenAsync(Store);

        Assert.Equal(new Checkpoint(3, long.MinValue), await Store.ReadCheckpointAsync("orders/a", default));
        Assert.Equal(new Checkpoint(9, long.MaxValue), await Store.ReadCheckpointAsync("orders/b", default));
        Assert.Equal(default, await Store.ReadCheckpointAsync("orders/A", default));
    }

    [ContractTheory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(100_000)]
    public async Task Refused_inputs_are_kept_with_their_bytes(int bytes)
    {
        var raw = new byte[bytes];
        new Random(bytes).NextBytes(raw.AsSpan(bytes / 2));
        await Store.QuarantineAsync([Input(1), Input(2) with { Raw = raw }], default);

        _store = await ReopenAsync(Store);

        var entries = await Store.ListQuarantineAsync(false, 0, 100, default);
        Assert.Equal([1L, 2L], entries.Select(entry => entry.Number));
        Assert.Equal(Input(1).Rejection, entries[0].Input.Rejection);
        var read = await Store.ReadQuarantineAsync(2, default);
        Assert.NotNull(read);
        Assert.Equal(raw, read.Input.Raw.ToArray());
        Assert.True(entries[1].Input.Raw.IsEmpty);
        Assert.Equal(("orders.ndjson", "orders", 2L), (read.Input.Source, read.Input.Format, read.Input.Position));
        Assert.Equal(At, read.Input.At);
        Assert.Null(read.Resolution);
    }

    [ContractFact]
    public async Task The_list_goes_on_after_a_number_and_holds_no_more_than_asked()
    {
        await Store.QuarantineAsync([Input(1), Input(2), Input(3), Input(4)], default);
        await Store.ResolveQuarantineAsync(3, "accepted on retry", default);

        Assert.Equal([1L, 2L], (await Store.ListQuarantineAsync(false, 0, 2, default)).Select(entry => entry.Number));
        Assert.Equal([4L], (await Store.ListQuarantineAsync(false, 2, 2, default)).Select(entry => entry.Number));
        Assert.Equal([3L, 4L], (await Store.ListQuarantineAsync(true, 2, 2, default)).Select(entry => entry.Number));
        Assert.Empty(await Store.ListQuarantineAsync(true, 4, 2, default));
    }

    [ContractFact]
    public async Task What_is_null_or_empty_comes_back_so()
    {
        var rejection = new Rejection("wrong-type", "lines[0]", "", "ä\0b", null);
        await Store.QuarantineAsync(
            [Input(1) with { Rejection = rejection }, Input(2) with { Rejection = rejection with { Advice = "" } }],
                default);

        _store = await ReopenAsync(Store);

        Assert.Equal(
            [rejection, rejection with { Advice = "" }],
            (await Store.ListQuarantineAsync(false, 0, 100, default)).Select(entry => entry.Input.Rejection));
    }

    [ContractFact]
    public async Task The_same_input_again_changes_nothing()
    {
        await Store.QuarantineAsync([Input(1), Input(2)], default);

        await Store.QuarantineAsync([Input(2) with { At = At.AddDays(1) }, Input(1), Input(3)], default);

        var entries = await Store.ListQuarantineAsync(false, 0, 100, default);
        Assert.Equal([1L, 2L, 3L], entries.Select(entry => entry.Number));
        Assert.Equal([1L, 2L, 3L], entries.Select(entry => entry.Input.Position));
        Assert.All(entries, entry => Assert.Equal(At, entry.Input.At));
    }

    [ContractFact]
    public async Task Other_bytes_or_another_format_at_the_same_position_are_another_input()
    {
        var mended = Input(1) with { Raw = Encoding.UTF8.GetBytes("other") };

        await Store.QuarantineAsync([Input(1), mended, Input(1) with { Format = "stock" }], default);

        Assert.Equal(3, (await Store.ListQuarantineAsync(false, 0, 100, default)).Count);
    }

    [ContractFact]
    public async Task A_resolved_input_is_kept_and_no_longer_open()
    {
        await Store.QuarantineAsync([Input(1), Input(2)], default);

        await Store.ResolveQuarantineAsync(1, "accepted on retry", default);
        await Store.ResolveQuarantineAsync(99, "of none", default);
        await Store.QuarantineAsync([Input(1)], default);
        _store = await ReopenAsync(Store);

        Assert.Equal([2L], (await Store.ListQuarantineAsync(false, 0, 100, default)).Select(entry => entry.Number));
        Assert.Equal(
            ["accepted on retry", null],
            (await Store.ListQuarantineAsync(true, 0, 100, default)).Select(entry => entry.Resolution));
    }

    private static QuarantinedInput Input(long position) => new(
        "orders.ndjson", "orders", position, Encoding.UTF8.GetBytes($"raw {position}"),
        new Rejection("wrong-type", "lines[0].quantity", "\"two\"", "a whole number", "Mend it."), At);
}
